package dev.skerry.agent;

import dev.skerry.agent.shim.BootId;
import dev.skerry.kernel.Now;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The node's clock: milliseconds since it was booted, sleep included, and the wall time that it
/// believes in.
public final class BootClock {
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final String bootId;
    private final long anchorTickMs;
    private final long anchorNs;

    private BootClock(String bootId, long anchorTickMs, long anchorNs) {
        this.bootId = bootId;
        this.anchorTickMs = anchorTickMs;
        this.anchorNs = anchorNs;
    }

    static BootClock read() throws IOException {
        return new BootClock(BootId.read(), uptimeMs(), System.nanoTime());
    }

    /// Names this boot; another one after each start of the machine.
    String bootId() {
        return bootId;
    }

    /// Never less than before, and never behind the time that the machine has been up, however long
    /// it slept.
    public long tickMs() {
        long byProcess = anchorTickMs + (System.nanoTime() - anchorNs) / 1_000_000;
        try {
            return Math.max(byProcess, uptimeMs());
        } catch (IOException e) {
            return byProcess;
        }
    }

    public Now now() {
        return new Now(tickMs(), System.currentTimeMillis());
    }

    private static long uptimeMs() throws IOException {
        var bytes = Files.readAllBytes(UPTIME);
        var text = new String(bytes, StandardCharsets.US_ASCII);
        int space = text.indexOf(' ');
        int dot = text.indexOf('.');
        if (dot < 0 || space < dot + 3) throw new IOException(UPTIME + " says \"" + text + "\"");
        long seconds = Long.parseLong(text, 0, dot, 10);
        return seconds * 1000 + Long.parseLong(text, dot + 1, dot + 3, 10) * 10;
    }
}
