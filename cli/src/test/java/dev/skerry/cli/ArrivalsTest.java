package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How it is said that a job is not waited for any more, and what is to be done then.
class ArrivalsTest {
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

    private Typed run(String job, String flags) throws IOException {
        var file = Files.writeString(folder.resolve("job.yaml"), "job: " + job + "\n");
        return Typed.of(server, "job run " + flags + file);
    }

    private String last(String job) throws IOException {
        var run = run(job, "");
        assertEquals(0, run.exitCode(), run.err());
        var lines = run.out().lines().toList();
        return String.join("\n", lines.subList(lines.size() - 2, lines.size()))
                .replace(" --address " + server.address(), "");
    }

    @Test
    void onlyWhatLetsItGoOnIsAdvised() throws IOException {
        assertEquals(
                """
                The deployment of canary waits for somebody to say that it goes on:
                `skerry deployment promote canary`, or `fail`.\
                """,
                last("canary"));
        assertEquals(
                """
                The deployment of halted is paused, until somebody says that it goes on:
                `skerry deployment resume halted`, or `fail`.\
                """,
                last("halted"));
    }

    @Test
    void whatHasReplacedItIsSaid() throws IOException {
        var run = run("overtaken", "");
        assertEquals(1, run.exitCode(), run.out());
        assertEquals(
                """
                skerry: Version 1 of overtaken was replaced by version 2 meanwhile.
                  `skerry job history overtaken` says by whom, and how; `skerry deployment list \
                --job overtaken` how its deployment went, if it had one.
                """,
                run.err());
        var ended = run("ended", "");
        assertEquals(1, ended.exitCode(), ended.out());
        assertTrue(ended.err().startsWith("skerry: ended was stopped meanwhile.\n"), ended.err());
    }

    @Test
    void whatIsOverSaysWhenItIsForgotten() throws IOException {
        run("ended", "--detach ");
        var status = Typed.of(server, "job status ended").out();
        assertTrue(
                status.contains("\nIt is over, and forgotten in 30 d unless it is sent again.\n"),
                status);
        run("ended-child", "--detach ");
        var child = Typed.of(server, "job status ended-child").out();
        assertTrue(child.contains("\nIt is over, and forgotten in 30 d.\n"), child);
        assertEquals(
                "ended is being stopped. It is forgotten 30 days after that, unless its file is"
                        + " sent again.\n",
                Typed.of(server, "job stop ended").out());
    }

    @Test
    void whatIsForcedSaysSo() throws IOException {
        assertEquals("shop version 1 is accepted.\n", run("shop", "--detach ").out());
        assertEquals(
                "shop version 2 is forced: it goes before all else.\n",
                run("shop", "--detach --force ").out());
    }

    /// A name that was mistyped has nothing in it either.
    @Test
    void anEmptyListNamesItsNamespace() {
        var none = " in namespace shpo. `skerry namespace list` shows which there are.\n";
        for (var words :
                new String[][] {
                    {"job list", "No jobs"},
                    {"alloc list", "No allocations"},
                    {"job periodic list", "No job has a calendar"}
                }) {
            assertEquals(
                    words[1] + none,
                    Typed.of(server, words[0] + " --namespace shpo").err(),
                    words[0]);
            var usual = Typed.of(server, words[0]).err();
            assertTrue(usual.startsWith(words[1] + "."), usual);
        }
    }
}
