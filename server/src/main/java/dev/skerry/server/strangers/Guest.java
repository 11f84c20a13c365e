package dev.skerry.server.strangers;

import java.net.InetAddress;

/// Whoever takes places.
///
/// @param address that he comes from
/// @param caller the id of the token that he came with; empty: he is known by his address only
public record Guest(InetAddress address, String caller) {}
