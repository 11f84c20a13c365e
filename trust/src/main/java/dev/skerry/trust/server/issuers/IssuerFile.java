package dev.skerry.trust.server.issuers;

import dev.skerry.http.Problem;
import dev.skerry.kernel.Text;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.IssuerBounds;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.PrivateKeyLine;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An issuer as people write it, in YAML or JSON:
///
/// ```yaml
/// issuer: ci
/// url: https://ci.example.org
/// audience: skerry
/// jwks: https://ci.example.org/keys
/// ttl: 30m
/// name: project_path
/// roles:
///   - {claim: project_path, is: shop/*, role: developer}
/// ```
public final class IssuerFile {
    static final Keys ISSUER =
            Keys.of(
                    "issuer",
                    "issuer",
                    "url",
                    "audience",
                    "keys",
                    "jwks",
                    "algorithms",
                    "ttl",
                    "name",
                    "roles");
    static final Keys RULE = Keys.of("rule", "claim", "is", "role");

    /// It is looked at by [IssuerBounds], which knows more.
    private static final Rule TEXT = Rule.text(1, 2_000);

    private static final Rule JWKS = Rule.text(1, KeySource.TEXT_CHARACTERS_MAX);

    private IssuerFile() {}

    /// Reads the file of an issuer. One with a private key in it is read no further.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    /// @param name that the issuer should have
    /// @param wrongKeys what is wrong with keys, as [JwtKeys#wrong] has it
    public static FileReading<Issuer> parse(
            byte[] bytes,
            Wording wording,
            String name,
            Function<String, @Nullable String> wrongKeys) {
        int line = PrivateKeyLine.in(bytes);
        if (line > 0) return new FileReading.Wrong<>(List.of(secret(line)));
        return Yaml.read(bytes, wording, ISSUER, file -> issuer(file, name, wrongKeys));
    }

    private static Problem secret(int line) {
        return new Problem(
                line,
                1,
                "",
                "",
                "here is a private key, which belongs to nobody but the issuer; should be its"
                        + " public keys, a JSON Web Key Set");
    }

    private static Issuer issuer(
            Mapping file, String name, Function<String, @Nullable String> wrongKeys) {
        var keys = keys(file, wrongKeys);
        var url = needed(file.value("url"), IssuerBounds::word, IssuerBounds.WORD_SHOULD);
        if (keys instanceof KeySource.Discovered && !url.isEmpty() && !IssuerBounds.address(url))
            file.value("url")
                    .wrong(
                            "should be %s, to find keys below it; or keys or jwks says where"
                                    .formatted(IssuerBounds.ADDRESS_SHOULD));
        return new Issuer(
                file.value("issuer").named(name, "issuer"),
                url,
                needed(file.value("audience"), IssuerBounds::word, IssuerBounds.WORD_SHOULD),
                keys,
                algorithms(file.value("algorithms")),
                file.value("ttl")
                        .duration(Issuer.TTL_MIN_MS, Issuer.TTL_MAX_MS, Issuer.TTL_DEFAULT_MS),
                file.has("name")
                        ? needed(file.value("name"), IssuerBounds::claim, IssuerBounds.CLAIM_SHOULD)
                        : Issuer.SUBJECT_DEFAULT,
                rules(file.value("roles")));
    }

    private static String needed(Value value, Predicate<String> right, String should) {
        if (value.absent()) {
            value.missing("it should be " + should);
            return "";
        }
        var text = value.text("", TEXT);
        if (!text.isEmpty() && !right.test(text))
            value.wrong("should be %s, not \"%s\"".formatted(should, Text.fit(text, 80)));
        return text;
    }

    private static KeySource keys(Mapping file, Function<String, @Nullable String> wrongKeys) {
        if (file.has("keys") && file.has("jwks"))
            file.value("jwks").wrongKey("should be left out where the keys themselves are there");
        if (file.has("jwks"))
            return new KeySource.At(
                    needed(file.value("jwks"), IssuerBounds::address, IssuerBounds.ADDRESS_SHOULD));
        if (!file.has("keys")) return new KeySource.Discovered();
        var jwks = file.value("keys").text("", JWKS);
        var wrong = jwks.isEmpty() ? null : wrongKeys.apply(jwks);
        if (wrong != null) file.value("keys").wrongUnshown(wrong);
        return new KeySource.Given(jwks.strip());
    }

    private static List<SigningAlgorithm> algorithms(Value value) {
        if (value.absent()) return SigningAlgorithm.USUAL;
        if (value.emptyList()) value.wrong("should name at least one, or be left out");
        Map<String, SigningAlgorithm> words = new LinkedHashMap<>();
        for (var each : SigningAlgorithm.values()) words.put(each.word(), each);
        var found = new ArrayList<SigningAlgorithm>();
        for (var element : value.list(words.size())) {
            var algorithm = element.choice(words, SigningAlgorithm.RS256);
            if (found.contains(algorithm)) element.wrong("is there twice");
            found.add(algorithm);
        }
        return found;
    }

    private static List<ClaimRule> rules(Value value) {
        var rules = new ArrayList<ClaimRule>();
        for (var element : value.list(Issuer.RULES_MAX)) rules.add(rule(element.mapping(RULE)));
        if (value.absent())
            value.missing(
                    "it should have at least one, as roles: [{claim: sub, is: ada, role: reader}]");
        else if (value.emptyList()) value.wrong("should have at least one rule");
        return rules;
    }

    private static ClaimRule rule(Mapping rule) {
        var role = rule.value("role").required(Rule.NAME);
        return new ClaimRule(
                needed(rule.value("claim"), IssuerBounds::claim, IssuerBounds.CLAIM_SHOULD),
                needed(rule.value("is"), IssuerBounds::value, IssuerBounds.VALUE_SHOULD),
                role);
    }
}
