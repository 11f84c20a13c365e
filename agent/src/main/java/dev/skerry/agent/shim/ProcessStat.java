package dev.skerry.agent.shim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `/proc/PID/stat` says of a process. A pid alone can have been given to another process;
/// with the time of its start it can't.
final class ProcessStat {
    private static final int STATE_FIELD = 3;
    private static final int SESSION_FIELD = 6;
    private static final int START_FIELD = 22;
    private static final int USER_TICKS_FIELD = 14;
    private static final int SYSTEM_TICKS_FIELD = 15;

    /// What Linux tells programs, whatever its own clock does.
    private static final long TICK_NS = 10_000_000;

    private ProcessStat() {}

    /// Whether this very process is there and not just waiting for its exit code to be read.
    static boolean alive(long pid, long startTicks) {
        var fields = fields(pid);
        if (fields.length <= START_FIELD - STATE_FIELD) return false;
        char state = fields[0].charAt(0);
        return state != 'Z'
                && state != 'X'
                && fields[START_FIELD - STATE_FIELD].equals(Long.toString(startTicks));
    }

    /// What a process has started first and still has; 0: nothing.
    static long firstChild(long pid) {
        var listed = Path.of("/proc", pid + "", "task", pid + "", "children");
        try {
            var all = Files.readString(listed).strip();
            return all.isEmpty() ? 0 : Long.parseLong(all.split(" ", 2)[0]);
        } catch (IOException e) { // a kernel that was built without them, or it has just gone
            return ProcessHandle.of(pid)
                    .flatMap(it -> it.children().findFirst())
                    .map(ProcessHandle::pid)
                    .orElse(0L);
        }
    }

    /// The program behind a wrapper, which may have a first process of its namespace in between.
    static long wrapped(long wrapper) {
        long first = firstChild(wrapper);
        long second = firstChild(first);
        return second == 0 ? first : second;
    }

    /// Whether some process has this pid.
    static boolean exists(long pid) {
        return Files.exists(Path.of("/proc", Long.toString(pid)));
    }

    /// Kills what is left of a session, once its leader is gone and can't name it any more.
    static void killSession(long session) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                long pid = Long.parseLong(String.valueOf(process.getFileName()));
                var fields = fields(pid);
                if (fields.length <= SESSION_FIELD - STATE_FIELD) continue;
                boolean member = fields[SESSION_FIELD - STATE_FIELD].equals(Long.toString(session));
                if (member) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // without /proc there is no telling
        }
    }

    /// Processor time of the process, or -1.
    static long cpuNs(long pid) {
        var fields = fields(pid);
        if (fields.length <= SYSTEM_TICKS_FIELD - STATE_FIELD) return -1;
        long user = Long.parseLong(fields[USER_TICKS_FIELD - STATE_FIELD]);
        return (user + Long.parseLong(fields[SYSTEM_TICKS_FIELD - STATE_FIELD])) * TICK_NS;
    }

    /// Resident memory of the process, or -1. `stat` would tell it in pages, which some ARM
    /// machines have of 16 or 64 KiB.
    static long residentBytes(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:"))
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    /// The fields from the state on; none when the process is gone.
    private static String[] fields(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            int name = text.lastIndexOf(')'); // the name may hold blanks and brackets
            return name < 0 ? new String[0] : text.substring(name + 2).strip().split(" ", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }
}
