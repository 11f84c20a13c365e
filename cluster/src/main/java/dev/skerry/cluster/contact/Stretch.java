package dev.skerry.cluster.contact;

/// A time in which a node was in reach, or was not: from a moment on, until the next stretch
/// begins.
public record Stretch(Reachability seen, long fromWallMs) {
    public enum Reachability {
        /// It has joined and was not there before.
        JOINED,
        CONNECTED,
        MISSED,
        /// No server ran.
        UNKNOWN
    }

    Stretch from(long wallMs) {
        return new Stretch(seen == Reachability.JOINED ? Reachability.MISSED : seen, wallMs);
    }
}
