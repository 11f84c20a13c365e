package dev.skerry.agent.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a node has its images.
///
/// @param path where programs are looked for, as in PATH
/// @param arch this machine, as `os.arch` names it
/// @param ids the number of the node that stands for root, 0, of all images; those behind it stand
///   for the others, [#IDS_MAX] in all
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
    /// So many users, and so many groups, are in an image: 0 to 65,535.
    public static final int IDS_MAX = 65_536;

    public static final long BYTES_MAX = 4L << 30;
    public static final long IMAGE_BYTES_MAX = 2L << 30;
}
