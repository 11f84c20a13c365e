package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.cgroup.Cgroups;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent is killed in every moment in which something stands half made or half removed. What it
/// has left is gone when the next one has looked, and forgotten what has ended.
class LeftBehindTest {
    private static final int KILLS = 30;

    @TempDir Path directory;
    Playground world;
    private Records records;

    /// One moment: what stands on the disk and among the cgroups when the agent dies in it.
    private interface Moment {
        void leave(TaskHandle handle) throws Exception;
    }

    private final List<Moment> moments =
            List.of(
                    this::reserved,
                    this::firstCgroupMade,
                    this::allCgroupsMade,
                    this::shimHasBegun,
                    this::startedButItsShimGone,
                    this::ended,
                    this::endedAndNewsUnread,
                    this::cgroupsOfNoRecord,
                    this::removalBegun,
                    this::nestedCgroups);

    @BeforeEach
    void open() throws Exception {
        world = open(directory);
        records = Records.under(directory.resolve("driver"));
    }

    Playground open(Path directory) throws Exception {
        return new Playground(directory, true);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void thirtyKillsLeaveNothing() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            var handle = new TaskHandle("a" + kill, "main", 1);
            moments.get(kill % moments.size()).leave(handle);
            Files.createFile(directory.resolve("driver/skerry-shim.new"));
            for (var found : world.reopen().recover()) world.processes().forget(found.handle());
            assertEquals(List.of(), left(), "after kill " + kill);
        }
    }

    /// All at once, and what runs is not touched.
    @Test
    void whatRunsGoesOn() throws Exception {
        var running = world.shell("running", "exec sleep 60");
        long pid = world.start(running).pid();
        int number = 0;
        for (var moment : moments) moment.leave(new TaskHandle("a" + number++, "main", 1));
        for (var found : world.reopen().recover()) {
            var runs = found.handle().equals(running.handle());
            assertEquals(runs, found.status().equals(new TaskStatus.Running(pid)));
            world.processes().forget(found.handle());
        }
        for (var path : left()) {
            assertEquals(running.handle().toString(), String.valueOf(path.getFileName()));
        }
        int hierarchies = cgroups().branches().size();
        assertEquals(1 + hierarchies, left().size(), "its record, and its cgroup in each of them");
        boolean lacks =
                world.processes().shortcomings().stream()
                        .anyMatch(it -> it.contains("no writable"));
        assertTrue(lacks || hierarchies > 0, "cgroups are looked at wherever there are some");
        world.processes().signal(running.handle(), "SIGTERM");
        assertEquals(15, world.exitOf(running).signal());
    }

    /// Of the attempts of a task only the last one counts; the others are not even told of.
    @Test
    void earlierAttemptsAreForgotten() throws Exception {
        for (int attempt = 1; attempt <= 3; attempt++) ended(new TaskHandle("a1", "main", attempt));
        ended(new TaskHandle("a1", "other", 1));
        var found = world.reopen().recover();
        var handles = found.stream().map(it -> it.handle().toString()).sorted().toList();
        assertEquals(List.of("a1.main.3", "a1.other.1"), handles);
        assertEquals(2, records.all().size());
    }

    private void reserved(TaskHandle handle) throws IOException {
        Files.createDirectory(records.of(handle));
    }

    private void firstCgroupMade(TaskHandle handle) throws IOException {
        reserved(handle);
        var directories = cgroups().of(handle).directories();
        if (!directories.isEmpty()) Files.createDirectory(directories.getFirst());
    }

    private void allCgroupsMade(TaskHandle handle) throws Exception {
        reserved(handle);
        cgroupsOfNoRecord(handle);
    }

    private void shimHasBegun(TaskHandle handle) throws Exception {
        allCgroupsMade(handle);
        for (var file : List.of("lock", "exit.tmp", "started.tmp", "control")) {
            Files.createFile(records.of(handle).resolve(file));
        }
    }

    private void startedButItsShimGone(TaskHandle handle) throws Exception {
        shimHasBegun(handle);
        var started =
                new StringBuilder(
                        "pid=999999999\npidStart=1\nshim=999999999\nshimStart=1\nat=1\nboot=");
        started.append(BootId.read()).append('\n');
        for (var path : cgroups().of(handle).directories()) {
            started.append("cgroup=").append(path).append('\n');
        }
        Files.writeString(records.of(handle).resolve("started"), started);
    }

    private void ended(TaskHandle handle) throws Exception {
        startedButItsShimGone(handle);
        Files.writeString(
                records.of(handle).resolve("exit"),
                "code=0\nsignal=0\noomKilled=0\nkilled=0\nat=1\ndroppedBytes=0\n");
    }

    private void endedAndNewsUnread(TaskHandle handle) throws Exception {
        ended(handle);
        world.processes().close(); // it would read them
        Files.createFile(records.exits().resolve(handle.toString()));
    }

    /// A process in them as well: it may have come that far.
    private void cgroupsOfNoRecord(TaskHandle handle) throws Exception {
        var made = cgroups().create(handle, TaskLimits.NONE, 2000);
        if (made.isEmpty()) return;
        var sleep = new ProcessBuilder("sleep", "60").start();
        for (var path : made) {
            Files.writeString(path.resolve("cgroup.procs"), Long.toString(sleep.pid()));
        }
    }

    private void removalBegun(TaskHandle handle) throws Exception {
        var half = Files.createDirectory(records.tasks().resolve(handle + ".gone"));
        Files.createFile(half.resolve("started"));
    }

    private void nestedCgroups(TaskHandle handle) throws Exception {
        ended(handle);
        for (var path : cgroups().of(handle).directories()) {
            Files.createDirectories(path.resolve("inner/most"));
        }
    }

    private Cgroups cgroups() {
        return Cgroups.detect(world.proc(), Playground.CGROUP_PARENT);
    }

    /// All that is there of tasks, but for their own files.
    private List<Path> left() throws IOException {
        var all = new ArrayList<Path>();
        add(records.tasks(), all);
        add(records.exits(), all);
        for (var branch : cgroups().branches()) add(branch.parent(), all);
        var shim = directory.resolve("driver/skerry-shim.new");
        if (Files.exists(shim)) all.add(shim);
        return all;
    }

    private static void add(Path directory, List<Path> all) {
        try (var entries = Files.list(directory)) {
            entries.filter(it -> Files.isDirectory(it) || !it.toString().contains("cgroup"))
                    .forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
