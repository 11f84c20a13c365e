package dev.skerry.agent.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a module has of the memory of its task.
class HostMemoryTest {
    private static final int PAGES_IN_MIB = 16;

    private static HostMemory of(long mebibytes) throws Exception {
        return HostMemory.of(mebibytes << 20);
    }

    private static int mebibytes(long of) throws Exception {
        return of(of).pages() / PAGES_IN_MIB;
    }

    /// As the guide has it too.
    @Test
    void itIsAllOfTheHeapThatItsHostDoesNotHold() throws Exception {
        var said =
                "a module may have %d MiB of 64, %d of 128, %d of 256 and %d of 512"
                        .formatted(mebibytes(64), mebibytes(128), mebibytes(256), mebibytes(512));
        assertEquals("a module may have 18 MiB of 64, 50 of 128, 135 of 256 and 370 of 512", said);
        assertTrue(Files.readString(Path.of("../docs/guides/wasm.md")).contains(said), said);
    }

    @Test
    void withoutABoundItHasOneAllTheSame() throws Exception {
        assertEquals(of(512), of(0));
    }

    @Test
    void aSmallOneIsNotOptimized() throws Exception {
        assertTrue(of(127).words().contains("-XX:TieredStopAtLevel=1"));
        assertFalse(of(128).words().contains("-XX:TieredStopAtLevel=1"));
        assertTrue(of(128).words().contains("-Xmx65536k"));
    }
}
