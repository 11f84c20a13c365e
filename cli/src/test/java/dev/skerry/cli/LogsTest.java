package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The output of a task whose node is not there, or that has written nothing where one looks.
class LogsTest {
    private FakeServer server;

    @BeforeEach
    void open() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Typed run(String words) {
        return Typed.of(server, words);
    }

    /// Many programs write to stderr only.
    @Test
    void whereNothingIsItSaysWhereSomethingIs() {
        for (var words : new String[] {"alloc logs", "alloc logs -f", "alloc logs --tail 5"}) {
            var run = run(words + " --task quiet a1");
            assertEquals(0, run.exitCode(), words);
            assertEquals("", run.out());
            assertEquals(
                    "Nothing was written to stdout. There is output on stderr: `skerry alloc logs"
                            + " --stderr --task quiet a1 --address "
                            + server.address()
                            + "`.\n",
                    run.err());
        }
        var stderr = run("alloc logs --stderr --task quiet a1");
        assertEquals("first line\nsecond line\n", stderr.out());
        assertEquals("", stderr.err());
        assertEquals(
                "Nothing was written to stdout, nor to stderr.\n",
                run("alloc logs --task mute a1").err());
        assertEquals(
                "Nothing was written to stderr, nor to stdout.\n",
                run("alloc logs --stderr --task mute a1").err());
    }

    /// It is said why, at once, with what the server advises and nothing else; and with -f as well,
    /// where the output ended before its first byte.
    @Test
    void ofANodeThatIsAwayItSaysSo() {
        for (var words : new String[] {"alloc logs", "alloc logs -f", "alloc logs -f --tail 3"}) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var all = words + " --task away a1 --address " + server.address();
            var shell = Typed.shell(Screen.plain(out), Screen.plain(err));
            assertEquals(1, Main.run(shell, all.split(" ", -1)), words);
            assertEquals("", out.toString(StandardCharsets.UTF_8));
            assertEquals(
                    "skerry: Node badge-1 is away since 2026-01-01T00:00:00Z; what"
                            + " its tasks have\n",
                    err.toString(StandardCharsets.UTF_8));
        }
    }
}
