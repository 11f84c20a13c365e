package dev.skerry.cluster.job;

import java.util.List;

/// The signals that a task can be asked to end with: those that every node has and a program can
/// hear. KILL and STOP no program hears, TSTP, TTIN and TTOU stand for a halt and not for an end.
public final class StopSignal {
    /// In the order of their numbers.
    public static final List<String> NAMES =
            List.of(
                    "SIGHUP",
                    "SIGINT",
                    "SIGQUIT",
                    "SIGILL",
                    "SIGTRAP",
                    "SIGABRT",
                    "SIGBUS",
                    "SIGFPE",
                    "SIGUSR1",
                    "SIGSEGV",
                    "SIGUSR2",
                    "SIGPIPE",
                    "SIGALRM",
                    "SIGTERM",
                    "SIGSTKFLT",
                    "SIGCHLD",
                    "SIGCONT",
                    "SIGURG",
                    "SIGXCPU",
                    "SIGXFSZ",
                    "SIGVTALRM",
                    "SIGPROF",
                    "SIGWINCH",
                    "SIGIO",
                    "SIGPWR",
                    "SIGSYS");

    /// The shortest patience with a task that was asked to end; with none it would be killed at
    /// once.
    public static final long TIMEOUT_MIN_MS = 1_000;

    /// The longest patience with a task that was asked to end: a day.
    public static final long TIMEOUT_MAX_MS = 24 * 3_600_000L;

    private StopSignal() {}
}
