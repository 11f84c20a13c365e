package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.logs.LogFileReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes.
class ExecDriverTest extends InPlayground {
    @Test
    void tellsTheExitCode() throws Exception {
        var launch = world.shell("a1", "exit 7");
        world.start(launch);
        var exit = world.exitOf(launch);
        assertEquals(7, exit.code());
        assertEquals(0, exit.signal());
        assertFalse(exit.successful());
        assertEquals(Exit.Starved.NONE, exit.starved());
    }

    @Test
    void handsOverArgumentsAndNothingButTheGivenEnvironment() throws Exception {
        var plain = world.launch("a1", "env", List.of(), dev.skerry.agent.driver.TaskLimits.NONE);
        var launch = with(plain, Map.of("GRÜSSE", "an  \"alle\" $HOME\n"));
        world.start(launch);
        world.exitOf(launch);
        assertEquals("GRÜSSE=an  \"alle\" $HOME\n\n", world.output("a1", "stdout"));
    }

    @Test
    void keepsBothStreamsApart() throws Exception {
        var launch = world.shell("a1", "echo out; echo err >&2");
        world.start(launch);
        world.exitOf(launch);
        assertEquals("out\n", world.output("a1", "stdout"));
        assertEquals("err\n", world.output("a1", "stderr"));
    }

