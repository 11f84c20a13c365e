package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What was built last: by this build, or by `./skerry build` before.
public final class Programs {
    private static final long CACHES_MAX_S = 180;

    /// By its main class: which role it is, and options without which its cache does not fit.
    private static final Map<String, Role> ROLES =
            Map.of(
                    "dev.skerry.agent.AgentMain", new Role("agent", List.of()),
                    "dev.skerry.cli.Main", new Role("cli", List.of()),
                    "dev.skerry.server.ServerMain",
                            new Role("server", List.of("-XX:+UseCompactObjectHeaders")));

    private record Role(String name, List<String> options) {}

    private Programs() {}

    /// The programs of a checkout, with their caches of loaded classes, as `./skerry build` leaves
    /// them: without these a server takes twice the work to start, and a command a third more.
    static Path folder(Path root) throws IOException {
        var built = root.resolve("target/dist");
        for (var dist : List.of(built, root.resolve("dist")))
            if (Files.exists(dist.resolve("bin/skerry-server"))
                    && Files.exists(dist.resolve("examples/badge/badge.jar"))
                    && Files.isDirectory(dist.resolve("lib/cli"))) {
                if (dist.equals(built)) cache(dist);
                return dist;
            }
        return fail("the programs are not built: ./skerry build, or mvn verify");
    }

    /// The options and the class path of a JVM that begins there. Where this process tests what was
    /// packaged, these are the jars of its role, with their cache; otherwise they may be older than
    /// what is tested, and the class path is that of this process.
    ///
    /// @param main the main class
    public static List<String> start(Path root, String main) throws IOException {
        var tested = System.getProperty("java.class.path");
        var role = ROLES.get(main);
        var built = root.resolve("target/dist");
        if (role == null || !tested.contains(built.resolve("lib/server/skerry-server-") + ""))
            return List.of("-cp", tested);
        var options = new ArrayList<>(role.options());
        var lib = folder(root).resolve("lib");
        var cache = lib.resolve(role.name() + ".aot");
        if (Files.exists(cache)) options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off"));
        try (var jars = Files.list(lib.resolve(role.name()))) {
            // in the order of the cache, which is that of the scripts
            var names = jars.map(Path::toString).filter(it -> it.endsWith(".jar")).sorted();
            options.addAll(List.of("-cp", names.collect(Collectors.joining(":"))));
        }
        return options;
    }

    /// The Java of this process, without its optimizing compiler: what is tested ends before that
    /// has earned what it takes.
    ///
    /// @param folder where a script may be made that starts it
    static Path java(Path folder) throws IOException {
        var script = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        var home = System.getProperty("java.home");
        Files.writeString(
                script,
                "#!/bin/sh\nexec %s/bin/java -XX:TieredStopAtLevel=1 \"$@\"\n".formatted(home));
        if (!script.toFile().setExecutable(true)) fail("chmod");
        return script;
    }

    /// Makes the caches once for all processes that test. The programs run without them as well:
    /// whether they could be made does not matter here.
    private static synchronized void cache(Path dist) throws IOException {
        var log = dist.resolve("caches.log");
        try (var file =
                        FileChannel.open(
                                dist.resolve("caches.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = file.lock()) {
            if (modified(log).compareTo(newestJar(dist)) > 0) return;
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            var builder = new ProcessBuilder(dist.resolve("bin/skerry-caches").toString());
            builder.environment().put("SKERRY_HOME", dist.toString());
            builder.environment().put("SKERRY_JAVA", java.toString());
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            var running = builder.start();
            if (!running.waitFor(CACHES_MAX_S, TimeUnit.SECONDS)) running.destroy();
            Files.setLastModifiedTime(log, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static FileTime newestJar(Path dist) throws IOException {
        try (var all = Files.walk(dist.resolve("lib"))) {
            var newest = FileTime.fromMillis(0);
            for (var each : all.filter(it -> it.toString().endsWith(".jar")).toList())
                if (modified(each).compareTo(newest) > 0) newest = modified(each);
            return newest;
        }
    }

    private static FileTime modified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        }
    }
}
