package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    @Test
    void memoryIsToldInBytesWhateverAPageIs() throws Exception {
        var touched = new byte[64 << 20];
        Arrays.fill(touched, (byte) 1);
        long own = ProcessHandle.current().pid();
        long bytes = ProcessStat.residentBytes(own);
        long most =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(it -> it.startsWith("VmHWM:"))
                        .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")) * 1024)
                        .sum();
        assertTrue(bytes >= touched.length && bytes <= most, bytes + " of " + most);
        assertEquals(-1, ProcessStat.residentBytes(Integer.MAX_VALUE));
    }
}
