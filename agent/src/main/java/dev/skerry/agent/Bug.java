package dev.skerry.agent;

/// A fault of the program itself, in one line, for whoever has to find it.
public final class Bug {
    private Bug() {}

    /// `a fault of this agent (IllegalStateException at X.java:7): what it says`.
    public static String words(Throwable bug) {
        var stack = bug.getStackTrace();
        var first = stack.length == 0 ? null : stack[0];
        var place = first == null ? "" : " at " + first.getFileName() + ":" + first.getLineNumber();
        var name = bug.getClass().getSimpleName();
        return "a fault of this agent (%s%s): %s".formatted(name, place, bug.getMessage());
    }
}
