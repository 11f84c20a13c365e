package dev.skerry.agent.container;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files of an image, looked at where its layers lie. No link is followed: it would lead elsewhere
/// on this node.
///
/// @param layers the topmost first
record LayeredFiles(List<Path> layers) {
    private static final long BYTES_MAX = 1024 * 1024;

    LayeredFiles {
        layers = List.copyOf(layers);
    }

    /// The topmost of that name, whatever it is; null: there is none.
    ///
    /// @param name from the root, without a slash before it
    @Nullable Path find(String name) {
        for (var layer : layers) {
            var file = layer;
            boolean there = true;
            for (var part : Path.of(name)) {
                file = file.resolve(part);
                there &= Files.exists(file, LinkOption.NOFOLLOW_LINKS);
                if (Files.isSymbolicLink(file) && !file.equals(layer.resolve(name))) return null;
            }
            if (there) return file;
        }
        return null;
    }

    /// A program as the container has it, by its path or along a PATH.
    Path program(String command, String path) throws TaskRefused {
        if (command.startsWith("/")) return Path.of(command);
        if (command.indexOf('/') < 0) {
            for (var entry : path.split(":", -1)) {
                if (!entry.startsWith("/")) continue;
                if (find(entry.substring(1) + "/" + command) != null)
                    return Path.of(entry, command);
            }
        }
        throw TaskRefused.forGood(
                "command '%s' was not found in the container, along PATH %s"
                        .formatted(command, path));
    }

    /// Of a text; none: it is not there, or no file.
    List<String> lines(String name) throws IOException {
        var file = find(name);
        if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return List.of();
        if (Files.size(file) > BYTES_MAX) throw new IOException(name + " exceeds 1 MiB");
        return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    }
}
