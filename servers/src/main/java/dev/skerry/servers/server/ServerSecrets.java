package dev.skerry.servers.server;

/// Where the secrets of tokens come from that servers join with.
@FunctionalInterface
public interface ServerSecrets {
    FreshSecret fresh();

    /// @param text shown once and kept nowhere
    /// @param hash what is kept of it
    record FreshSecret(String text, String hash) {
        @Override
        public String toString() {
            return "FreshSecret[…]";
        }
    }
}
