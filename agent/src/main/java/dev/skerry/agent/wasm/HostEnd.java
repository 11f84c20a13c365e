package dev.skerry.agent.wasm;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.logs.LogEnd;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// How a host ended, for people: what it said last.
final class HostEnd {
    private static final int LATE = 124;
    private static final int NO_MODULE = 126;
    private static final int TRAPPED = 125;

    /// What a JVM ends with that is told to when it has no memory for an object.
    private static final int OUT_OF_MEMORY = 3;

    private static final Pattern SAID =
            Pattern.compile("skerry-wasm: ([ -~\\p{L}\\p{M}]{1,300})\\P{Cntrl}*\\R?\\z");
    private static final Pattern ENDED =
            Pattern.compile(
                    "Terminating due to java\\.lang\\.OutOfMemoryError: [ -~]{1,80}\\R?\\z");

    private HostEnd() {}

    /// @param logs what it has written
    static String inWords(Exit exit, Path logs) {
        var plain = exit.inWords();
        if (exit.signal() != 0 || exit.starved() != Exit.Starved.NONE) return plain;
        return switch (exit.code()) {
            case LATE, NO_MODULE, TRAPPED -> {
                var said = SAID.matcher(LogEnd.of(logs, "stderr"));
                yield said.find() ? plain + ": " + said.group(1) : plain;
            }
            case OUT_OF_MEMORY ->
                    ENDED.matcher(LogEnd.of(logs, "stdout")).find()
                            ? plain + ": out of memory; raise resources.memory of the task"
                            : plain;
            default -> plain;
        };
    }
}
