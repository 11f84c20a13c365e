package dev.skerry.trust.server.issuers;

/// What one server has of an issuer's keys.
///
/// @param count of those that can be used; 0: none so far
/// @param readTickMs when they were read, on the servers' clock
/// @param failed how often they could not be read, since this server began
/// @param wrong why they could not be read the last time; empty: they could
public record KeysState(String issuer, int count, long readTickMs, long failed, String wrong) {}