    @Test
    void sendsSignals() throws Exception {
        var launch =
                world.shell("a1", "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        world.start(launch);
        world.awaitOutput(launch, "ready\n");
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(5, world.exitOf(launch).code());
    }

    @Test
    void tellsTheSignalThatEndedIt() throws Exception {
        var launch = world.shell("a1", "exec sleep 60");
        world.start(launch);
        world.processes().signal(launch.handle(), "int");
        var exit = world.exitOf(launch);
        assertEquals(2, exit.signal());
        assertEquals(0, exit.code());
    }

    @Test
    void refusesASignalThatIsNone() {
        var handle = new TaskHandle("a1", "main", 0);
        var refused =
                assertThrows(TaskRefused.class, () -> world.processes().signal(handle, "SIGNONE"));
        assertTrue(refused.permanent());
        assertTrue(refused.reason().contains("'SIGNONE'"), refused.reason());
    }

    @Test
    void killEndsTheWholeTree() throws Exception {
        var launch =
                world.shell("a1", tree(sleep("701", 1), sleep("701", 2)) + "; " + sleep("701", 3));
        world.start(launch);
        Playground.await(
                "the whole tree", () -> runs("701", 1) && runs("701", 2) && runs("701", 3));
        world.processes().kill(launch.handle());
        assertFalse(runs("701", 1), "the daemon with its own session");
        assertFalse(runs("701", 2), "the orphan");
        assertFalse(runs("701", 3), "the first process's child");
        assertEquals(9, world.exitOf(launch).signal());
    }

    @Test
    void nothingIsLeftWhenTheFirstProcessEndsByItself() throws Exception {
        var launch =
                world.shell("a1", tree(sleep("702", 1), sleep("702", 2)) + "; sleep 0.3; exit 4");
        world.start(launch);
        assertEquals(4, world.exitOf(launch).code());
        assertFalse(runs("702", 1), "the daemon with its own session");
        assertFalse(runs("702", 2), "the orphan");
    }

    private static boolean runs(String seconds, int number) {
        return Playground.runs(sleep(seconds, number));
    }

    /// A command that can be told from those of other runs of this test.
    private static String sleep(String seconds, int number) {
        return "sleep " + seconds + "." + number + ProcessHandle.current().pid();
    }

    /// A daemon that has left its session and group, forked twice; and a plain orphan.
    private static String tree(String daemon, String orphan) {
        return "(setsid sh -c '(" + daemon + ") & (" + daemon + ") &' &) ; (" + orphan + " &)";
    }

    @Test
    void neverRunsTwice() throws Exception {
        var launch = world.shell("a1", "sleep 60");
        world.start(launch);
        var again = assertThrows(TaskRefused.class, () -> world.start(launch));
        assertEquals("a1.main.0 runs already", again.reason());
        var nextAttempt = assertThrows(TaskRefused.class, () -> world.start(at(launch, 1)));
        assertEquals("a1.main.0 runs already", nextAttempt.reason());

        world.reopen(); // and does not know of it, as when nobody called recover
        var unknowing = assertThrows(TaskRefused.class, () -> world.start(launch));
        assertEquals("a1.main.0 was started before; it takes a new attempt", unknowing.reason());
    }

    @Test
    void theNextAttemptGoesOnInTheSameLogs() throws Exception {
        var first = world.shell("a1", "echo one");
        world.start(first);
        world.exitOf(first);
        var second = at(world.shell("a1", "echo two"), 1);
        world.start(second);
        world.exitOf(second);
        assertEquals("one\ntwo\n", world.output("a1", "stdout"));
    }

    @Test
    void theNextAgentTakesTasksOver() throws Exception {
        var running = world.shell("a1", "echo before; sleep 0.5; echo after; exit 3");
        var ending = world.shell("a2", "exit 6");
        var started = world.start(running);
        world.start(ending);
        world.exitOf(ending);
        var states = new HashSet<TaskStatus>();
        for (var found : world.reopen().recover()) states.add(found.status());
        assertTrue(states.contains(new TaskStatus.Running(started.pid())), states.toString());
        assertEquals(2, states.size());

        assertEquals(3, world.exitOf(running).code());
        assertEquals("before\nafter\n", world.output("a1", "stdout"));
    }

    @Test
    void anExitThatNoAgentSawIsKnownToTheNext() throws Exception {
        var launch = world.shell("a1", "sleep 0.2; exit 9");
        world.start(launch);
        world.processes().close();
        var exit = directory.resolve("driver/tasks/a1.main.0/exit");
        Playground.await("the exit record", () -> Files.exists(exit));
        var found = world.reopen().recover();
        assertEquals(1, found.size());
        assertEquals(9, ((TaskStatus.Exited) found.getFirst().status()).exit().code());
        assertEquals(0, world.exits.size(), "what recover has told is not told again");
    }

    @Test
    void noticesThatAShimWasKilled() throws Exception {
        var launch = world.shell("a1", sleep("703", 1) + "; true");
        world.start(launch);
        var start = Records.under(directory.resolve("driver")).start(launch.handle());
        assertNotNull(start);
        ProcessHandle.of(start.ids().shim()).orElseThrow().destroyForcibly();
        assertEquals(new TaskStatus.Unknown("its shim was killed"), world.nextExit().status());
        Playground.await("the whole task gone", () -> !runs("703", 1));
    }

    @Test
    void forgettingLeavesOnlyTheLogs() throws Exception {
        var launch = world.shell("a1", "echo kept");
        world.start(launch);
        world.exitOf(launch);
        var start = Records.under(directory.resolve("driver")).start(launch.handle());
        assertNotNull(start);
        world.processes().forget(launch.handle());
        for (var cgroup : start.cgroups()) assertFalse(Files.exists(cgroup), cgroup.toString());
        assertEquals(List.of(), world.processes().recover());
        assertEquals("kept\n", world.output("a1", "stdout"));
    }

    @Test
    void forgetsAllRunsOfAnAllocation() throws Exception {
        var gone = world.shell("a1", "exit 0");
        var other = world.shell("a2", "exit 0");
        for (var launch : List.of(gone, other)) {
            world.start(launch);
            world.exitOf(launch);
        }
        world.processes().forgetAll("a1");
        var left = world.processes().recover().stream().map(it -> it.handle()).toList();
        assertEquals(List.of(other.handle()), left);
    }

    /// Some 1.3 MB through files of 64 KiB.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void boundsTheLogs(int filesMax) throws Exception {
        var usual = world.shell("a1", "seq 1 200000");
        var launch =
                new TaskLaunch(
                        usual.handle(),
                        usual.run(),
                        usual.env(),
                        usual.user(),
                        usual.folders(),
                        usual.limits(),
                        new LogLimits(usual.logs().directory(), filesMax, 64 * 1024));
        world.start(launch);
        world.exitOf(launch);
        long bytes = 0;
        int files = 0;
        try (var entries = Files.newDirectoryStream(launch.logs().directory(), "stdout.*")) {
            for (var entry : entries) {
                bytes += Files.size(entry);
                files++;
            }
        }
        assertEquals(filesMax, files);
        int most = filesMax * 64 * 1024;
        assertTrue(bytes <= most && bytes > most - 64 * 1024, "bytes: " + bytes);
        var kept = world.output("a1", "stdout");
        assertTrue(kept.endsWith("\n199999\n200000\n"), kept);
        var reader = new LogFileReader(launch.logs().directory(), "stdout");
        var read = new StringBuilder();
        for (var next = reader.read(0, 1_000); !next.isEmpty(); ) {
            read.append(new String(next.bytes(), StandardCharsets.US_ASCII));
            next = reader.read(next.next(), 1_000);
        }
        assertEquals(kept, read + "", "a reader gets all that is kept");
    }

