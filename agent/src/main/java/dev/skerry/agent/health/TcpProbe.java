package dev.skerry.agent.health;

import java.io.IOException;

/// Whether a port of the node is connected to.
final class TcpProbe {
    private static final long FAREWELL_MAX_MS = 100;
    private static final int FAREWELL_BYTES_MAX = 64 * 1024;

    private TcpProbe() {}

    /// The service may greet, and sees an ordinary end: what lies unread when a socket is closed
    /// makes the kernel reset the connection.
    static CheckResult ask(int port, long timeoutMs) {
        try (var line = Line.open(port, timeoutMs)) {
            farewell(line, timeoutMs);
            return new CheckResult(true, "");
        } catch (IOException e) {
            return new CheckResult(false, String.valueOf(e.getMessage()));
        }
    }

    private static void farewell(Line line, long timeoutMs) {
        try {
            line.sayNoMore();
            line.within(Math.min(timeoutMs, FAREWELL_MAX_MS));
            line.bound(FAREWELL_BYTES_MAX);
            while (line.next() >= 0) {
                // it is not looked at
            }
        } catch (IOException e) {
            // connected it was
        }
    }
}
