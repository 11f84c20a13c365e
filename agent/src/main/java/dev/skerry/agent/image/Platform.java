package dev.skerry.agent.image;

import java.util.List;

/// What machine an image is for, in the words of images: `linux`, `arm`, `v7`.
///
/// @param variant empty: any, or it was not said
public record Platform(String os, String arch, String variant) {
    /// Which variants a 32-bit ARM of those that a Java of today runs on can run, the best first.
    private static final List<String> ARM = List.of("v7", "v6", "v5", "");

    private static final int NEVER = Integer.MAX_VALUE;

    /// @param arch as `os.arch` names it
    static Platform ofNode(String arch) {
        return new Platform(
                "linux",
                switch (arch) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    case "x86", "i386" -> "386";
                    default -> arch;
                },
                "");
    }

    /// What is for the other runs on this one.
    boolean runs(Platform other) {
        return rank(other) < NEVER;
    }

    /// Of two that run the one with the smaller number is made for this machine more closely.
    int rank(Platform other) {
        if (!os.equals(other.os) || !arch.equals(other.arch)) return NEVER;
        var variants =
                switch (arch) {
                    case "arm" -> ARM;
                    case "arm64" -> List.of("v8", "");
                    case "amd64" -> List.of("v1", "");
                    default -> List.of(other.variant);
                };
        int rank = variants.indexOf(other.variant);
        return rank < 0 ? NEVER : rank;
    }

    /// `amd64`, `arm/v7`, `windows/amd64`: for people.
    @Override
    public String toString() {
        var words = variant.isEmpty() ? arch : arch + "/" + variant;
        return os.equals("linux") ? words : os + "/" + words;
    }
}
