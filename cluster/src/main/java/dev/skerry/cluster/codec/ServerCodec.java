package dev.skerry.cluster.codec;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.jsonb.GeneratedJsonComponent;
import dev.skerry.kernel.Form;
import io.avaje.jsonb.Jsonb;

/// The forms of what servers keep and answer: every type that [ServerNames] lists.
public final class ServerCodec {
    private static final Jsonb JSONB =
            Codec.shared(Jsonb.builder())
                    .add(
                            ClusterFact.class,
                            it -> new SealedAdapter<>(it, ServerNames.CLUSTER_FACTS))
                    .add(SavedRecord.class, it -> new SealedAdapter<>(it, ServerNames.SAVED))
                    .add(new GeneratedJsonComponent())
                    .build();

    /// What happened to the cluster.
    public static final Form<ClusterFact> CLUSTER_FACT = of(ClusterFact.class);

    private ServerCodec() {}

    /// The form of a type that [ServerNames] lists.
    public static <T> Form<T> of(Class<T> type) {
        return new Codec.JsonForm<>(JSONB.type(type));
    }
}
