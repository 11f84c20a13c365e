package dev.skerry.agent.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.driver.TaskLimits;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static String settings(boolean unified, TaskLimits limits) {
        var text = new StringBuilder();
        for (var setting : new CgroupBranch(Path.of("/x"), unified, ALL).settings(limits, 2000)) {
            text.append(setting.file()).append('=').append(setting.value());
            text.append(setting.optional() ? " if there\n" : "\n");
        }
        return text.toString();
    }
}
