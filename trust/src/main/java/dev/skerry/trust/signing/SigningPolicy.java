package dev.skerry.trust.signing;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.signing.Artifact;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all rules say together.
public final class SigningPolicy {
    private SigningPolicy() {}

    /// The keys that may have signed such an artifact there, each once.
    public static List<VerifyingKey> keys(
            Collection<SigningRule> rules, String kind, String namespace) {
        var keys = new LinkedHashMap<String, VerifyingKey>();
        for (var rule : holding(rules, kind, namespace))
            for (var key : rule.keys()) keys.putIfAbsent(key.fingerprint(), key);
        return List.copyOf(keys.values());
    }

    /// By their names.
    private static List<SigningRule> holding(
            Collection<SigningRule> rules, String kind, String namespace) {
        return rules.stream()
                .filter(it -> it.holds(kind, namespace))
                .sorted(Comparator.comparing(SigningRule::name))
                .toList();
    }

    /// What the first rule says that has something against it; null: all have what they want.
    public static @Nullable Refusal against(Collection<SigningRule> rules, Artifact it) {
        for (var rule : holding(rules, it.kind(), it.namespace())) {
            var signed = rule.signed(it.signatures());
            if (signed.size() < rule.need()) return missing(rule, it, signed);
        }
        return null;
    }

    private static Refusal missing(SigningRule rule, Artifact it, List<VerifyingKey> signed) {
        var wants =
                "Namespace %s asks for %s on each %s, by the signing rule %s"
                        .formatted(it.namespace(), rule.wants(), it.kind(), rule.name());
        if (it.again())
            return new Refusal.Unsigned(
                    "%s; what would come back %s. Send its file again, signed."
                            .formatted(
                                    wants,
                                    signed.isEmpty()
                                            ? "is not signed so"
                                            : "is signed by " + SigningRule.names(signed)));
        int shown = it.signatures().shown();
        if (!signed.isEmpty())
            return new Refusal.Unsigned(
                    wants + "; this has one by " + SigningRule.names(signed) + " only.");
        if (shown == 0)
            return new Refusal.Unsigned(wants + ": sign it, and send it with --signature.");
        var came =
                shown == 1
                        ? "the signature that came along is by another key, or"
                        : "the %d signatures that came along are by other keys, or"
                                .formatted(shown);
        return new Refusal.Unsigned(wants + "; " + came + " of other bytes than these.");
    }
}
