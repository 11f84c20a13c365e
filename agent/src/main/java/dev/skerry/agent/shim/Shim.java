package dev.skerry.agent.shim;

import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.files.WholeFile;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The shim's program: unpacked once, then run once per task.
final class Shim {
    private static final long START_MAX_S = 30;
    private static final int MESSAGE_BYTES_MAX = 128;
    private static final int NO_ENTRY = 2;
    private static final int TOO_BIG = 7;
    private static final int NOT_A_PROGRAM = 8;
    private static final int TRY_AGAIN = 11;
    private static final int NO_PERMISSION = 13;
    private static final int DISK_FULL = 28;
    private static final int COMPARED_BYTES = 8192;

    private final Path program;

    private Shim(Path program) {
        this.program = program;
    }

    /// Puts the shim for this machine into the directory. Shims that run keep the file they have.
    static Shim unpack(Path directory) throws IOException {
        var resource = "skerry-shim." + System.getProperty("os.arch");
        Files.deleteIfExists(directory.resolve("skerry-shim.new")); // of an agent that was killed
        try (var in = Shim.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(
                        "this build of Skerry holds no " + resource + " for this machine");
            }
            var program = directory.resolve("skerry-shim");
            if (isFolder(program)) throw WholeFile.trouble(program, "it is a folder");
            if (Files.isExecutable(program) && same(in, program)) return new Shim(program);
        }
        return new Shim(unpack(directory, resource));
    }

    private static boolean isFolder(Path program) {
        return Files.isDirectory(program, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path unpack(Path directory, String resource) throws IOException {
        var program = directory.resolve("skerry-shim");
        try (var in = Shim.class.getResourceAsStream(resource)) {
            if (in == null) throw new FileNotFoundException(resource);
            var fresh = directory.resolve("skerry-shim.new");
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
            return program;
        }
    }

    /// Compares in small steps: the whole program in the heap is what the agent would then hold.
    private static boolean same(InputStream in, Path program) throws IOException {
        try (var found = Files.newInputStream(program)) {
            while (true) {
                var bytes = in.readNBytes(COMPARED_BYTES);
                if (!Arrays.equals(bytes, found.readNBytes(COMPARED_BYTES))) return false;
                if (bytes.length == 0) return true;
            }
        }
    }

    /// The file, which is executed behind walls as well.
    Path program() {
        return program;
    }

    /// Runs a shim with these orders; returns when its task runs.
    void start(ProcessLaunch launch, byte[] orders) throws TaskRefused {
        try {
            var message = run(orders);
            if (!message.isEmpty()) throw refusal(launch, message);
        } catch (IOException e) {
            throw TaskRefused.forNow("the shim can't be started: " + FileTrouble.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TaskRefused.forNow("the agent is being stopped");
        }
    }

    private String run(byte[] orders) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(program.toString());
        builder.environment().clear();
        builder.directory(new File("/")).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(orders);
        }
        if (!process.waitFor(START_MAX_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "slow 0";
        }
        try (var err = process.getErrorStream()) {
            if (process.exitValue() == 0) return "";
            var text = new String(err.readNBytes(MESSAGE_BYTES_MAX), StandardCharsets.US_ASCII);
            return text.isBlank() ? "shim 0" : text.strip();
        }
    }

    /// Gives meaning to "step errno".
    static TaskRefused refusal(ProcessLaunch launch, String message) {
        int blank = message.indexOf(' ');
        var step = blank < 0 ? message : message.substring(0, blank);
        int error = blank < 0 ? 0 : Integer.parseInt(message.substring(blank + 1));
        return switch (step) {
            case "exec" -> exec(launch, error);
            case "chdir" ->
                    TaskRefused.forGood(
                            launch.directory()
                                    + " can't be entered by the task's user: "
                                    + text(error));
            case "wrapper" -> TaskRefused.forNow("no walls can be built for it: " + wrapper(error));
            case "filter" ->
                    TaskRefused.forNow("its system calls can't be filtered: " + text(error));
            case "join" ->
                    TaskRefused.forNow(
                            "it can't come behind the walls of its task: " + text(error));
            case "overlay" ->
                    TaskRefused.forNow("the layers of its image can't be mounted: " + text(error));
            case "create", "start" ->
                    TaskRefused.forNow("its container can't be made: " + runtime(error));
            case "cgroup" -> TaskRefused.forNow("the task can't join its cgroup: " + text(error));
            case "lock" -> TaskRefused.forNow(launch.handle() + " runs already");
            case "uid", "gid", "groups" ->
                    TaskRefused.forGood(
                            "the agent can't become user '" + launch.user() + "': " + text(error));
            case "slow" -> TaskRefused.forNow("the shim did not report within 30 s");
            default -> TaskRefused.forNow("the shim failed at '" + step + "': " + text(error));
        };
    }

    private static TaskRefused exec(ProcessLaunch launch, int error) {
        var command = "command '" + launch.program().command() + "' ";
        return switch (error) {
            case NO_PERMISSION -> TaskRefused.forGood(command + "may not be executed by its user");
            case NO_ENTRY -> TaskRefused.forGood(command + "or its interpreter is not there");
            case NOT_A_PROGRAM ->
                    TaskRefused.forGood(
                            command + "is neither a program for this machine nor a script with #!");
            case TOO_BIG -> TaskRefused.forGood(command + "has too long arguments or environment");
            default -> TaskRefused.forNow(command + "can't be executed: " + text(error));
        };
    }

    private static String runtime(int code) {
        return "its runtime has ended with %d; its stderr says why".formatted(code);
    }

    private static String wrapper(int error) {
        return error == 0 ? "its stderr says why" : text(error);
    }

    private static String text(int error) {
        return switch (error) {
            case 1 -> "not permitted";
            case NO_ENTRY -> "not there";
            case TRY_AGAIN -> "no more processes are allowed, or it is locked";
            case 12 -> "not enough memory";
            case NO_PERMISSION -> "permission denied";
            case 16 -> "busy";
            case 19 -> "no such device";
            case 20 -> "not a directory";
            case 24 -> "too many open files";
            case DISK_FULL -> "the disk is full";
            case 30 -> "the disk is read-only";
            default -> "error " + error;
        };
    }
}
