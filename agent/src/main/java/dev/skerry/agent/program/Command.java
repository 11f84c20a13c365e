package dev.skerry.agent.program;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the program that a command means, and refuses what this node could not run.
public final class Command {
    private static final String PATH_DEFAULT =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int HEAD_BYTES = 256; // the kernel reads no more of a script's first line

    private final String command;
    private final String arch;

    private Command(String command, String arch) {
        this.command = command;
        this.arch = arch;
    }

    /// The program as an absolute path, checked.
    ///
    /// @param arch the node's machine, as `os.arch` names it
    public static Path find(String command, Path directory, Map<String, String> env, String arch)
            throws TaskRefused {
        var checks = new Command(command, arch);
        if (command.isEmpty()) throw TaskRefused.forGood("the task has no command");
        try {
            var program = checks.lookUp(directory, env.getOrDefault("PATH", PATH_DEFAULT));
            checks.checkFile(program);
            checks.content(program);
            return program;
        } catch (InvalidPathException e) {
            throw checks.refuse("is not a path");
        } catch (IOException e) {
            throw checks.refuse("can't be read: " + FileTrouble.words(e));
        }
    }

    private Path lookUp(Path directory, String path) throws TaskRefused, IOException {
        if (command.startsWith("/")) return Path.of(command);
        if (command.indexOf('/') >= 0) {
            var program = directory.resolve(command).normalize();
            if (!program.startsWith(directory.normalize())) {
                throw refuse("leads out of the task's directory " + directory);
            }
            boolean escapes =
                    Files.exists(program)
                            && !program.toRealPath().startsWith(directory.toRealPath());
            if (escapes) throw refuse("is a link out of the task's directory " + directory);
            return program;
        }
        var program = along(path, command);
        if (program == null) throw refuse("was not found along PATH " + path);
        return program;
    }

    /// The first of that name in the folders of a PATH; null: there is none.
    public static @Nullable Path along(String path, String name) {
        for (var entry : path.split(":", -1)) {
            if (!entry.startsWith("/")) continue;
            var program = Path.of(entry, name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) return program;
        }
        return null;
    }

    private void checkFile(Path program) throws TaskRefused {
        if (!Files.exists(program)) throw refuse("is not there: " + program);
        if (Files.isDirectory(program)) throw refuse("is a directory: " + program);
        if (!Files.isRegularFile(program)) throw refuse("is not a file: " + program);
        if (!Files.isExecutable(program)) {
            throw refuse("is not executable: " + program + "; chmod +x would make it so");
        }
    }

    private void content(Path program) throws TaskRefused, IOException {
        var looked = Peek.at(program, () -> contentRefused(program));
        var why = looked.orElse(Optional.empty()); // not looked at: the kernel says what is wrong
        if (why.isPresent()) throw why.get();
    }

    private Optional<TaskRefused> contentRefused(Path program) throws IOException {
        try {
            checkContent(program);
            return Optional.empty();
        } catch (TaskRefused e) {
            return Optional.of(e);
        }
    }

    private void checkContent(Path program) throws TaskRefused, IOException {
        try (var file = FileChannel.open(program, StandardOpenOption.READ)) {
            var head = ByteBuffer.allocate(HEAD_BYTES);
            file.read(head, 0);
            head.flip();
            if (ElfProgram.is(head)) checkElf(ElfProgram.read(file));
            else if (head.limit() > 2 && head.get(0) == '#' && head.get(1) == '!') {
                checkScript(head);
            }
        }
    }

    private void checkElf(ElfProgram elf) throws TaskRefused {
        if (!elf.runsOn(arch)) {
            throw refuse("is built for " + elf.machineName() + "; this node is " + arch);
        }
        if (!elf.interpreter().isEmpty() && !Files.isExecutable(Path.of(elf.interpreter()))) {
            throw refuse(
                    "is a "
                            + elf.bits()
                            + "-bit program that needs the loader "
                            + elf.interpreter()
                            + ", which this node does not have");
        }
    }

    private void checkScript(ByteBuffer head) throws TaskRefused {
        var text = StandardCharsets.UTF_8.decode(head.position(2)).toString();
        int end = text.indexOf('\n');
        var whole = end < 0 ? text : text.substring(0, end);
        if (whole.endsWith("\r")) throw refuse("is a script with lines that end in CR LF");
        var line = whole.strip();
        int blank = line.indexOf(' ');
        var interpreter = blank < 0 ? line : line.substring(0, blank);
        if (interpreter.isEmpty()) throw refuse("is a script without an interpreter after #!");
        if (!Files.isExecutable(Path.of(interpreter))) {
            throw refuse("is a script for " + interpreter + ", which this node does not have");
        }
    }

    private TaskRefused refuse(String why) {
        return TaskRefused.forGood("command '" + command + "' " + why);
    }
}
