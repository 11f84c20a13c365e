package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A folder that has a `./skerry` and the examples, as a checkout has, and what is typed there.
final class Checkout {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));
    private static final long ENDED_MAX_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path folder;
    private final Path dist;
    private final Path java;
    private String address = "";

    /// @param folder an empty one
    Checkout(Path folder) throws IOException {
        this.folder = folder;
        dist = Programs.folder(ROOT);
        java = Programs.java(folder);
        var script =
                """
                #!/bin/sh
                role=cli
                case "$1:$2" in
                    server:list|server:join-token|server:remove|server:leave) ;;
                    cell:restore|cell:verify) role=server;;
                    server:*|agent:*) role=$1; shift;;
                esac
                exec "%s/bin/skerry-$role" "$@"
                """
                        .formatted(dist);
        var launcher = folder.resolve("skerry");
        Files.writeString(launcher, script);
        if (!launcher.toFile().setExecutable(true)) fail("chmod");
        Files.createSymbolicLink(folder.resolve("examples"), ROOT.resolve("examples"));
    }

    Path folder() {
        return folder;
    }

    /// What is typed from now on goes there, where it does not say otherwise.
    void address(String server) {
        address = server;
    }

    ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.environment().put("SKERRY_JAVA", java.toString());
        var tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (path, jdk) -> jdk + ":" + path);
        builder.environment().put("SKERRY_HOME", dist.toString());
        builder.environment().remove("SKERRY_TOKEN");
        builder.environment().put("SKERRY_CREDENTIALS", folder.resolve("credentials").toString());
        if (address.isEmpty()) builder.environment().remove("SKERRY_ADDR");
        else builder.environment().put("SKERRY_ADDR", address);
        return builder;
    }

    /// Runs a command there.
    ///
    /// @return what it printed, both streams
    String run(String... command) throws IOException, InterruptedException {
        var file = Files.createTempFile(folder, "command", ".out");
        var running =
                builder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start();
        if (!running.waitFor(5, TimeUnit.MINUTES)) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            fail("not over after 5 minutes:\n" + Files.readString(file));
        }
        var text = Files.readString(file);
        assertEquals(0, running.exitValue(), text);
        return text;
    }

    /// What still runs of all that was typed there, a while after it was asked to end.
    List<String> left() {
        long untilNs = System.nanoTime() + ENDED_MAX_NS;
        while (System.nanoTime() - untilNs < 0 && !processes("/").isEmpty())
            LockSupport.parkNanos(LOOK_EVERY_NS);
        return processes("/");
    }

    /// Processes that have to do with this folder, now.
    ///
    /// @param below the beginning of the names in it that they have to do with
    List<String> processes(String below) {
        var found = new ArrayList<String>();
        for (var handle : ProcessHandle.allProcesses().toList()) {
            var about = Path.of("/proc", Long.toString(handle.pid()));
            var line = text(about.resolve("cmdline"));
            var text = line + text(about.resolve("environ"));
            if (text.contains(folder + below))
                found.add(handle.pid() + " " + line.replace('\0', ' '));
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }
}
