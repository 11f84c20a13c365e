package dev.skerry.cli.dev;

import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.session.OwnFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One process of the fleet. Its id is written down, so that the next start finds what an unclean
/// end has left; what it says goes to a log.
final class Child {
    private static final long LOG_BYTES_MAX = 8 * 1024 * 1024;
    private static final int LOG_LINES_SHOWN = 8;

    private final String name;
    private final Path folder;
    private final List<String> command;
    private Process process;

    private Child(String name, Path folder, List<String> command, Process process) {
        this.name = name;
        this.folder = folder;
        this.command = command;
        this.process = process;
    }

    /// @param command as it is started again
    /// @param first as it is started this time
    static Child start(String name, Path folder, List<String> command, List<String> first)
            throws IOException {
        return new Child(name, folder, command, begin(folder, first));
    }

    private static Process begin(Path folder, List<String> command) throws IOException {
        var log = folder.resolve("log");
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX)
            Files.move(log, folder.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
        var builder = new ProcessBuilder(command);
        builder.environment().remove(Bearer.VARIABLE); // it is for whoever types here
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var process = builder.start();
        long began = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        OwnFile.write(folder.resolve("began"), Long.toString(began));
        OwnFile.write(folder.resolve("pid"), Long.toString(process.pid()));
        return process;
    }

    /// Ends what an earlier start has left behind, at once: an agent's tasks go on, and the next
    /// agent takes them over.
    ///
    /// @return whether there was something
    static boolean endLeftover(Path folder) throws IOException {
        var pid = DevFolder.text(folder.resolve("pid"));
        if (!pid.matches("[0-9]{1,10}")) return false;
        var found = ProcessHandle.of(Long.parseLong(pid));
        if (found.isEmpty()) return false;
        var handle = found.get();
        long began = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        if (!DevFolder.text(folder.resolve("began")).equals(Long.toString(began))) return false;
        boolean ended = handle.destroyForcibly();
        if (ended) handle.onExit().orTimeout(5, TimeUnit.SECONDS).join();
        return ended;
    }

    String name() {
        return name;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Starts it anew after an end that nobody asked for.
    void again() throws IOException {
        process = begin(folder, command);
    }

    /// How it ended.
    int exitCode() {
        return process.exitValue();
    }

    Path log() {
        return folder.resolve("log");
    }

    /// The last lines that it wrote.
    List<String> lastWords() throws IOException {
        if (!Files.exists(log())) return List.of();
        var lines = Files.readString(log(), StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
    }

    /// Asks it to end.
    void ask() {
        process.destroy();
    }

    /// Waits for its end, and forces it when the time is over.
    ///
    /// @return whether it ended by itself
    boolean await(Duration max) throws InterruptedException, IOException {
        boolean ended = process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        Files.deleteIfExists(folder.resolve("pid"));
        return ended;
    }
}
