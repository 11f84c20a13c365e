package dev.skerry.trust.server.signing;

import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import io.avaje.jsonb.Json;
import java.util.List;

/// What is said of signing rules, in the words of their files.
public final class SigningAnswers {
    private SigningAnswers() {}

    @Json
    public record OneSigningRule(
            String signing,
            List<String> namespaces,
            List<String> kinds,
            int need,
            List<OneVerifyingKey> keys) {
        public OneSigningRule {
            namespaces = List.copyOf(namespaces);
            kinds = List.copyOf(kinds);
            keys = List.copyOf(keys);
        }
    }

    /// @param key in PEM
    /// @param fingerprint SHA-256 of the key, as events of what it has signed have it
    @Json
    public record OneVerifyingKey(String name, String key, String fingerprint) {}

    /// What a change of a rule comes to.
    @Json
    public record SigningRuleChanged(String signing, long index) {}

    static OneSigningRule one(SigningRule it) {
        return new OneSigningRule(
                it.name(),
                it.namespaces().stream().map(Glob::pattern).toList(),
                it.kinds().stream().map(Glob::pattern).toList(),
                it.need(),
                it.keys().stream().map(SigningAnswers::one).toList());
    }

    private static OneVerifyingKey one(VerifyingKey it) {
        var lines = it.spki().replaceAll("(.{64})(?=.)", "$1\n");
        var pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
        return new OneVerifyingKey(it.name(), pem, it.fingerprint());
    }
}
