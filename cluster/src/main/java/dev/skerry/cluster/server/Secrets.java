package dev.skerry.cluster.server;

/// Where the secrets of join tokens come from.
@FunctionalInterface
public interface Secrets {
    Secret fresh();

    /// @param text shown once and kept nowhere
    /// @param hash what is kept of it
    record Secret(String text, String hash) {}
}