    @Test
    void twoHundredTasksAtOnceAndNoThreadForEach() throws Exception {
        int threads = Thread.activeCount();
        for (int i = 0; i < 200; i++) world.start(world.shell("a" + i, "exec sleep 0.5"));
        assertTrue(Thread.activeCount() < threads + 10, "threads: " + Thread.activeCount());
        var ended = new HashSet<TaskHandle>();
        for (int i = 0; i < 200; i++) ended.add(world.nextExit().handle());
        assertEquals(200, ended.size());
    }

    @Test
    void goesOnWhenItsOutputCanNoLongerBeWritten() throws Exception {
        var launch =
                world.shell("a1", "while [ ! -e go ]; do sleep 0.02; done; seq 1 200000; exit 8");
        world.start(launch);
        try (var entries = Files.newDirectoryStream(launch.logs().directory())) {
            for (var entry : entries) Files.delete(entry);
        }
        Files.delete(launch.logs().directory());
        Files.createFile(launch.directory().resolve("go"));
        assertEquals(8, world.exitOf(launch).code());
    }

    @Test
    void aTaskCanOpenItsOwnOutput() throws Exception {
        var launch = world.shell("a1", "echo there > /dev/stdout");
        world.start(launch);
        assertEquals(0, world.exitOf(launch).code());
        assertEquals("there\n", world.output("a1", "stdout"));
    }

    @Test
    void runsAsItsOwnUserAndGainsNothing() throws Exception {
        var script = "id -un; grep -E 'NoNewPrivs|CapEff|CapBnd' /proc/self/status; ulimit -c";
        var launch = world.shell("a1", script);
        world.start(launch);
        world.exitOf(launch);
        var root = System.getProperty("user.name").equals("root");
        var said = world.output("a1", "stdout");
        var user = root ? "nobody" : System.getProperty("user.name");
        assertTrue(said.startsWith(user + "\nCapEff:\t0000000000000000\n"), said);
        assertTrue(said.endsWith("\nNoNewPrivs:\t1\n0\n"), said);
        assertEquals(root, said.contains("CapBnd:\t0000000000000000\n"), said);
    }

    private static TaskLaunch at(TaskLaunch l, int attempt) {
        var it = l.handle();
        return Playground.as(l, new TaskHandle(it.allocation(), it.task(), attempt));
    }

    private static TaskLaunch with(TaskLaunch l, Map<String, String> env) {
        return new TaskLaunch(
                l.handle(), l.run(), env, l.user(), l.folders(), l.limits(), l.logs());
    }
}
