package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// `skerry dev` in a folder of its own, which has a `./skerry` and the examples as a checkout has.
final class DevFleet implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));
    private static final long UP_MAX_NS = TimeUnit.MINUTES.toNanos(6);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final List<String> PORTS =
            List.of(
                    "http",
                    "link",
                    "http.2",
                    "link.2",
                    "http.3",
                    "link.3",
                    "node.badge-1",
                    "node.badge-2",
                    "node.pi",
                    "node.appliance");
    private static final Pattern PAGE = Pattern.compile("Page {6}(http://[0-9.:]+)/#login=(\\S+)");

    private final Path folder;
    private final Path dist;
    private final Path out;
    private Process process;
    private String address = "";
    private String code = "";

    private final List<String> flags;

    private DevFleet(Path folder, Path dist, List<String> flags) throws IOException {
        this.flags = flags;
        this.folder = folder;
        this.dist = dist;
        out = folder.resolve("dev.out");
        prepare();
        process = begin();
    }

    /// Starts it, and returns when it has printed what to try.
    static DevFleet start(Path folder, String... flags) throws IOException {
        var fleet = new DevFleet(folder, dist(), List.of(flags));
        fleet.awaitUp();
        return fleet;
    }

    /// What was built last: by this build, or by `./skerry build` before.
    private static Path dist() {
        for (var dist : List.of(ROOT.resolve("target/dist"), ROOT.resolve("dist")))
            if (Files.exists(dist.resolve("bin/skerry-server"))
                    && Files.exists(dist.resolve("examples/badge/badge.jar"))
                    && Files.isDirectory(dist.resolve("lib/cli"))) return dist;
        return fail("the programs are not built: ./skerry build, or mvn verify");
    }

    private void prepare() throws IOException {
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
        var dev = Files.createDirectories(folder.resolve(".skerry/dev"));
        Files.write(dev.resolve("fleet"), ports());
    }

    /// Its ports, as if it had had them before: of two fleets that start at the same time both
    /// would find the usual ones free.
    private static List<String> ports() {
        return PORTS.stream().map(it -> it + "=" + OwnPorts.next()).toList();
    }

    private Process begin() throws IOException {
        var words =
                new ArrayList<>(
                        List.of("setsid", "env", "--default-signal=INT", "./skerry", "dev"));
        words.addAll(flags);
        return builder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectInput(new File("/dev/null"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        builder.environment().put("SKERRY_JAVA", java.toString());
        builder.environment().merge("PATH", java.getParent() + "", (path, jdk) -> jdk + ":" + path);
        builder.environment().put("SKERRY_HOME", dist.toString());
        builder.environment().remove("SKERRY_TOKEN");
        builder.environment().put("SKERRY_CREDENTIALS", folder.resolve("credentials").toString());
        if (address.isEmpty()) builder.environment().remove("SKERRY_ADDR");
        else builder.environment().put("SKERRY_ADDR", address);
        return builder;
    }

    private void awaitUp() throws IOException {
        long untilNs = System.nanoTime() + UP_MAX_NS;
        while (!said().contains("What happens:")) {
            if (!process.isAlive() || System.nanoTime() - untilNs > 0)
                fail("dev did not come up:\n" + said());
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        var page = PAGE.matcher(said());
        if (!page.find()) fail("no address of a page:\n" + said());
        address = page.group(1);
        code = page.group(2);
    }

    String said() throws IOException {
        return Files.readString(out);
    }

    String address() {
        return address;
    }

    /// Of the link that it has printed, which logs a browser in.
    String code() {
        return code;
    }

    /// Runs a command beside it.
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

    /// Ends it as a supervisor does, waits, and says what is left of it.
    List<String> end() throws IOException, InterruptedException {
        process.destroy();
        return ended();
    }

    /// Ends it by Ctrl-C: a terminal sends the signal to its processes as well, all at once.
    List<String> interrupt() throws IOException, InterruptedException {
        var kill = List.of("kill", "-INT", "--", "-" + process.pid());
        assertEquals(0, builder(kill).inheritIO().start().waitFor());
        var left = ended();
        assertEquals(130, process.exitValue(), said());
        assertFalse(said().contains("\tat "), said());
        return left;
    }

    private List<String> ended() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) fail("dev does not end:\n" + said());
        return processes();
    }

    /// Starts it again where it was.
    void again() throws IOException {
        process = begin();
        awaitUp();
    }

    /// Processes that have to do with its folder, or run its badge.
    List<String> processes() {
        var found = new ArrayList<String>();
        for (var handle : ProcessHandle.allProcesses().toList()) {
            var environment = Path.of("/proc", Long.toString(handle.pid()), "environ");
            var line = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
            var text = text(line) + text(environment);
            boolean own = text.contains(folder + "/.skerry");
            if (own) found.add(handle.pid() + " " + text(line).replace('\0', ' '));
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
