package dev.skerry.cluster.contact;

/// A time in which no server ran: nobody knows how the nodes were.
///
/// @param fromWallMs the last moment at which a server is known to have been there
/// @param untilWallMs when the next one was there
public record Absence(long fromWallMs, long untilWallMs) {
    public long ms() {
        return untilWallMs - fromWallMs;
    }
}
