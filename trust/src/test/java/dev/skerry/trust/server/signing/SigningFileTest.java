package dev.skerry.trust.server.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningBounds;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Wording;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SigningFileTest {
    private static final String SPKI =
            "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    private static final String TILL =
            """
            signing: till
            namespaces: [till, till-*]
            kinds: [job]
            keys:
              release: |
                -----BEGIN PUBLIC KEY-----
                %s
                -----END PUBLIC KEY-----
            """
                    .formatted(SPKI);

    private static FileReading<SigningRule> reading(String file) {
        var bytes = file.getBytes(UTF_8);
        return SigningFile.parse(bytes, Wording.of("till.yaml", null, bytes), "till");
    }

    private static SigningRule parsed(String file) {
        return switch (reading(file)) {
            case FileReading.Parsed(var rule) -> rule;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }

    /// All of it, values too.
    private static String wrong(String file) {
        if (!(reading(file) instanceof FileReading.Wrong(var problems)))
            throw new AssertionError("it is right");
        return problems.stream()
                .map(it -> it.text("till.yaml") + (it.value().isEmpty() ? "" : " !" + it.value()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aRuleIsWhatItsFileSays() {
        var rule = parsed(TILL);
        assertEquals(List.of(new Glob("till"), new Glob("till-*")), rule.namespaces());
        assertEquals(List.of(new Glob("job")), rule.kinds());
        assertEquals(1, rule.need());
        assertEquals("release", rule.keys().getFirst().name());
        assertEquals(SPKI, rule.keys().getFirst().spki());
        assertNull(SigningBounds.wrong(rule));
    }

    @Test
    void jsonIsAFileToo() {
        var pem = "-----BEGIN PUBLIC KEY-----\\n" + SPKI + "\\n-----END PUBLIC KEY-----\\n";
        var json =
                """
                {"signing":"till","namespaces":["till","till-*"],"kinds":["job"],"need":1,
                 "keys":{"release":"%s"}}
                """
                        .formatted(pem);
        assertEquals(parsed(TILL), parsed(json));
    }

    @Test
    void whatIsShownIsAFileAgain() {
        var shown = SigningAnswers.one(parsed(TILL)).keys().getFirst().key();
        var file =
                "signing: till\nnamespaces: [till, till-*]\nkinds: [job]\nkeys:\n  release: |\n"
                        + shown.indent(4);
        assertEquals(parsed(TILL), parsed(file));
    }

    @Test
    void whatIsMissingIsSaid() {
        assertEquals(
                """
                till.yaml:1:1: keys is missing; it should name at least one public key, as keys: \
                {release: ...}
                till.yaml:1:1: namespaces is missing; it should have at least one, as [till, \
                till-*]; ["*"] is all
                till.yaml:1:1: kinds is missing; it should have at least one, as [job]; ["*"] is \
                all\
                """,
                wrong("signing: till\n"));
    }

    @Test
    void aBadKeyIsSaidWithItsLineAndNotRepeated() {
        var damaged = TILL.replace("MCow", "MCsw");
        assertEquals(
                "till.yaml:5:12: keys.release should be a key of Ed25519, of ECDSA on P-256, or of"
                        + " RSA",
                wrong(damaged));
        assertEquals(
                "till.yaml:5:12: keys.release should be " + PublicKeyText.SHOULD,
                wrong(TILL.replace("BEGIN PUBLIC KEY", "BEGIN KEY")));
        var twice = TILL + TILL.substring(TILL.indexOf("  release")).replace("release", "twin");
        assertEquals(
                "till.yaml:9:9: keys.twin is the same key as release",
                wrong(twice.replace("need: 1", "need: 2")));
        assertTrue(wrong(TILL + "need: 2\n").contains("need should be a whole number from 1 to 1"));
        assertTrue(wrong(TILL.replace("till-*", "T")).contains("namespaces[1] should be 1 to 64"));
        var nothing = wrong(TILL.replace("till-*", "\"-\""));
        assertTrue(nothing.startsWith("till.yaml:2:20: namespaces[1] should be 1 to 64"), nothing);
        assertTrue(nothing.contains("a letter, a digit or * first, not \"-\""), nothing);
        assertTrue(wrong(TILL.replace("[job]", "[_*]")).contains("kinds[0] should be 1 to 64"));
        assertTrue(
                wrong(TILL.replace("signing: till", "signing: other"))
                        .contains("signing should be \"till\", the rule that it is sent to"));
    }

    /// Wherever it stands, and in whichever form.
    @Test
    void aPrivateKeyIsNeverRepeated() throws Exception {
        var secret = TestKeys.ed25519().getPrivate().getEncoded();
        var text = Base64.getEncoder().encodeToString(secret);
        var pem = TestKeys.pem("PRIVATE KEY", secret);
        var instead = TILL.replace("PUBLIC KEY", "PRIVATE KEY").replace(SPKI, text);
        assertEquals(
                "till.yaml:6:1: here is a private key, which belongs to nobody but who signs;"
                        + " should be "
                        + PublicKeyText.SHOULD,
                wrong(instead));
        assertEquals(
                "till.yaml:5:1: here is a private key, which belongs to nobody but who signs;"
                        + " should be "
                        + PublicKeyText.SHOULD,
                wrong(TILL.replaceFirst("(?s)release: .*", "release: " + text + "\n")));
        for (var file :
                List.of(
                        pem,
                        instead,
                        TILL.replace("kinds: [job]", "kinds: |\n" + pem.indent(2)),
                        TILL + "more: |\n" + pem.indent(2),
                        TILL.replace(SPKI, text),
                        TILL.replaceFirst("(?s)release: .*", "release: " + text + "\n"),
                        TILL.replaceFirst("(?s)release: .*", "release: \"" + text + "\"\n"),
                        pem.replace("PRIVATE", "EC PRIVATE"),
                        pem.replace("PRIVATE", "ENCRYPTED PRIVATE"),
                        pem.replace("PRIVATE", "OPENSSH PRIVATE"))) {
            var said = wrong(file);
            assertFalse(said.contains(text.substring(0, 20)), said);
        }
    }

    /// Without the first and the last line of PEM, so that it looks like any base64.
    @Test
    void aBarePrivateKeyIsNeverRepeated() throws Exception {
        for (var pair :
                List.of(TestKeys.ed25519(), TestKeys.curve("secp256r1"), TestKeys.rsa(2_048))) {
            var secret = pair.getPrivate().getEncoded();
            for (var base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder()))
                for (var at : bare(base64.encodeToString(secret)))
                    assertTrue(wrong(at).contains(":1: here is a private key"), at);
            var publicKey = TestKeys.pem(pair).replaceAll("\\s", "").replaceAll("-+[A-Z ]*-+", "");
            for (var at : bare(publicKey)) assertFalse(wrong(at).contains("private"), at);
        }
    }

    private static List<String> bare(String text) {
        return List.of(
                text,
                text + "\n" + TILL,
                "keys: " + text,
                "keys: [\"" + text + "\"]",
                "{\"signing\": \"till\", \"keys\": {\"release\": \"\\n" + text + "\"}}",
                TILL + text + ": 1\n",
                TILL.replace("kinds: [job]", "kinds: " + text),
                TILL.replaceFirst("(?s)release: .*", "release: |\n" + lines(text).indent(4)));
    }

    private static String lines(String text) {
        return text.replaceAll("(.{64})(?=.)", "$1\n");
    }
}
