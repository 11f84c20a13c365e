package dev.skerry.agent.wasm;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.jvm.JvmMemory;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.List;

/// How a host shares out the memory of its task: as any JVM but for some that nobody has, since its
/// module may well take all of its heap; and of that heap all but what the host itself holds is the
/// module's.
///
/// @param pages of 64 KiB, that the module may have
/// @param words what the JVM is told
record HostMemory(int pages, List<String> words) {
    private static final long MIB = 1 << 20;
    private static final long PAGE = 1 << 16;

    /// Nobody's: what a JVM takes besides all that it can be bound to is up to 9 MiB more in one
    /// run than in another.
    private static final long APART = 4 * MIB;

    private static final int APART_OF = 8;

    /// The module as it was read, and its code as it was made.
    private static final long OWN = 14 * MIB;

    /// What a module has stays, and a third of a heap would be kept for what does not.
    private static final int YOUNG_OF = 16;

    private static final long YOUNG_MIN = 4 * MIB;

    /// With less there is no room for the optimizing compiler.
    private static final long OPTIMIZED = 128 * MIB;

    /// Where a task has no bound its module still has one.
    private static final long UNBOUNDED = 512 * MIB;

    HostMemory {
        words = List.copyOf(words);
    }

    /// @param bytes all that the task may have; 0: it has no bound
    static HostMemory of(long bytes) throws TaskRefused {
        if (bytes > 0 && bytes < JobBounds.WASM_MEMORY_MIN)
            throw TaskRefused.forGood(
                    "resources.memory is %s, in which no host can begin; %s is the least"
                            .formatted(Text.size(bytes), Text.size(JobBounds.WASM_MEMORY_MIN)));
        long all = bytes == 0 ? UNBOUNDED : bytes;
        var jvm = JvmMemory.of(all - all / APART_OF - APART);
        var words = new ArrayList<>(jvm.words());
        words.add("-Xmn" + Math.max(YOUNG_MIN, jvm.heap() / YOUNG_OF) / 1024 + "k");
        if (all < OPTIMIZED) words.add("-XX:TieredStopAtLevel=1");
        return new HostMemory((int) ((jvm.heap() - OWN) / PAGE), words);
    }
}
