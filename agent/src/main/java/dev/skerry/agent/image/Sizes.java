package dev.skerry.agent.image;

/// Numbers of bytes for people.
final class Sizes {
    private static final long MIB = 1L << 20;

    private Sizes() {}

    static String words(long bytes) {
        return bytes < MIB ? (bytes + 1023) / 1024 + " KiB" : (bytes + MIB - 1) / MIB + " MiB";
    }
}
