package dev.skerry.agent.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupBranchTest {
    private static final Set<String> ALL = Set.of("memory", "cpu", "pids");
    private static final TaskLimits FULL = new TaskLimits(500, 1000, 64L << 20, 100);

    @Test
    void speaksVersionTwo() {
        assertEquals(
                """
                memory.max=67108864
                memory.swap.max=0 if there
                cpu.weight=48
                cpu.max=50000 100000
                pids.max=100
                """,
                settings(true, FULL));
    }

    @Test
    void speaksVersionOne() {
        assertEquals(
                """
                memory.limit_in_bytes=67108864
                memory.memsw.limit_in_bytes=67108864 if there
                cpu.shares=500
                cpu.cfs_period_us=100000
                cpu.cfs_quota_us=50000
                pids.max=100
                """,
                settings(false, FULL));
    }

    @Test
    void leavesAloneWhatHasNoLimit() {
        assertEquals("", settings(true, TaskLimits.NONE));
        assertEquals("", settings(false, TaskLimits.NONE));
        assertEquals("cpu.weight=1\n", settings(true, new TaskLimits(1, 0, 0, 0)));
        assertEquals("cpu.shares=2\n", settings(false, new TaskLimits(1, 0, 0, 0)));
    }

    @Test
    void staysWithinWhatTheKernelTakes() {
        assertEquals(
                "cpu.weight=10000\ncpu.max=1000 100000\n",
                settings(true, new TaskLimits(Integer.MAX_VALUE, 1, 0, 0)));
        assertEquals(
                "cpu.shares=262144\n", settings(false, new TaskLimits(Integer.MAX_VALUE, 0, 0, 0)));
    }

    /// What is controlled elsewhere, as in a mixture of both versions, is set there.
    @Test
    void setsOnlyWhatIsControlledHere() {
        assertEquals("pids.max=100\n", settings(true, Set.of("pids"), FULL, 2_000));
        assertEquals(
                "cpu.weight=48\ncpu.max=50000 100000\n",
                settings(true, Set.of("cpu"), FULL, 2_000));
        assertEquals(
                "memory.limit_in_bytes=67108864\nmemory.memsw.limit_in_bytes=67108864 if there\n",
                settings(false, Set.of("memory"), FULL, 2_000));
        assertEquals("", settings(true, Set.of("hugetlb", "freezer"), FULL, 2_000));
    }

    /// A whole core is the whole period, whatever it does; nobody knows what one of 0 MHz does.
    @Test
    void aLimitIsAPartOfACore() {
        var one = new TaskLimits(0, 1_200, 0, 0);
        assertEquals("cpu.max=100000 100000\n", settings(true, ALL, one, 1_200));
        assertEquals("cpu.max=200000 100000\n", settings(true, ALL, one, 600));
        assertEquals("cpu.max=120000000 100000\n", settings(true, ALL, one, 0));
        assertEquals(
                "cpu.cfs_period_us=100000\ncpu.cfs_quota_us=200000\n",
                settings(false, ALL, one, 600));
    }

    /// Only what is named as a node is one of a node: of others nothing is taken away, by nobody
    /// who is not a node himself.
    @Test
    void sweepsBesideItselfOnly(@TempDir Path all) throws Exception {
        var names =
                List.of(
                        "n-00000000000",
                        "n-0000000000000",
                        "n-00000000000G",
                        "N-000000000000",
                        "xn-000000000000",
                        "n-000000000001");
        for (var name : names) old(Files.createDirectory(all.resolve(name)));
        var own = old(Files.createDirectory(all.resolve("n-0000000000aa")));
        new CgroupBranch(all.resolve("tasks"), true, ALL).sweep();
        assertTrue(Files.exists(all.resolve("n-000000000001")), "it is no node");
        new CgroupBranch(own, true, ALL).sweep();
        for (var name : names)
            assertEquals(!name.equals("n-000000000001"), Files.exists(all.resolve(name)), name);
        assertTrue(Files.exists(own));
    }

    /// A minute is the time in which an agent comes up.
    @Test
    void whatIsYoungerThanAMinuteStays(@TempDir Path all) throws Exception {
        var own = Files.createDirectory(all.resolve("n-0000000000aa"));
        var young = aged(Files.createDirectory(all.resolve("n-000000000001")), 40);
        var grown = aged(Files.createDirectory(all.resolve("n-000000000002")), 70);
        new CgroupBranch(own, true, ALL).sweep();
        assertTrue(Files.exists(young));
        assertFalse(Files.exists(grown));
    }

    /// What was swept away by another agent is made anew, and what is there is left as it is.
    @Test
    void isMadeAgainWhenItIsGone(@TempDir Path all) throws Exception {
        for (boolean unified : new boolean[] {true, false}) {
            var parent = all.resolve(unified + "/skerry/n-0000000000aa");
            var branch = new CgroupBranch(parent, unified, Set.of("pids"));
            branch.present();
            assertTrue(Files.isDirectory(parent));
            Files.writeString(parent.resolve("cgroup.subtree_control"), "as it is");
            branch.present();
            assertEquals("as it is", Files.readString(parent.resolve("cgroup.subtree_control")));
        }
    }

    private static Path old(Path directory) throws IOException {
        return aged(directory, 3_600);
    }

    private static Path aged(Path directory, long seconds) throws IOException {
        var time = FileTime.fromMillis(System.currentTimeMillis() - seconds * 1_000);
        return Files.setLastModifiedTime(directory, time);
    }

    private static String settings(boolean unified, TaskLimits limits) {
        return settings(unified, ALL, limits, 2_000);
    }

    private static String settings(
            boolean unified, Set<String> controllers, TaskLimits limits, int coreMhz) {
        var text = new StringBuilder();
        var branch = new CgroupBranch(Path.of("/x"), unified, controllers);
        for (var setting : branch.settings(limits, coreMhz)) {
            text.append(setting.file()).append('=').append(setting.value());
            text.append(setting.optional() ? " if there\n" : "\n");
        }
        return text.toString();
    }
}
