package dev.skerry.agent.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/// Where containers have their files while they are made, each in a view of its own of this
/// machine. Their root, who is nobody here, has to come there: an agent's folder may be closed.
final class MountPoint {
    private static final List<Path> USUAL =
            List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/opt"));

    private MountPoint() {}

    /// What lies below would be hidden.
    ///
    /// @param folder of the driver's own, below which nothing is hidden that a container needs
    static Path of(Path folder) throws IOException {
        for (var usual : USUAL) if (!folder.startsWith(usual) && isOpen(usual)) return usual;
        return Files.createDirectories(folder.resolve("root"));
    }

    private static boolean isOpen(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(folder)
                        .contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}
