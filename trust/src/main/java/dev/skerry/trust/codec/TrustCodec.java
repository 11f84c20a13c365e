package dev.skerry.trust.codec;

import dev.skerry.json.JsonForms;
import dev.skerry.kernel.Form;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.jsonb.GeneratedJsonComponent;

/// The forms of what servers keep and answer of callers and signing rules.
public final class TrustCodec {
    private static final JsonForms FORMS =
            JsonForms.builder()
                    .sealed(TrustFact.class, TrustNames.FACTS)
                    .sealed(KeySource.class, TrustNames.KEYS)
                    .sealed(TrustRecord.class, TrustNames.SAVED)
                    .all(new GeneratedJsonComponent())
                    .build();

    /// What happened to them.
    public static final Form<TrustFact> TRUST_FACT = of(TrustFact.class);

    private TrustCodec() {}

    /// The form of a type of this room.
    public static <T> Form<T> of(Class<T> type) {
        return FORMS.of(type);
    }
}
