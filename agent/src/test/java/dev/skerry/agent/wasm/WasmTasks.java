package dev.skerry.agent.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskRun.WasmGrants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/// Tasks of the driver `wasm`: the module `work.c` of the host's own tests, in a task's folder.
public final class WasmTasks {
    /// What a task has at least.
    public static final TaskLimits SMALL = new TaskLimits(0, 0, 64 << 20, 0);

    private static final Path SOURCE = Path.of("../wasm/src/test/c/work.c");
    private static final String PACKED = "skerry-wasm";

    private final Playground world;
    private final Path made;
    private final boolean walls;
    private final Map<Keeper, WasmDriver> drivers = new HashMap<>();

    /// @param made of [#make]
    /// @param walls whether there is something that builds them
    public WasmTasks(Playground world, Path made, boolean walls) {
        this.world = world;
        this.made = made;
        this.walls = walls;
    }

    /// Makes the module and a folder with the host's jars, which the task's user can read.
    public static void make(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var module = folder.resolve("work.wasm").toString();
        var clang =
                new ProcessBuilder(
                                "clang",
                                "--target=wasm32-wasi",
                                "-O1",
                                "-o",
                                module,
                                SOURCE.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(clang.getInputStream().readAllBytes(), UTF_8);
        if (clang.waitFor() != 0) throw new IOException(said);
        var jars = Files.createDirectories(folder.resolve("lib/wasm"));
        for (var entry : System.getProperty("java.class.path").split(":", -1)) {
            var path = Path.of(entry);
            if (entry.contains("/run/endive/") || entry.contains("/org/ow2/asm/"))
                Files.copy(path, jars.resolve(path.getFileName()));
            else if (entry.contains("/wasm/target/") || entry.contains(PACKED)) pack(path, jars);
        }
    }

    private static void pack(Path host, Path jars) throws IOException {
        var jar = jars.resolve(PACKED + ".jar");
        if (Files.isRegularFile(host)) Files.copy(host, jar);
        else
            ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "cf", jar.toString(), "-C", host.toString(), ".");
    }

    public WasmDriver driver(Keeper keeper) {
        return drivers.computeIfAbsent(keeper, it -> driver(it, made));
    }

    /// @param home with `lib/wasm`
    WasmDriver driver(Keeper keeper, Path home) {
        return driver(keeper, WasmHost.of(home));
    }

    WasmDriver driver(Keeper keeper, WasmHost host) {
        var user = AgentConfig.root() ? "nobody" : "";
        return new WasmDriver(keeper, world.walls(walls), host, user);
    }

    WasmHost hostOf(JavaHome java) {
        return new WasmHost(java, WasmHost.of(made).folder());
    }

    /// It does what the words say.
    public TaskLaunch work(String allocation, TaskLimits limits, String... words)
            throws IOException {
        return launch(allocation, limits, "work.wasm", WasmGrants.NOTHING, words);
    }

    TaskLaunch launch(
            String allocation, TaskLimits limits, String module, WasmGrants grants, String... words)
            throws IOException {
        var plain = world.launch(allocation, "/bin/true", List.of(), limits);
        var work = plain.directory().resolve("work.wasm");
        Files.copy(made.resolve("work.wasm"), work, StandardCopyOption.REPLACE_EXISTING);
        var shared = Files.createDirectories(plain.directory().resolveSibling("_alloc"));
        var env = new HashMap<>(plain.env());
        env.put("HOME", "/home/x");
        env.put("PLACE", "große\nhalle");
        env.put("JAVA_TOOL_OPTIONS", "-Dof.the.module=yes");
        env.put("SKERRY_PORT_MAIN", Integer.toString(PORT));
        var folders =
                new RunFolders(
                        plain.directory(),
                        List.of(),
                        List.of(plain.directory(), shared),
                        List.of());
        return new TaskLaunch(
                new TaskHandle(allocation, "main", 0, "wasm"),
                new TaskRun.Wasm(module, new TaskRun.Invocation(List.of(words), Map.of()), grants),
                env,
                plain.user(),
                folders,
                plain.limits(),
                plain.logs());
    }

    /// Where it listens if it may: free when the tests began.
    static final int PORT = freePort();

    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
