package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.YAML;
import static dev.skerry.server.trust.TrustFixture.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Job files that have to be signed, over real HTTP. Keys and signatures are made by openssl, which
/// nobody here wrote.
class SigningServerTest {
    private static final String TILL =
            """
            job: till
            namespace: till
            groups:
              main:
                tasks:
                  it: {command: /bin/sleep, resources: {cpu: 50MHz}}
            """;

    @TempDir Path folder;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        server = new TrustFixture(folder.resolve("data"), false);
        for (var name : new String[] {"till", "lab"})
            assertEquals(200, put("namespaces/" + name, "namespace: " + name).statusCode());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void openssl(String words) throws Exception {
        var command = ("openssl " + words).split(" ");
        var said = folder.resolve("openssl.said").toFile();
        var running =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said)
                        .start();
        assertEquals(0, running.waitFor(), () -> words + ": " + said);
    }

    /// Makes a pair of keys.
    ///
    /// @return the public one as a key of a file
    private String key(String name, String how) throws Exception {
        openssl("genpkey -out %s.key %s".formatted(name, how));
        openssl("pkey -in %1$s.key -pubout -out %1$s.pub".formatted(name));
        return "  %s: |\n".formatted(name)
                + Files.readString(folder.resolve(name + ".pub")).indent(4);
    }

    private String ed25519(String name) throws Exception {
        return key(name, "-algorithm ED25519");
    }

    /// In base64.
    private String signature(String by, String how, String text) throws Exception {
        Files.writeString(folder.resolve("file"), text);
        openssl(
                how.formatted(by + ".key")
                        + " -out file.sig"
                        + (how.contains("dgst") ? " file" : " -in file"));
        return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("file.sig")));
    }

    private String signature(String by, String text) throws Exception {
        return signature(by, "pkeyutl -sign -rawin -inkey %s", text);
    }

    private HttpResponse<String> put(String path, String file) throws Exception {
        return server.send(body(server.request(server.first(), "/v1/" + path), "PUT", YAML, file));
    }

    private void rule(String name, String namespaces, int need, String... keys) throws Exception {
        var file =
                "signing: %s\nnamespaces: [%s]\nkinds: [job]\nneed: %d\nkeys:\n%s"
                        .formatted(name, namespaces, need, String.join("", keys));
        var answer = put("signing/" + name, file);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(String token, String path, String file, String... signatures)
            throws Exception {
        var request = body(server.request(token, "/v1/jobs" + path), "POST", YAML, file);
        if (signatures.length > 0)
            request.header("X-Skerry-Signature", String.join(", ", signatures));
        return server.send(request);
    }

    private HttpResponse<String> run(String file, String... signatures) throws Exception {
        return send(server.first(), "", file, signatures);
    }

    private static void says(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void onlyWhatIsSignedRuns() throws Exception {
        rule("till", "till", 1, ed25519("release"));
        ed25519("eve");
        says(
                403,
                "Namespace till asks for a signature by release on each job, by the signing rule"
                        + " till: sign it, and send it with --signature.",
                run(TILL));
        var other = "the signature that came along is by another key, or of other bytes";
        says(403, other, run(TILL, signature("eve", TILL)));
        var good = signature("release", TILL);
        says(403, "\"type\":\"urn:skerry:problem:unsigned\"", run(TILL));
        says(403, other, run(TILL + "# more\n", good));
        says(403, other, run(TILL.replace("sleep", "sleeq"), good));
        says(403, other, run(TILL, Base64.getEncoder().encodeToString("x".getBytes(UTF_8))));
        says(200, "\"version\":1", run(TILL, good));
        says(200, "\"version\":1,", run(TILL, signature("eve", TILL), good));
        says(403, "sign it", run(TILL), "the same again, unsigned");
        says(200, "\"version\":1", run(TILL.replace("namespace: till", "namespace: lab")));
        var events = events();
        var der = Files.readString(folder.resolve("release.pub")).replaceAll("-+[A-Z ]+-+|\\n", "");
        assertTrue(events.contains(sha256(der)), events);
    }

    private static void says(int status, String words, HttpResponse<String> answer, String why) {
        assertEquals(status, answer.statusCode(), why);
        says(status, words, answer);
    }

    private static String sha256(String base64) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var hash = digest.digest(Base64.getDecoder().decode(base64));
        return HexFormat.of().formatHex(hash);
    }

    /// Until the job was accepted that was signed.
    private String events() throws Exception {
        var text = new StringBuilder();
        try (var lines = server.lines(server.request(server.first(), "/v1/events?index=0"))) {
            for (var it = lines.iterator(); it.hasNext(); ) {
                var line = it.next();
                text.append(line).append('\n');
                if (line.contains("accepted as version 1, signed.")) break;
            }
        }
        return text.toString();
    }

    /// Nothing of it is in an answer.
    @Test
    void aPrivateKeyIsRefusedAndNotRepeated() throws Exception {
        ed25519("release");
        var secret = Files.readString(folder.resolve("release.key"));
        var bare = secret.lines().skip(1).findFirst().orElseThrow();
        var file = "signing: till\nnamespaces: [till]\nkinds: [job]\nkeys:\n  release: |\n";
        says(400, "\"line\":6", put("signing/till", file + secret.indent(4)));
        says(400, "in PEM, from -----BEGIN PUBLIC", put("signing/till", file + "    " + bare));
        for (var answer : server.said) assertFalse(answer.contains(bare.substring(0, 16)), answer);
    }

    @Test
    void keysOfOtherKindsSignToo() throws Exception {
        var p256 = key("p256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
        var rsa = key("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
        rule("two", "till", 2, p256, rsa);
        var dgst = "dgst -sha256 -sign %s";
        var one = signature("p256", dgst, TILL);
        says(403, "asks for signatures by 2 of p256, rsa on each job", run(TILL, one, one));
        says(403, "this has one by p256 only", run(TILL, one));
        says(200, "\"version\":1", run(TILL, one, signature("rsa", dgst, TILL)));
    }

    @Test
    void whatEachRuleWantsIsWantedFromThenOn() throws Exception {
        says(200, "\"version\":1", run(TILL));
        rule("till", "till", 1, ed25519("release"));
        rule("all", "'*'", 1, ed25519("ops"));
        var release = signature("release", TILL);
        var ops = signature("ops", TILL);
        says(403, "by the signing rule all", run(TILL, release));
        says(403, "by the signing rule till", run(TILL, ops));
        says(200, "\"unchanged\":true", run(TILL, release, ops));
        assertEquals(200, server.delete(server.first(), "/v1/signing/all").statusCode());
        says(200, "\"unchanged\":true", run(TILL, release));
        says(404, "There is no signing rule", server.get(server.first(), "/v1/signing/all"));
        says(200, "\"signing\":\"till\"", server.get(server.first(), "/v1/signing/till"));
    }

    /// What was taken in before may be looked at, started again and stopped.
    @Test
    void whatIsThereAlreadyNeedsNone() throws Exception {
        says(200, "\"version\":1", run(TILL));
        rule("till", "till", 1, ed25519("release"));
        var evaluated = server.post(server.first(), "/v1/jobs/till/evaluate?namespace=till", "{}");
        assertTrue(evaluated.statusCode() < 500 && evaluated.statusCode() != 403);
        var stopped = server.delete(server.first(), "/v1/jobs/till?namespace=till");
        assertEquals(200, stopped.statusCode(), stopped.body());
        says(403, "sign it", run(TILL), "to start it again is to run it");
    }

    /// Otherwise what was signed to be tried in the lab could be sent to the tills.
    @Test
    void whatIsSignedNamesItsNamespace() throws Exception {
        var nowhere = TILL.replace("namespace: till\n", "");
        rule("both", "till, lab", 1, ed25519("release"));
        var good = signature("release", nowhere);
        var answer = send(server.first(), "?namespace=till", nowhere, good);
        says(400, "in the file itself", answer);
        says(403, "sign it", send(server.first(), "?namespace=till", nowhere), "unsigned");
        says(
                200,
                "\"job\":\"till\"",
                send(server.first(), "?namespace=till", TILL, signature("release", TILL)));
    }

    @Test
    void plansAndChecksSayWhatIsMissing() throws Exception {
        rule("till", "till", 1, ed25519("release"));
        var good = signature("release", TILL);
        says(200, "\"unsigned\":\"Namespace till asks", send(server.first(), "/plan", TILL));
        assertFalse(send(server.first(), "/plan", TILL, good).body().contains("unsigned"));
        var warns = "\"warnings\":[\"Namespace till asks for a signature by release";
        says(200, warns, send(server.first(), "/validate", TILL));
        says(200, "\"warnings\":[]", send(server.first(), "/validate", TILL, good));
    }

    /// A tenant of elsewhere learns nothing, and a developer or operator cannot change it.
    @Test
    void othersAreToldNothing() throws Exception {
        rule("till", "till", 1, ed25519("release"));
        var roles =
                """
                role: lab
                rules:
                  - {allow: [write cluster/*], namespaces: [lab], pools: [default]}
                """;
        assertEquals(200, server.role(server.first(), "lab", roles).statusCode());
        var lab = server.token(server.first(), "lab", "lab");
        says(200, "\"warnings\":[]", send(lab, "/validate", TILL));
        for (var path : new String[] {"", "/plan"}) {
            var answer = send(lab, path, TILL, "AAAA");
            says(403, "in namespace till", answer);
            assertFalse(answer.body().contains("release"), answer.body());
        }
        var operator = server.token(server.first(), "op", "operator");
        says(200, "release", server.get(operator, "/v1/signing"));
        says(403, "administer trust/signing", server.delete(operator, "/v1/signing/till"));
        says(403, "asks for a signature", send(operator, "", TILL));
        var developer = server.token(server.first(), "dev", "developer");
        says(403, "read trust/signing", server.get(developer, "/v1/signing"));
        says(403, "asks for a signature", send(developer, "", TILL));
        says(200, "\"version\":1", send(developer, "", TILL, signature("release", TILL)));
    }

    @Test
    void oddHeadersAreRefused() throws Exception {
        var should = "at most 8 signatures in base64, each of at most 512 bytes";
        says(400, should, run(TILL, "AAAA", ""));
        says(400, should, run(TILL, "%%%%"));
        says(400, should, run(TILL, "A".repeat(700)));
        says(400, should, run(TILL, "A,".repeat(8) + "AAAA"));
        says(200, "\"version\":1", run(TILL, "AAAA"), "where none is asked for, none is wrong");
    }

    /// Who was refused for it is in the audit, and so is who has changed the rules.
    @Test
    void theAuditHasIt() throws Exception {
        rule("till", "till", 1, ed25519("release"));
        says(403, "sign it", run(TILL));
        var found = Pattern.compile("\"route\":\"/v1/jobs\",\"status\":403");
        long end = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
        var lines = "";
        while (!found.matcher(lines).find()) {
            assertTrue(System.nanoTime() < end, lines);
            lines = server.get(server.first(), "/v1/audit?from=0").body();
        }
        assertTrue(lines.contains("trust SigningRuleApplied till"), lines);
    }
}
