package dev.skerry.kernel;

/// The time as one host knows it, handed to a machine with each message.
///
/// @param tickMs milliseconds on the host's monotonic clock; it never goes back within one boot and
///   all intervals are measured by it
/// @param wallMs milliseconds since 1970-01-01 UTC as the host believes; only for people to read
public record Now(long tickMs, long wallMs) {}
