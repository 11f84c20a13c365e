package dev.skerry.trust.server;

import dev.skerry.kernel.Now;
import dev.skerry.trust.state.Trust;

/// Callers and signing rules as they are now, each time they are asked for.
public interface TrustView {
    /// What is committed.
    Trust trust();

    /// The servers' clock.
    Now time();
}
