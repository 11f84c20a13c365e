package dev.skerry.cli.api;

/// A command that came to nothing: one sentence that says why, and what to do next.
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String advice;

    /// @param exitCode one of [ExitCode]
    /// @param advice what to do next; empty: the sentence says it
    public Failure(int exitCode, String sentence, String advice) {
        super(sentence);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    public int exitCode() {
        return exitCode;
    }

    public String advice() {
        return advice;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// A value on the command line that cannot be right.
    public static Failure usage(String name, String value, String should) {
        return new Failure(
                ExitCode.USAGE,
                "%s is \"%s\"; it should be %s.".formatted(name, value, should),
                "");
    }
}
