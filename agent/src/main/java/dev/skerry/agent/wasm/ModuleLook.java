package dev.skerry.agent.wasm;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.program.Peek;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Looks at a module before a host is started for it.
final class ModuleLook {
    private static final int HEAD_BYTES = 8;

    /// `\0asm`, as bytes stand in a file.
    private static final int MAGIC = 0x6d736100;

    private static final int MODULE = 1;

    /// What components have in place of it, whatever their own version.
    private static final int LAYER_OF_COMPONENTS = 1;

    private ModuleLook() {}

    /// @param directory where the task runs, from where its paths are
    /// @return the file
    /// @throws TaskRefused when it is not there, or none that can be run
    static Path find(String name, Path directory) throws TaskRefused {
        var what = "module '%s'".formatted(name);
        try {
            var file = directory.resolve(name).toAbsolutePath().normalize();
            if (!Files.isRegularFile(file))
                throw TaskRefused.forGood(
                        "%s%s %s"
                                .formatted(
                                        what,
                                        name.startsWith("/") ? "" : " (%s)".formatted(file),
                                        Files.exists(file) ? "is not a file" : "is not there"));
            var head = Peek.at(file, () -> head(file));
            if (head.isPresent()) check(what, head.get());
            return file.toRealPath();
        } catch (InvalidPathException e) {
            throw TaskRefused.forGood(what + " is not a path");
        } catch (IOException e) {
            throw TaskRefused.forGood(what + " can't be read: " + FileTrouble.words(e));
        }
    }

    private static ByteBuffer head(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(head, 0);
            return head;
        }
    }

    private static void check(String what, ByteBuffer head) throws TaskRefused {
        if (head.position() < HEAD_BYTES || head.getInt(0) != MAGIC)
            throw TaskRefused.forGood(what + " is no WASM module");
        if (head.getInt(4) == MODULE) return;
        if (head.getShort(6) == LAYER_OF_COMPONENTS)
            throw TaskRefused.forGood(
                    what
                            + " is a component; what runs here is a core module for WASI"
                            + " preview 1, as of target wasm32-wasip1");
        throw TaskRefused.forGood(
                "%s is of version %d of WASM, and what runs here is of 1"
                        .formatted(what, head.getInt(4)));
    }
}
