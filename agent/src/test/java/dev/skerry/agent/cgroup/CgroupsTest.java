package dev.skerry.agent.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found under the three ways in which distributions mount cgroups, acted by plain
/// directories.
class CgroupsTest {
    @TempDir Path root;

    @Test
    void findsVersionTwo() throws IOException {
        mounts("0 0 0:1 / %s/all rw - cgroup2 cgroup rw\n");
        unified("all", "cpu memory pids hugetlb");
        unified("all/tasks", "cpu memory pids");
        assertEquals("all/tasks v2 [cpu, memory, pids]\n", found("/tasks"));
    }

    @Test
    void findsVersionOne() throws IOException {
        mounts(
                """
                0 0 0:1 / %s/cpu rw - cgroup cgroup rw,cpu,cpuacct
                0 0 0:1 / %s/memory rw - cgroup cgroup rw,memory
                0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids
                0 0 0:1 / %s/freezer rw - cgroup cgroup rw,freezer
                0 0 0:1 / %s/devices rw - cgroup cgroup rw,devices
                0 0 0:1 / %s/systemd rw - cgroup cgroup rw,name=systemd
                """);
        assertEquals(
                """
                cpu/tasks v1 [cpu, cpuacct]
                memory/tasks v1 [memory]
                pids/tasks v1 [pids]
                freezer/tasks v1 [freezer]
                """,
                found("/tasks"));
    }

    @Test
    void inAMixtureTakesFromVersionOneWhatVersionTwoLacks() throws IOException {
        mounts(
                """
                0 0 0:1 / %s/memory rw - cgroup cgroup rw,memory
                0 0 0:1 / %s/cpu rw - cgroup cgroup rw,cpu
                0 0 0:1 / %s/cpuacct rw - cgroup cgroup rw,cpuacct
                0 0 0:1 / %s/freezer rw - cgroup cgroup rw,freezer
                0 0 0:1 / %s/unified rw - cgroup2 cgroup rw
                """);
        unified("unified", "pids");
        unified("unified/tasks", "pids");
        assertEquals(
                "unified/tasks v2 [pids]\nmemory/tasks v1 [memory]\ncpu/tasks v1 [cpu]\n",
                found("/tasks"));
    }

    @Test
    void staysBelowTheAgentsOwnPlaceWhenToldSo() throws IOException {
        mounts("0 0 0:1 / %s/memory rw - cgroup cgroup rw,memory\n");
        Files.writeString(root.resolve("cgroup"), "4:memory:/box/7\n0::/\n");
        assertEquals("memory/box/7/tasks v1 [memory]\n", found("tasks"));
    }

    @Test
    void whatABoxSeesOfTheHierarchyCountsFromWhereItSeesIt() throws IOException {
        mounts("0 0 0:1 /box/7 %s/memory rw - cgroup cgroup rw,memory\n");
        Files.writeString(root.resolve("cgroup"), "4:memory:/box/7/agent\n0::/\n");
        assertEquals("memory/agent/tasks v1 [memory]\n", found("tasks"));
    }

