package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.alloc.AllocList;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not up says so, and why, wherever it is looked at.
class ListsTest {
    private static final String WHY = "task it restarts in 2 s: exit code 1";

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

    private Typed run(String job) throws IOException {
        var file = Files.writeString(folder.resolve("job.yaml"), "job: " + job + "\n");
        return Typed.of(server, "job run --timeout 300ms " + file);
    }

    /// It runs, for a second or so: that is not up.
    @Test
    void whatCrashesAgainAndAgainIsNotUp() throws IOException {
        for (var job : new String[] {"crashing", "crashed"}) {
            var run = run(job);
            assertEquals(5, run.exitCode(), run.out());
            var headline = job + " version 1: 0 of 1 running and healthy\n";
            assertTrue(run.out().startsWith(headline), run.out());
            assertTrue(run.out().contains(", 3 restarts (" + WHY + ")"), run.out());
            assertTrue(run.err().contains(job + " did not come up within 300ms."), run.err());
        }
        assertTrue(run("crashing").out().contains("running, not healthy yet, 3 restarts"));
    }

    @Test
    void aListSaysWhyItWaits() throws IOException {
        run("crashing");
        for (var words : new String[] {"alloc list", "job status crashing"}) {
            var list = Typed.of(server, words).out();
            assertTrue(list.contains("  running, not healthy  "), list);
            assertTrue(list.contains(" 3  " + WHY), list);
        }
        Typed.of(server, "job stop --purge crashing");
        run("crashed");
        var list = Typed.of(server, "alloc list").out();
        assertTrue(list.contains("a2  crashed.web[0]  badge-1  1        pending  "), list);
        assertTrue(list.contains(" 3  " + WHY), list);
    }

    /// The order of their ids, in which the API gives them, says nothing of their age.
    @Test
    void theYoungestAllocationIsTheLast() throws Exception {
        var made = new ArrayList<String>();
        for (var one :
                List.of("a2tkq9wzr04 05:00.250Z", "a7k2m9x4qtb 04:59Z", "ax0c5h8n3vd 05:00Z"))
            made.add(
                    "{\"id\":\"%s\",\"createdAt\":\"2026-01-01T00:%s\"}"
                            .formatted((Object[]) one.split(" ", 2)));
        var bytes = new ByteArrayOutputStream();
        var screen = Screen.plain(bytes);
        AllocList.table(Json.parse(made.toString()).list(), Instant.EPOCH).print(screen);
        screen.flush();
        var rows = bytes.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
        assertEquals(List.of("a7k2m9x4qtb", "ax0c5h8n3vd", "a2tkq9wzr04"), rows);
    }

    /// When it runs next and how it went is what is looked for, and not the thousandths of it.
    @Test
    void whatItsNodeRunsByACalendarSaysWhenNextAndHowTheLastWent() throws Exception {
        var now = Instant.parse("2026-12-01T00:03:00Z");
        var rests =
                """
                {"status":"running","wanted":"run","description":"next run 2026-12-01T02:00:00Z",
                 "rounds":{"next":"2026-12-01T02:00:00Z","last":null,"running":false,"says":"",
                   "ended":0,"failed":0,"skipped":0},"tasks":{}}
                """;
        var went = rests.replace("null", "\"2026-12-01T00:00:00.046Z\"");
        var failed = went.replace("\"says\":\"\"", "\"says\":\"task it failed: exit code 3\"");
        var runs =
                went.replace("\"running\":false", "\"running\":true")
                        .replace(
                                "{}",
                                "{\"it\":{\"phase\":\"waiting\",\"message\":\"exit code 3\"}}");
        assertEquals("next run in 1 h 57 m", says(rests, now));
        assertEquals("next run in 1 h 57 m; that of 2 m ago ended well", says(went, now));
        assertEquals(
                "next run in 1 h 57 m; that of 2 m ago: task it failed: exit code 3",
                says(failed, now));
        assertEquals(
                "next run in 1 h 57 m; that of 2 m ago goes on, task it starts again: exit code 3",
                says(runs, now));
        var byHand = rests.replace("\"next\":\"2026-12-01T02:00:00Z\"", "\"next\":null");
        assertEquals("next run 2026-12-01T02:00:00Z", says(byHand, now), "as its node says it");
    }

    private static String says(String allocation, Instant now) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var screen = Screen.plain(bytes);
        AllocList.table(List.of(Json.parse(allocation)), now).print(screen);
        screen.flush();
        var row = bytes.toString(StandardCharsets.UTF_8).lines().skip(1).findFirst().orElseThrow();
        return row.substring(row.indexOf("next run"));
    }

    /// It runs, and looks well to whoever reads the half of it.
    @Test
    void whatRunsAndIsNotHealthySaysSoAndWhy() throws IOException {
        var why =
                "unwell.web[0] on badge-1: check http-1 is not well: HTTP/1.1 500 Oops (asked:"
                        + " http://127.0.0.1:20001/)";
        var run = run("unwell");
        assertEquals(5, run.exitCode(), run.out());
        var end = "skerry: unwell did not come up within 300ms: " + why + ".\n";
        assertTrue(run.err().contains(end), run.err());
        var list = Typed.of(server, "job list").out();
        var heading = "NAME    TYPE     VERSION  STATUS                RUNS    SENT       SAYS\n";
        assertTrue(list.startsWith(heading), list);
        assertTrue(list.contains("unwell  service        1  running, not healthy  1 of 1"), list);
        assertTrue(list.endsWith("  " + why + "\n"), list);
        var status = Typed.of(server, "job status unwell").out();
        assertTrue(status.contains("version 1, running, not healthy, sent "), status);
        assertTrue(status.contains("\n" + why + ".\n"), status);
        assertTrue(status.contains("GROUP  WANTED  RUNNING  HEALTHY  PENDING"), status);
        assertTrue(status.contains("web         1        1        0        0"), status);
        assertTrue(
                Typed.of(server, "alloc status a1").out().contains("it    running, not healthy"));
    }

    @Test
    void anAllocationSaysWhyItWaits() throws IOException {
        run("crashing");
        var one = Typed.of(server, "alloc status a1").out();
        assertTrue(one.startsWith("crashing.web[0]  a1\nstatus    running, not healthy for "), one);
        assertTrue(one.contains("\nsays      " + WHY + "\n"), one);
        assertTrue(one.contains("\nwanted    run\n"), one);
        assertTrue(one.contains("\nnode      badge-1, placed "), one);
        assertTrue(one.contains("\nports     web 20001\nruns      it as musl\n"), one);
        assertTrue(one.contains("it    waiting              3 "), one);
        assertTrue(one.contains("  1     restarts in 2 s: exit code 1"), one);
    }

    /// A node begins silent: nobody has missed it then.
    @Test
    void aNodeThatHasJustJoinedSaysSo() {
        var node = Typed.of(server, "node status badge-9").out();
        assertTrue(node.contains("\nstatus    joined, not connected for "), node);
        assertTrue(!node.contains("missed"), node);
    }
}
