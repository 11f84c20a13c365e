package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a JVM has of the memory of its task.
class JvmMemoryTest {
    /// As the guide has it too.
    private static final String TABLE =
            """
            | `resources.memory` | heap | classes | compiled code | buffers | stack |
            |---|---|---|---|---|---|
            | 24 MiB | 12 MiB | 6 MiB | 4 MiB | 3 MiB | 256 KiB |
            | 64 MiB | 32 MiB | 16 MiB | 8 MiB | 8 MiB | 512 KiB |
            | 128 MiB | 64 MiB | 32 MiB | 16 MiB | 16 MiB | 1 MiB |
            | 256 MiB | 149 MiB | 53 MiB | 26 MiB | 26 MiB | 1 MiB |
            | 512 MiB | 384 MiB | 64 MiB | 32 MiB | 32 MiB | 1 MiB |
            | 4096 MiB | 3072 MiB | 512 MiB | 240 MiB | 256 MiB | 1 MiB |
            """;

    private static String row(long mebibytes) throws Exception {
        var of = JvmMemory.of(mebibytes << 20);
        return "| %d MiB | %s | %s | %s | %s | %s |\n"
                .formatted(
                        mebibytes,
                        size(of.heap()),
                        size(of.classes()),
                        size(of.code()),
                        size(of.buffers()),
                        size(of.stack()));
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    @Test
    void itIsSharedOutByItsSize() throws Exception {
        var rows = new StringBuilder();
        TABLE.lines().limit(2).forEach(line -> rows.append(line).append('\n'));
        for (long mebibytes : List.of(24L, 64L, 128L, 256L, 512L, 4096L))
            rows.append(row(mebibytes));
        assertEquals(TABLE, rows.toString());
        var guide = Files.readString(Path.of("../docs/guides/java.md"));
        assertTrue(guide.contains(TABLE), "the table of the guide is another");
    }

    @Test
    void moreOfItIsNeverLessOfAnything() throws Exception {
        var before = JvmMemory.of(24 << 20);
        for (long bytes = 24 << 20; bytes < 1L << 30; bytes += 1 << 20) {
            var now = JvmMemory.of(bytes);
            assertTrue(now.heap() >= before.heap(), bytes + "");
            assertTrue(now.heap() * 2 >= bytes && now.heap() <= bytes / 4 * 3, bytes + "");
            before = now;
        }
    }

    @Test
    void theJvmIsToldSo() throws Exception {
        assertEquals(
                "-Xmx65536k -XX:MaxMetaspaceSize=32768k -XX:ReservedCodeCacheSize=16384k"
                        + " -XX:MaxDirectMemorySize=16384k -Xss1024k",
                String.join(" ", JvmMemory.of(128 << 20).words()));
    }

    @Test
    void whatNoJvmCanBeginInIsRefused() {
        var refused = assertThrows(TaskRefused.class, () -> JvmMemory.of(16 << 20));
        assertEquals(
                "resources.memory is 16MiB, in which no JVM can begin; 24MiB is the least, and"
                        + " most programs need 64MiB or more",
                refused.reason());
    }
}
