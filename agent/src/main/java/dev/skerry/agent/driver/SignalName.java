package dev.skerry.agent.driver;

import java.util.Locale;

/// The signals that can be sent to a task, by name, with the numbers that Linux gives them on x86,
/// ARM and RISC-V.
public final class SignalName {
    private static final String[] BY_NUMBER = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
        "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
        "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
    };

    private SignalName() {}

    /// The number of a signal written as `SIGTERM`, `TERM` or `term`.
    ///
    /// @throws TaskRefused when there is none of that name
    public static int number(String name) throws TaskRefused {
        var upper = name.toUpperCase(Locale.ROOT);
        var bare = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
        for (int number = 1; number < BY_NUMBER.length; number++) {
            if (BY_NUMBER[number].equals(bare)) return number;
        }
        throw TaskRefused.forGood(
                "there is no signal '"
                        + name
                        + "'; use one such as SIGTERM, SIGINT, SIGHUP or SIGQUIT");
    }

    /// `SIGKILL` for 9; the bare number when it has no name.
    public static String of(int number) {
        boolean named = number > 0 && number < BY_NUMBER.length;
        return named ? "SIG" + BY_NUMBER[number] : Integer.toString(number);
    }
}
