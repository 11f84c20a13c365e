package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.kernel.Text;
import java.util.List;

/// How a JVM shares out the memory of its task. The heap has half of a small one and three quarters
/// of a large one, as what a JVM needs beside it grows less than its program does. The areas beside
/// it are bounded by parts of the rest: a program that has too many classes is told so, and not
/// ended by the kernel, which says nothing of what was too much.
///
/// @param classes loaded classes, also what is compressed of them
/// @param code compiled by the JVM
/// @param buffers outside of the heap, that programs ask for
/// @param stack of each thread
public record JvmMemory(long heap, long classes, long code, long buffers, long stack) {
    private static final long MIB = 1 << 20;

    private static final long SMALL = 128 * MIB;
    private static final long LARGE = 512 * MIB;

    /// A JVM wants 2.5 MiB at once, and has 240 where it is told nothing.
    private static final long CODE_MIN = 4 * MIB;

    private static final long CODE_MAX = 240 * MIB;
    private static final long STACK_MIN = MIB / 4;
    private static final long STACK_MAX = MIB;

    /// @param bytes all that the task may have
    public static JvmMemory of(long bytes) throws TaskRefused {
        if (bytes < JobBounds.JVM_MEMORY_MIN)
            throw TaskRefused.forGood(
                    "resources.memory is %s, in which no JVM can begin; %s is the least, and most"
                                    .formatted(
                                            Text.size(bytes), Text.size(JobBounds.JVM_MEMORY_MIN))
                            + " programs need 64MiB or more");
        long heap = heap(bytes);
        long rest = bytes - heap;
        return new JvmMemory(
                heap,
                rest / 2,
                Math.clamp(rest / 4, CODE_MIN, CODE_MAX),
                rest / 4,
                Math.clamp(rest / 64, STACK_MIN, STACK_MAX));
    }

    /// The share grows by the straight line from a small memory to a large one.
    private static long heap(long bytes) {
        if (bytes <= SMALL) return bytes / 2;
        if (bytes >= LARGE) return bytes / 4 * 3;
        double share = 0.5 + 0.25 * (bytes - SMALL) / (LARGE - SMALL);
        return (long) (bytes * share);
    }

    /// What the JVM is told.
    public List<String> words() {
        return List.of(
                "-Xmx" + kibibytes(heap),
                "-XX:MaxMetaspaceSize=" + kibibytes(classes),
                "-XX:ReservedCodeCacheSize=" + kibibytes(code),
                "-XX:MaxDirectMemorySize=" + kibibytes(buffers),
                "-Xss" + kibibytes(stack));
    }

    private static String kibibytes(long bytes) {
        return bytes / 1024 + "k";
    }
}
