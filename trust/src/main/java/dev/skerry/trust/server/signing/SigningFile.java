package dev.skerry.trust.server.signing;

import dev.skerry.http.Problem;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.PrivateKeyLine;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// A signing rule as people write it, in YAML or JSON:
///
/// ```yaml
/// signing: till
/// namespaces: [till, till-*]
/// kinds: [job]
/// need: 1
/// keys:
///   release: |
///     -----BEGIN PUBLIC KEY-----
///     MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
///     -----END PUBLIC KEY-----
/// ```
public final class SigningFile {
    static final Keys SIGNING =
            Keys.of("signing rule", "signing", "namespaces", "kinds", "need", "keys");

    /// It is looked at by [PublicKeyText], which knows more.
    private static final Rule TEXT = Rule.text(1, 4_096);

    /// The same for [Glob#parse].
    private static final Rule PATTERN = Rule.text(1, 2 * Glob.CHARACTERS_MAX);

    private SigningFile() {}

    /// Reads the file of a signing rule. One with a private key in it is read no further, so that
    /// nothing of that is repeated.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    /// @param name that the rule should have
    public static FileReading<SigningRule> parse(byte[] bytes, Wording wording, String name) {
        int line = PrivateKeyLine.in(bytes);
        if (line > 0) return new FileReading.Wrong<>(List.of(secret(line)));
        return Yaml.read(bytes, wording, SIGNING, file -> rule(file, name));
    }

    private static Problem secret(int line) {
        return new Problem(
                line,
                1,
                "",
                "",
                "here is a private key, which belongs to nobody but who signs; should be "
                        + PublicKeyText.SHOULD);
    }

    private static SigningRule rule(Mapping file, String name) {
        var keys = keys(file.value("keys"));
        return new SigningRule(
                file.value("signing").named(name, "rule"),
                patterns(file.value("namespaces"), SigningRule.NAMESPACES_MAX, "[till, till-*]"),
                patterns(file.value("kinds"), SigningRule.KINDS_MAX, "[job]"),
                (int) file.value("need").whole(1, Math.max(1, keys.size()), 1),
                keys);
    }

    /// What is not said is not taken for everything: a rule that nobody meant so would stop all
    /// work of a fleet.
    private static List<Glob> patterns(Value value, int max, String as) {
        if (value.absent())
            value.missing("it should have at least one, as %s; [\"*\"] is all".formatted(as));
        else if (value.emptyList()) value.wrong("should have at least one, as " + as);
        return value.meant(max, PATTERN, Glob::parse, Glob.SHOULD);
    }

    private static List<VerifyingKey> keys(Value keys) {
        var found = new ArrayList<VerifyingKey>();
        var names = new HashMap<String, String>();
        if (keys.absent())
            keys.missing("it should name at least one public key, as keys: {release: ...}");
        else if (keys.emptyMapping()) keys.wrong("should name at least one public key");
        keys.entries(SigningRule.KEYS_MAX, Rule.NAME)
                .forEach((name, value) -> {
                    var text = value.text("", TEXT);
                    if (text.isEmpty()) return;
                    try {
                        var key = PublicKeyText.parse(name, text);
                        var other = names.putIfAbsent(key.fingerprint(), name);
                        if (other == null) found.add(key);
                        else value.wrongUnshown("is the same key as " + other);
                    } catch (PublicKeyText.NoKey e) {
                        value.wrongUnshown(e.rest());
                    }
                });
        return found;
    }
}
