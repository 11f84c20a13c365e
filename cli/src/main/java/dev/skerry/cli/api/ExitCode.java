package dev.skerry.cli.api;

/// How a command ends, for scripts.
public final class ExitCode {
    public static final int OK = 0;

    /// The server refused, or something broke.
    public static final int FAILED = 1;

    /// Wrong words on the command line, or a wrong file.
    public static final int USAGE = 2;

    public static final int NOT_FOUND = 3;
    public static final int UNREACHABLE = 4;

    /// Waited for, and did not come.
    public static final int TIMED_OUT = 5;

    /// Not logged in, or not allowed.
    public static final int NOT_ALLOWED = 6;

    /// Ended by Ctrl-C.
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
