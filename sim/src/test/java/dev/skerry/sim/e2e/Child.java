package dev.skerry.sim.e2e;

import dev.skerry.sim.whole.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One process that a test has started: a JVM with what the test is of. All that it says goes to
/// one file.
final class Child {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin/java") + "";

    private final Process process;
    private final Path log;
    private final long logBytesBefore;

    private Child(Process process, Path log, long logBytesBefore) {
        this.process = process;
        this.log = log;
        this.logBytesBefore = logBytesBefore;
    }

    /// @param options for the JVM, before the class path
    static Child java(Path log, List<String> options, String main, List<String> arguments)
            throws IOException {
        return java(log, List.of(), options, main, arguments);
    }

    /// @param before a program and its arguments that becomes the JVM
    static Child java(
            Path log,
            List<String> before,
            List<String> options,
            String main,
            List<String> arguments)
            throws IOException {
        return java(log, before, options, main, arguments, Map.of());
    }

    /// @param environment beside that of the test
    static Child java(
            Path log,
            List<String> before,
            List<String> options,
            String main,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        var command = new ArrayList<String>(before);
        command.add(JAVA);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(Programs.start(ROOT, main));
        command.add(main);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long bytes = Files.exists(log) ? Files.size(log) : 0;
        return new Child(builder.start(), log, bytes);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// All that it has said so far.
    String said() throws IOException {
        var all = Files.readAllBytes(log);
        int from = Math.toIntExact(logBytesBefore);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /// `kill -9`, and waits until it is gone.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Ctrl-C, which a terminal sends to the whole group of processes.
    void interrupt() throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).inheritIO();
        if (kill.start().waitFor() != 0) throw new AssertionError("no group " + process.pid());
    }

    /// How it ended by itself.
    int exitCode() throws InterruptedException {
        if (process.waitFor(60, TimeUnit.SECONDS)) return process.exitValue();
        kill();
        throw new AssertionError("it did not end within a minute: " + process.info());
    }
}
