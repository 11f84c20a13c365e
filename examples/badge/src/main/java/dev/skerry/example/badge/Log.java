package dev.skerry.example.badge;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/// One short line per event. Paths of requests are cut and cleaned: a log is read on terminals.
final class Log {
    private static final int PATH_CHARACTERS_MAX = 120;

    private final PrintStream out;
    private final Clock clock;
    private final Settings.LogLevel level;

    Log(PrintStream out, Clock clock, Settings.LogLevel level) {
        this.out = out;
        this.clock = clock;
        this.level = level;
    }

    void request(String peer, String method, String path, Reply reply, long tookMs) {
        if (level == Settings.LogLevel.WARNING && reply.status < 400) return;
        line(
                "%s %s %s %d %dB %dms"
                        .formatted(
                                peer,
                                clean(method),
                                clean(path),
                                reply.status,
                                reply.bytes(),
                                tookMs));
    }

    void event(String what) {
        if (level != Settings.LogLevel.WARNING) line(what);
    }

    void warning(String what) {
        line("warning: " + what);
    }

    void bug(RuntimeException e) {
        line("bug: " + e);
        if (level == Settings.LogLevel.DEBUG) e.printStackTrace(out);
    }

    private void line(String what) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }

    private static String clean(String text) {
        var cut = text.substring(0, Math.min(text.length(), PATH_CHARACTERS_MAX));
        var clean = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++)
            clean.append(cut.charAt(i) > ' ' && cut.charAt(i) < 0x7F ? cut.charAt(i) : '?');
        return clean.toString();
    }
}
