package dev.skerry.agent.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a node has its images.
///
/// @param path where programs are looked for, as in PATH
/// @param arch this machine, as `os.arch` names it
/// @param ids which id of the node stands for id 0 of an image; 0 to 65535 of it stand for those
///   behind
/// @param bytesMax of all layers together
/// @param imageBytesMax of the layers of one image
/// @param registries a registries.conf; null: that of the node
/// @param credentials a file as `skopeo login --authfile` writes it; null: nobody is logged in
/// @param shim the program whose mode `marks` says in the kernel's way what a layer takes away
public record ImageSettings(
        String path,
        String arch,
        int ids,
        long bytesMax,
        long imageBytesMax,
        @Nullable Path registries,
        @Nullable Path credentials,
        Path shim) {
    public static final long BYTES_MAX = 4L << 30;
    public static final long IMAGE_BYTES_MAX = 2L << 30;
}
