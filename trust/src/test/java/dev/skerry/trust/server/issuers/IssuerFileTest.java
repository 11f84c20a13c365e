package dev.skerry.trust.server.issuers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.IssuerBounds;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Wording;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IssuerFileTest {
    private static final String CI =
            """
            issuer: ci
            url: https://ci.example.org
            audience: skerry
            roles:
              - {claim: realm.groups, is: "repo:shop/*", role: developer}
            """;

    private static FileReading<Issuer> reading(String file) {
        var bytes = file.getBytes(UTF_8);
        return IssuerFile.parse(
                bytes,
                Wording.of("ci.yaml", null, bytes),
                "ci",
                keys -> keys.contains("bad") ? "are bad" : null);
    }

    private static Issuer parsed(String file) {
        return switch (reading(file)) {
            case FileReading.Parsed(var issuer) -> issuer;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }

    private static void says(String expected, String file) {
        if (!(reading(file) instanceof FileReading.Wrong(var problems)))
            throw new AssertionError("it is right");
        var said =
                problems.stream().map(it -> it.text("ci.yaml")).collect(Collectors.joining("\n"));
        assertEquals(expected.strip(), said);
    }

    @Test
    void anIssuerIsWhatItsFileSays() {
        var issuer = parsed(CI);
        assertEquals(
                new Issuer(
                        "ci",
                        "https://ci.example.org",
                        "skerry",
                        new KeySource.Discovered(),
                        List.of(
                                SigningAlgorithm.RS256,
                                SigningAlgorithm.ES256,
                                SigningAlgorithm.EDDSA),
                        3_600_000,
                        "sub",
                        List.of(new ClaimRule("realm.groups", "repo:shop/*", "developer"))),
                issuer);
        assertNull(IssuerBounds.wrong(issuer));
        assertEquals("https://ci.example.org/.well-known/openid-configuration", issuer.address());
    }

    @Test
    void allOfItCanBeSaid() {
        var issuer =
                parsed(
                        CI
                                + """
                                jwks: http://127.0.0.1:8080/keys
                                algorithms: [EdDSA]
                                ttl: 24h
                                name: email
                                """);
        assertEquals(new KeySource.At("http://127.0.0.1:8080/keys"), issuer.keys());
        assertEquals(List.of(SigningAlgorithm.EDDSA), issuer.algorithms());
        assertEquals(86_400_000, issuer.ttlMs());
        assertEquals("email", issuer.subject());
        assertNull(IssuerBounds.wrong(issuer));
        var given = parsed(CI + "keys: |\n  {\"keys\": []}\n").keys();
        assertEquals(new KeySource.Given("{\"keys\": []}"), given);
    }

    @Test
    void whatIsWrongIsSaidAllAtOnce() {
        says(
                """
                ci.yaml:1:9: issuer should be "ci", the issuer that it is sent to
                ci.yaml:3:11: audience should be 1 to 256 characters without blanks, of ASCII, \
                not "a b"
                ci.yaml:4:7: jwks should be an address that begins with https://, or with \
                http:// on 127.0.0.1, [::1] or localhost, not "http://keys.example.org"
                ci.yaml:5:14: algorithms[0] should be one of RS256, RS384, RS512, PS256, PS384, \
                PS512, ES256, ES384, ES512, EdDSA, not "none"
                ci.yaml:6:6: ttl should be a duration with its units, as 30s or 1h30m, at least \
                1m, at most 1d, not "25h"
                ci.yaml:8:5: roles[0].is is missing; it should be one line of 1 to 256 \
                characters, * for any of them
                """
                        .strip(),
                """
                issuer: other
                url: https://ci.example.org
                audience: "a b"
                jwks: http://keys.example.org
                algorithms: [none]
                ttl: 25h
                roles:
                  - {claim: sub, role: reader}
                """);
    }

    @Test
    void aPrivateKeyIsNotRepeated() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var text = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        says(
                "ci.yaml:6:1: here is a private key, which belongs to nobody but the issuer; should"
                        + " be its public keys, a JSON Web Key Set",
                CI + "keys: " + text + "\n");
    }

    @Test
    void keysAreLookedAtAndFoundSomewhere() {
        says("ci.yaml:6:7: keys are bad", CI + "keys: \"{bad}\"\n");
        if (reading(CI + "keys: \"{bad}\"\n") instanceof FileReading.Wrong(var problems))
            assertEquals("", problems.getFirst().value(), "it can be a key that signs");
        says(
                "ci.yaml:2:6: url should be an address that begins with https://, or with http://"
                        + " on 127.0.0.1, [::1] or localhost, to find keys below it; or keys or"
                        + " jwks says where",
                CI.replace("https://ci.example.org", "accounts.example.org"));
        says(
                "ci.yaml:7:1: jwks should be left out where the keys themselves are there",
                CI + "keys: \"{}\"\njwks: https://ci.example.org/keys\n");
        assertEquals(
                new KeySource.At("https://x.example.org/keys"),
                parsed(
                                CI.replace("https://ci.example.org", "accounts.example.org")
                                        + "jwks: https://x.example.org/keys\n")
                        .keys());
    }
}
