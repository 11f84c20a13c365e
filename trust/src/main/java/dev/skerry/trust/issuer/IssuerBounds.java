package dev.skerry.trust.issuer;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an issuer may be.
public final class IssuerBounds {
    public static final String WORD_SHOULD = "1 to 256 characters without blanks, of ASCII";
    public static final String CLAIM_SHOULD =
            "the name of a claim, 1 to 256 characters without blanks and with at most 16 dots";
    public static final String VALUE_SHOULD = "one line of 1 to 256 characters, * for any of them";
    public static final String ADDRESS_SHOULD =
            "an address that begins with https://, or with http:// on 127.0.0.1, [::1] or"
                    + " localhost";

    /// Without a user, a query's fragment, or anything else that two readers could take
    /// differently.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:https://(?:[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])"
                            + "|http://(?:127\\.0\\.0\\.1|localhost|\\[::1]))"
                            + "(?::[0-9]{1,5})?(?:/[!-~&&[^#\\\\]]{0,1000})?");

    private static final Pattern WORD = Pattern.compile("[!-~]{1,256}");

    private IssuerBounds() {}

    /// Whether keys may be read there.
    public static boolean address(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /// Whether it can be an `iss` or an `aud`.
    public static boolean word(String text) {
        return WORD.matcher(text).matches();
    }

    /// Whether it can name a claim.
    public static boolean claim(String text) {
        return word(text) && text.chars().filter(it -> it == '.').count() <= Claims.DOTS_MAX;
    }

    /// Whether a claim can be looked for to be that.
    public static boolean value(String text) {
        return !text.isEmpty() && text.length() <= ClaimRule.CHARACTERS_MAX && Text.line(text);
    }

    /// What is wrong with the issuer, whatever its keys hold; null: nothing.
    public static @Nullable Refusal wrong(Issuer it) {
        if (!Text.word(it.name()))
            return new Refusal.Invalid("issuer", it.name(), Text.WORD_SHOULD);
        if (!word(it.url())) return new Refusal.Invalid("url", it.url(), WORD_SHOULD);
        if (!word(it.audience()))
            return new Refusal.Invalid("audience", it.audience(), WORD_SHOULD);
        if (!claim(it.subject())) return new Refusal.Invalid("name", it.subject(), CLAIM_SHOULD);
        if (it.algorithms().isEmpty()
                || new HashSet<>(it.algorithms()).size() < it.algorithms().size())
            return new Refusal.Invalid(
                    "algorithms", it.algorithms() + "", "at least one, and each once");
        if (it.ttlMs() < Issuer.TTL_MIN_MS || it.ttlMs() > Issuer.TTL_MAX_MS)
            return new Refusal.Invalid("ttl", Text.duration(it.ttlMs()), "from 1m to 1d");
        var wrong = wrongKeys(it);
        return wrong == null ? wrongRules(it) : wrong;
    }

    private static @Nullable Refusal wrongKeys(Issuer it) {
        return switch (it.keys()) {
            case KeySource.Given(var jwks) ->
                    jwks.length() <= KeySource.TEXT_CHARACTERS_MAX && Text.plain(jwks)
                            ? null
                            : new Refusal.Invalid(
                                    "keys",
                                    jwks.length() + " characters",
                                    "plain text of at most 32,768 characters");
            case KeySource.At(var address) ->
                    address(address) ? null : new Refusal.Invalid("jwks", address, ADDRESS_SHOULD);
            case KeySource.Discovered _ ->
                    address(it.url())
                            ? null
                            : new Refusal.Invalid(
                                    "url", it.url(), ADDRESS_SHOULD + ", or have keys or jwks");
        };
    }

    private static @Nullable Refusal wrongRules(Issuer it) {
        int rules = it.roles().size();
        if (rules < 1 || rules > Issuer.RULES_MAX)
            return new Refusal.Invalid(
                    "roles", rules + " rules", "1 to %d rules".formatted(Issuer.RULES_MAX));
        for (int i = 0; i < rules; i++) {
            var rule = it.roles().get(i);
            var at = "roles[" + i + "].";
            if (!claim(rule.claim()))
                return new Refusal.Invalid(at + "claim", rule.claim(), CLAIM_SHOULD);
            if (!value(rule.is())) return new Refusal.Invalid(at + "is", rule.is(), VALUE_SHOULD);
            if (!Text.word(rule.role()))
                return new Refusal.Invalid(at + "role", rule.role(), Text.WORD_SHOULD);
        }
        return null;
    }
}