    /// As a `chroot` with `/sys` of its own leaves it, until that is taken down.
    @Test
    void aHierarchyThatIsMountedTwiceIsUsedOnce() throws IOException {
        mounts(
                """
                0 0 0:1 / /proc/nowhere rw - cgroup2 cgroup rw
                0 0 0:1 / %s/first rw - cgroup2 cgroup rw
                0 0 0:1 / %s/again rw - cgroup2 cgroup rw
                0 0 0:2 / %s/first1 rw - cgroup cgroup rw,memory
                0 0 0:2 / %s/again1 rw - cgroup cgroup rw,memory
                """);
        for (var name : new String[] {"first", "first/tasks", "again", "again/tasks"}) {
            unified(name, "cpu pids");
        }
        assertEquals("first/tasks v2 [cpu, pids]\nfirst1/tasks v1 [memory]\n", found("/tasks"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        mounts("0 0 0:1 / /proc/nowhere rw - cgroup cgroup rw,memory\n");
        var cgroups = Cgroups.detect(root, "/tasks");
        assertEquals(0, cgroups.branches().size());
        assertEquals(4, cgroups.shortcomings().size(), cgroups.shortcomings().toString());
        var first = cgroups.shortcomings().getFirst();
        assertTrue(first.startsWith("/proc/nowhere/tasks can't be used"), first);
    }

    private void mounts(String lines) throws IOException {
        Files.writeString(root.resolve("mountinfo"), lines.replace("%s", root.toString()));
        Files.writeString(root.resolve("cgroup"), "0::/\n");
    }

    private void unified(String directory, String controllers) throws IOException {
        var group = Files.createDirectories(root.resolve(directory));
        Files.writeString(group.resolve("cgroup.kill"), "");
        Files.writeString(group.resolve("cgroup.subtree_control"), "");
        Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
    }

    @Test
    void theNodesOwnDirectoriesGoUnlessTasksRunOn() throws IOException {
        mounts(
                """
                0 0 0:1 / %s/memory rw - cgroup cgroup rw,memory
                0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids
                """);
        var cgroups = Cgroups.detect(root, "/tasks");
        for (var branch : cgroups.branches()) Files.createDirectories(branch.parent());
        runs(root.resolve("pids/tasks/a1.web.1"));
        Files.createDirectories(root.resolve("pids/tasks/a2.web.1"));
        Files.createDirectories(root.resolve("memory/tasks/a2.web.1/below"));
        cgroups.leave();
        assertTrue(Files.notExists(root.resolve("memory/tasks")));
        assertTrue(Files.notExists(root.resolve("pids/tasks/a2.web.1")));
        assertTrue(Files.isDirectory(root.resolve("pids/tasks/a1.web.1")));
    }

    /// Agents that were killed have left them, and none of those will come back.
    @Test
    void theDirectoriesOfNodesThatAreNoMoreGo() throws Exception {
        mounts("0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids\n");
        var all = Files.createDirectories(root.resolve("pids/skerry"));
        for (int i = 0; i < 30; i++)
            old(Files.createDirectory(all.resolve("n-%012x".formatted(i))));
        var runs = all.resolve("n-000000000007");
        runs(runs.resolve("a1.web.1"));
        old(Files.createDirectory(runs.resolve("a2.web.1")));
        var ended = all.resolve("n-000000000008");
        Files.createDirectories(ended.resolve("a3.web.1/below"));
        old(ended.resolve("a3.web.1"));
        for (var node : List.of(runs, ended)) old(node);
        var fresh = Files.createDirectory(all.resolve("n-00000000ffff"));
        var other = old(Files.createDirectory(all.resolve("somebody")));
        var cgroups = Cgroups.detect(root, "/skerry/n-00000000aaaa");
        old(all.resolve("n-00000000aaaa"));
        cgroups.sweep();
        try (var left = Files.list(all)) {
            assertEquals(
                    Set.of(runs, fresh, other, all.resolve("n-00000000aaaa")),
                    left.collect(Collectors.toSet()));
        }
        assertTrue(Files.exists(runs.resolve("a1.web.1")));
        assertTrue(Files.notExists(runs.resolve("a2.web.1")));
    }

    /// Its agent is about to let the task into it. The kernel does not change the time of the
    /// node's directory for that.
    @Test
    void whatAnotherAgentHasJustMadeForATaskStays() throws Exception {
        mounts("0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids\n");
        var living = Cgroups.detect(root, "/skerry/n-00000000aaaa");
        var handle = new TaskHandle("a1", "web", 1);
        living.create(handle, TaskLimits.NONE, 2_000);
        old(root.resolve("pids/skerry/n-00000000aaaa"));
        Cgroups.detect(root, "/skerry/n-00000000bbbb").sweep();
        assertEquals(Set.of(handle), living.present());
    }

    /// A task may have cgroups of its own, and be about to use one that is empty.
    @Test
    void whatARunningTaskHasMadeInItsOwnStays() throws Exception {
        mounts("0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids\n");
        var task = root.resolve("pids/skerry/n-00000000aaaa/a1.web.1");
        runs(task.resolve("server"));
        var empty = Files.createDirectory(task.resolve("next"));
        old(task);
        old(root.resolve("pids/skerry/n-00000000aaaa"));
        Cgroups.detect(root, "/skerry/n-00000000bbbb").sweep();
        assertTrue(Files.isDirectory(empty), "swept by another agent");
        Cgroups.detect(root, "/skerry/n-00000000aaaa").leave();
        assertTrue(Files.isDirectory(empty), "left by its own");
    }

    /// The directory of a task with processes: the kernel does not let it go.
    private static void runs(Path task) throws IOException {
        Files.createDirectories(task);
        Files.writeString(task.resolve("cgroup.procs"), "1\n");
    }

    /// An agent without tasks has an empty directory, as one that is no more.
    @Test
    void whatWasSweptAwayIsMadeAgainForTheNextTask() throws Exception {
        mounts("0 0 0:1 / %s/pids rw - cgroup cgroup rw,pids\n");
        var living = Cgroups.detect(root, "/skerry/n-00000000aaaa");
        old(root.resolve("pids/skerry/n-00000000aaaa"));
        Cgroups.detect(root, "/skerry/n-00000000bbbb").sweep();
        assertTrue(Files.notExists(root.resolve("pids/skerry/n-00000000aaaa")));
        assertEquals(Set.of(), living.present());
        var handle = new TaskHandle("a1", "web", 1);
        var made = living.create(handle, TaskLimits.NONE, 2_000);
        assertEquals(List.of(root.resolve("pids/skerry/n-00000000aaaa/a1.web.1")), made);
        assertEquals(Set.of(handle), living.present());
    }

    private static Path old(Path directory) throws IOException {
        return Files.setLastModifiedTime(
                directory, FileTime.fromMillis(System.currentTimeMillis() - 3_600_000));
    }

    private String found(String parent) {
        var text = new StringBuilder();
        for (var branch : Cgroups.detect(root, parent).branches()) {
            text.append(root.relativize(branch.parent()));
            text.append(branch.unified() ? " v2 " : " v1 ");
            text.append(new TreeSet<>(branch.controllers())).append('\n');
        }
        return text.toString();
    }
}
