package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.logs.LogEnd;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// How a JVM ended, for people: its exit code says less than the last of what it wrote.
final class JvmEnd {
    /// What it is told to end with when it has no memory for an object.
    private static final int OUT_OF_MEMORY = 3;

    /// What it ends with when a main method has failed, or it could not begin.
    private static final int FAILED = 1;

    private static final Pattern ENDED =
            Pattern.compile("Terminating due to java\\.lang\\.OutOfMemoryError: ([ -~]{1,80})");
    private static final Pattern THROWN =
            Pattern.compile("java\\.lang\\.OutOfMemoryError: ([ -~]{1,80})");
    private static final Pattern TOO_NEW =
            Pattern.compile("UnsupportedClassVersionError: [ -~]*class file version ([0-9]{2})");
    private static final Pattern NOT_BEGUN =
            Pattern.compile("([ -~]{1,200})\\R+Error: Could not create the Java Virtual Machine");
    private static final Pattern UNREADABLE =
            Pattern.compile("Unable to access jarfile ([ -~]{1,200})");

    private JvmEnd() {}

    /// @param logs what it has written
    static String inWords(Exit exit, Path logs) {
        var plain = exit.inWords();
        if (exit.signal() != 0 || exit.starved() != Exit.Starved.NONE) return plain;
        var why =
                switch (exit.code()) {
                    case OUT_OF_MEMORY -> memory(ENDED, LogEnd.of(logs, "stdout"));
                    case FAILED -> failed(LogEnd.of(logs, "stderr"));
                    default -> "";
                };
        return why.isEmpty() ? plain : plain + ": " + why;
    }

    private static String failed(String said) {
        var memory = memory(THROWN, said);
        if (!memory.isEmpty()) return memory;
        var tooNew = TOO_NEW.matcher(said);
        if (tooNew.find()) {
            int needed = Integer.parseInt(tooNew.group(1)) - ClassLook.BEFORE_JAVA;
            return "it has classes for Java %d; say java: \">=%d\"".formatted(needed, needed);
        }
        var notBegun = NOT_BEGUN.matcher(said);
        if (notBegun.find()) return "the JVM could not begin, it says: " + notBegun.group(1);
        var unreadable = UNREADABLE.matcher(said);
        return unreadable.find() ? "its user cannot read " + unreadable.group(1) : "";
    }

    private static String memory(Pattern pattern, String said) {
        var found = pattern.matcher(said);
        if (!found.find()) return "";
        return "out of memory, %s; raise resources.memory of the task, or its part in jvmArgs"
                .formatted(found.group(1).strip());
    }
}
