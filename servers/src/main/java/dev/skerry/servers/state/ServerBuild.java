package dev.skerry.servers.state;

/// What a server runs.
///
/// @param version of Skerry
/// @param logFormat the newest format of the log that it reads
public record ServerBuild(String version, int logFormat) {
    /// Whether it can read facts of that format.
    public boolean reads(int format) {
        return logFormat >= format;
    }
}
