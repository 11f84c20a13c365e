package dev.skerry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing rules, and signatures that go along with files.
class SigningTest {
    @TempDir Path folder;
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed typed(String words) {
        return Typed.of(server, words);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aRuleIsShownAsTheFileThatIsApplied() throws IOException {
        var shown = typed("signing show till").out();
        assertEquals(
                """
                signing: till
                namespaces: ["till", "till-*"]
                kinds: ["job"]
                need: 1
                keys:
                  # sha256 ab12
                  release: |
                    -----BEGIN PUBLIC KEY-----
                    MCow
                    -----END PUBLIC KEY-----
                  # sha256 cd34
                  ops: |
                    -----BEGIN PUBLIC KEY-----
                    MCox
                    -----END PUBLIC KEY-----
                """,
                shown);
        var file = file("till.yaml", shown);
        assertEquals("Signing rule till is applied.\n", typed("signing apply " + file).out());
        var sent = server.requests().getLast();
        assertTrue(sent.startsWith("PUT /v1/signing/till?file=till.yaml signing: till\n"), sent);
        assertEquals("Signing rule till is deleted.\n", typed("signing delete till").out());
        assertEquals(
                """
                NAME  NAMESPACES    KINDS  SIGNED BY
                till  till, till-*  job    1 of release, ops
                """,
                typed("signing list").out());
        var said = typed("signing apply " + file("nameless.yaml", "keys: {}\n"));
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("names no signing rule: a line `signing: NAME`"));
    }

    /// Nothing of it is sent, or printed.
    @Test
    void aPrivateKeyStaysWhereItIs() throws IOException {
        var secret = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----\n";
        var rule = file("till.yaml", "signing: till\nkeys:\n  release: |\n" + secret.indent(4));
        var key = file("release.key", secret);
        var large = file("rsa.key", secret + "x".repeat(3_000));
        var job = file("till.job.yaml", "job: till\n");
        for (var words :
                new String[] {
                    "signing apply " + rule,
                    "job run --signature " + key + " " + job,
                    "job plan --signature " + large + " " + job
                }) {
            var said = typed(words);
            assertEquals(2, said.exitCode(), words);
            assertTrue(said.err().contains("a private key"), said.err());
            assertTrue(said.err().contains("it was not sent."), said.err());
            assertFalse(said.err().contains("MC4C"), said.err());
        }
        for (var request : server.requests()) assertFalse(request.contains("MC4C"), request);
    }

    @Test
    void aPrivateKeyInWhatIsPipedInIsSaidToBeThere() {
        var before = System.in;
        System.setIn(new ByteArrayInputStream("-----BEGIN PRIVATE KEY-----\n".getBytes(UTF_8)));
        try {
            var said = typed("signing apply -").err();
            assertTrue(said.startsWith("skerry: stdin has a private key in it;"), said);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void signaturesGoAlongAsToolsMakeThem() throws IOException {
        var raw = new byte[64];
        raw[0] = -1;
        var one = file("one.sig", raw);
        var two = file("two.sig", "AQID\nBAUG\n");
        var job = file("till.yaml", "job: till\n");
        typed("job validate --signature " + one + " --signature " + two + " " + job);
        assertEquals(Base64.getEncoder().encodeToString(raw) + ",AQIDBAUG", server.signatures());
        typed("job validate " + job);
        assertEquals("", server.signatures());
        var said = typed("job run --signature " + folder.resolve("none") + " " + job);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("There is no file "), said.err());
        said = typed("job run --signature " + file("large", new byte[600]) + " " + job);
        assertTrue(said.err().contains("is no signature: it is larger than 512"), said.err());
        said = typed("job run --signature " + file("empty", "") + " " + job);
        assertTrue(said.err().contains("is empty."), said.err());
    }
}
