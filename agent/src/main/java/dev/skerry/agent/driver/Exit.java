package dev.skerry.agent.driver;

import java.time.Instant;

/// How a task ended.
///
/// @param code what its first process returned; 0 when a signal ended it
/// @param signal the signal that ended it, or 0
/// @param oomKilled whether the kernel killed one of its processes for want of memory
/// @param at when, by the node's clock
public record Exit(int code, int signal, boolean oomKilled, Instant at) {
    /// Whether it ended by itself and content.
    public boolean successful() {
        return code == 0 && signal == 0;
    }
}
