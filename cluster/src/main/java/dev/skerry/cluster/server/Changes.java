package dev.skerry.cluster.server;

import dev.skerry.cluster.ClusterMessage;

/// Asking for a change, with a refusal as what the routes throw.
final class Changes {
    private Changes() {}

    /// The index of the log that the change is at.
    static long done(Control control, ClusterMessage message)
            throws InterruptedException, Declined {
        return switch (control.submit(message)) {
            case Control.Result.Done(var index) -> index;
            case Control.Result.Refused(var refusal) -> throw new Declined(refusal);
        };
    }
}
