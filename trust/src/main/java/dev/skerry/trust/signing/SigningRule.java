package dev.skerry.trust.signing;

import dev.skerry.kernel.signing.Signatures;
import dev.skerry.trust.policy.Glob;
import java.util.List;
import java.util.stream.Collectors;

/// What is brought into these namespaces, of these kinds, has to be signed by so many of these
/// keys. Where several rules hold, what each of them wants is wanted.
///
/// @param name as [dev.skerry.kernel.Text#word] has it
/// @param kinds of artifacts, each as a room's [dev.skerry.kernel.Machine#kinds] has it
/// @param need how many of the keys must have signed
public record SigningRule(
        String name, List<Glob> namespaces, List<Glob> kinds, int need, List<VerifyingKey> keys) {
    public static final int NAMESPACES_MAX = 64;
    public static final int KINDS_MAX = 16;

    /// Different ones: the same twice is refused.
    public static final int KEYS_MAX = 32;

    public SigningRule {
        namespaces = List.copyOf(namespaces);
        kinds = List.copyOf(kinds);
        keys = List.copyOf(keys);
    }

    /// Whether it says anything about such artifacts there.
    public boolean holds(String kind, String namespace) {
        return any(kinds, kind) && any(namespaces, namespace);
    }

    private static boolean any(List<Glob> patterns, String name) {
        return patterns.stream().anyMatch(it -> it.matches(name));
    }

    /// Those of its keys that have signed.
    List<VerifyingKey> signed(Signatures signatures) {
        return keys.stream().filter(it -> signatures.keys().contains(it.fingerprint())).toList();
    }

    /// `a signature by release`, `signatures by 2 of release, ops`.
    String wants() {
        var names = names(keys);
        if (keys.size() == 1) return "a signature by " + names;
        return need == 1
                ? "a signature by one of " + names
                : "signatures by %d of %s".formatted(need, names);
    }

    static String names(List<VerifyingKey> keys) {
        return keys.stream().map(VerifyingKey::name).collect(Collectors.joining(", "));
    }
}
