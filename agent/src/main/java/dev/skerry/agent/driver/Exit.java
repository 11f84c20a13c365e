package dev.skerry.agent.driver;

import java.time.Instant;

/// How a task ended.
///
/// @param code what its first process returned; 0 when a signal ended it
/// @param signal the signal that ended it, or 0
/// @param starved which of its processes the kernel killed for want of memory
/// @param at when, by the node's clock
public record Exit(int code, int signal, Starved starved, Instant at) {
    /// Which processes had to end for want of memory.
    public enum Starved {
        NONE,
        /// Some that the first one had started; it ended in a way of its own.
        OTHERS,
        /// The first one, and with it the task.
        FIRST
    }

    /// Whether it ended by itself and content.
    public boolean successful() {
        return code == 0 && signal == 0;
    }

    /// One sentence, for people.
    public String inWords() {
        var end = signal == 0 ? "exit code " + code : "ended by " + SignalName.of(signal);
        return switch (starved) {
            case NONE -> end;
            case OTHERS ->
                    end
                            + "; processes that it had started were killed for want of memory:"
                            + " raise resources.memory of the task";
            case FIRST -> "killed: out of memory; raise resources.memory of the task";
        };
    }
}
