package dev.skerry.trust.signing;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.HashMap;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// What a signing rule may be.
public final class SigningBounds {
    private SigningBounds() {}

    /// What is wrong with the rule; null: nothing. Whether a key is one is not known here, but that
    /// it can be told from others.
    public static @Nullable Refusal wrong(SigningRule it) {
        if (!Text.word(it.name()))
            return new Refusal.Invalid("signing", it.name(), Text.WORD_SHOULD);
        var wrong = wrong("namespaces", it.namespaces().size(), SigningRule.NAMESPACES_MAX);
        if (wrong == null) wrong = wrong("kinds", it.kinds().size(), SigningRule.KINDS_MAX);
        if (wrong == null) wrong = wrong("keys", it.keys().size(), SigningRule.KEYS_MAX);
        if (wrong == null) wrong = wrongKeys(it);
        if (wrong != null) return wrong;
        if (it.need() >= 1 && it.need() <= it.keys().size()) return null;
        return new Refusal.Invalid(
                "need", it.need() + "", "from 1 to %d, as it has keys".formatted(it.keys().size()));
    }

    private static @Nullable Refusal wrong(String field, int size, int most) {
        if (size >= 1 && size <= most) return null;
        return new Refusal.Invalid(field, size + " elements", "1 to %d elements".formatted(most));
    }

    /// The same key under two names would sign for two.
    private static @Nullable Refusal wrongKeys(SigningRule it) {
        var names = new HashSet<String>();
        var fingerprints = new HashMap<String, String>();
        for (var key : it.keys()) {
            if (!Text.word(key.name()))
                return new Refusal.Invalid("keys", key.name(), Text.WORD_SHOULD);
            var at = "keys." + key.name();
            if (!names.add(key.name())) return new Refusal.Invalid(at, key.name(), "there once");
            if (!base64(key))
                return new Refusal.Invalid(
                        at, key.spki().length() + " characters", "a public key in base64");
            var other = fingerprints.putIfAbsent(key.fingerprint(), key.name());
            if (other != null)
                return new Refusal.Invalid(at, "the key of " + other, "another key than that");
        }
        return null;
    }

    private static boolean base64(VerifyingKey key) {
        if (key.spki().isEmpty() || key.spki().length() > VerifyingKey.CHARACTERS_MAX) return false;
        try {
            return key.bytes().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
