package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Agents and shims are killed while tasks start, run and are stopped. What was made for a task is
/// gone when the task's reason is.
class KillsTest {
    private static final int KILLS = 30;
    private static final long SEED = 20;
    private static final long MOMENT_MAX_NS = TimeUnit.MILLISECONDS.toNanos(150);

    /// Each slot has a child of its own, which no shim and no agent knows.
    private static final String SCRIPT = "sleep 1000 & exec sleep 1000";

    /// Five beside it that end at once, again and again.
    private static final String BRIEF =
            """
              brief:
                count: 5
                restart: {attempts: 20, interval: 1h, delay: 1s, mode: fail}
                tasks:
                  it:
                    command: /bin/true
                    resources: {cpu: 20MHz, memory: 16MiB, disk: 1MiB}
            """;

    private final Random dice = new Random(SEED);
    private final List<String> story = new ArrayList<>();
    private int kills;

    /// What is done to a job and to those who keep it, in an order that the dice choose.
    private enum Step {
        KILL_AGENT,
        KILL_SHIM,
        KILL_ANOTHER_SHIM,
        STOP_JOB
    }

    @Test
    void thirtyKillsLeaveNothing() throws Exception {
        try (var fleet = Fleet.start()) {
            fleet.agent("rock");
            seesWhatIsThere(fleet);
            for (int round = 0; kills < KILLS; round++) round(fleet, "job-" + round);
        }
    }

    private void seesWhatIsThere(Fleet fleet) throws Exception {
        fleet.run(JobText.of("seen").shell(SCRIPT).text());
        fleet.awaitRunning("seen", 1);
        var all = String.join("\n", left(fleet));
        for (var part : List.of("process", "exec/tasks", "runs/"))
            assertTrue(all.contains(part), all);
        boolean root = "root".equals(System.getProperty("user.name"));
        assertTrue(!root || all.contains("/skerry/users/"), all);
        boolean lacks = fleet.known("rock").child().said().contains("no writable");
        assertTrue(lacks || all.contains("/skerry/n-"), "a cgroup is among it: " + all);
        stop(fleet, "seen");
        awaitNothingLeft(fleet);
    }

    private void round(Fleet fleet, String job) throws Exception {
        story.clear();
        var lasting =
                JobText.of(job)
                        .group("count: 3")
                        .group("restart: {attempts: 3, interval: 1h, delay: 1s, mode: fail}")
                        .shell(SCRIPT);
        fleet.run(lasting.text() + BRIEF);
        var steps = new ArrayList<>(List.of(Step.values()));
        Collections.shuffle(steps, dice);
        for (var step : steps) {
            LockSupport.parkNanos(dice.nextLong(MOMENT_MAX_NS));
            story.add(step + " with " + shims(fleet).size() + " shims");
            act(step, fleet, job);
        }
        awaitNothingLeft(fleet);
    }

    private void act(Step step, Fleet fleet, String job) throws Exception {
        switch (step) {
            case KILL_AGENT -> {
                var agent = fleet.known("rock");
                agent.child().kill();
                kills++;
                LockSupport.parkNanos(dice.nextLong(MOMENT_MAX_NS));
                fleet.again(agent);
            }
            case KILL_SHIM, KILL_ANOTHER_SHIM -> {
                var shims = shims(fleet);
                if (shims.isEmpty()) return; // none has begun yet, or all have ended
                shims.get(dice.nextInt(shims.size())).destroyForcibly();
                kills++;
            }
            case STOP_JOB -> stop(fleet, job);
        }
    }

    private static void stop(Fleet fleet, String job) throws Failure {
        fleet.api.send(Call.of("DELETE", "jobs", job).with("purge", "true"));
    }

    private void awaitNothingLeft(Fleet fleet) throws Exception {
        try {
            Await.until("a forgotten job holds nothing", () -> left(fleet).isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(
                    "seed %d, %d kills, %s, left: %s; the agent says:\n%s"
                            .formatted(
                                    SEED,
                                    kills,
                                    story,
                                    left(fleet),
                                    fleet.known("rock").child().said()),
                    e);
        }
    }

    private static List<ProcessHandle> shims(Fleet fleet) {
        var program = fleet.known("rock").shim().toString();
        return ProcessHandle.allProcesses()
                .filter(it -> Board.words(it.pid()).startsWith(program))
                .toList();
    }

    /// All that is there of tasks: processes, records with their sockets, folders, cgroups, users.
    private static List<String> left(Fleet fleet) throws IOException {
        var data = fleet.known("rock").data();
        var all = new ArrayList<String>();
        for (var shim : shims(fleet)) all.add("process " + shim.pid());
        for (var folder : List.of("exec/tasks", "exec/exits", "runs/.removed"))
            all.addAll(names(data.resolve(folder)));
        all.addAll(names(data.resolve("runs")));
        all.remove(data.resolve("runs/.removed").toString());
        all.addAll(cgroups(data));
        for (var claim : names(Path.of("/run/skerry/users"))) {
            var path = Path.of(claim);
            if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).startsWith(data))
                all.add(claim);
        }
        return all;
    }

    /// Below the node's own place in each hierarchy, where there is one; none without root.
    private static List<String> cgroups(Path data) throws IOException {
        var node = Files.readString(data.resolve("identity/node-id")).strip();
        var all = new ArrayList<String>();
        var roots = names(Path.of("/sys/fs/cgroup"));
        roots.add("/sys/fs/cgroup");
        for (var root : roots)
            for (var found : names(Path.of(root, "skerry", node)))
                if (Files.isDirectory(Path.of(found), LinkOption.NOFOLLOW_LINKS)) all.add(found);
        return all;
    }

    private static List<String> names(Path folder) throws IOException {
        var all = new ArrayList<String>();
        if (!Files.isDirectory(folder)) return all;
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) all.add(entry.toString());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
