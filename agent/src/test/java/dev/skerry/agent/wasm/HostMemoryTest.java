package dev.skerry.agent.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    private static final String SMALL = "-XX:TieredStopAtLevel=1";

    private static HostMemory of(long mebibytes) throws Exception {
        return HostMemory.of(mebibytes << 20);
    }

    private static int moduleMib(long mebibytes) throws Exception {
        return of(mebibytes).pages() / 16;
    }

    @Test
    void theGuideSaysWhatAModuleMayHave() throws Exception {
        var guide = Files.readString(Path.of("../docs/guides/wasm.md"));
        var said =
                "%d MiB of 64, %d of 128, %d of 256 and %d of 512"
                        .formatted(moduleMib(64), moduleMib(128), moduleMib(256), moduleMib(512));
        assertEquals("12 MiB of 64, 40 of 128, 109 of 256 and 299 of 512", said);
        assertTrue(guide.contains(said), said);
    }

    @Test
    void aSmallOneHasNoRoomForTheOptimizingCompiler() throws Exception {
        assertTrue(of(127).words().contains(SMALL));
        assertFalse(of(128).words().contains(SMALL));
    }

    /// A task without a bound is as one of 512 MiB.
    @Test
    void itsModuleIsBoundedAllTheSame() throws Exception {
        assertEquals(of(512), of(0));
        for (long mebibytes : new long[] {64, 65, 127, 128, 500, 4096, 65_536})
            assertTrue(moduleMib(mebibytes) < mebibytes * 3 / 4, mebibytes + " MiB");
    }
}
