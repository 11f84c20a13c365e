package dev.skerry.agent.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Where containers have their files while they are made, each in a view of its own of this
/// machine. Their root, who is nobody here, has to come there: an agent's folder may be closed.
final class MountPoint {
    private static final List<Path> USUAL =
            List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/opt"));

    private MountPoint() {}

    /// What lies below would be hidden.
    ///
    /// @param folder of the driver's own, below which nothing is hidden that a container needs; it
    ///   is made
    static Path of(Path folder) throws IOException {
        make(folder, "rwx------");
        for (var usual : USUAL) if (!folder.startsWith(usual) && isOpen(usual)) return usual;
        make(folder, "rwx--x--x");
        return make(folder.resolve("root"), "rwx--x--x");
    }

    private static Path make(Path folder, String permissions) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static boolean isOpen(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(folder)
                        .contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}
