package dev.skerry.sim.e2e;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.sim.whole.OwnPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server and agents as processes of their own, on free ports, in a folder of their own. At the
/// end nothing of them is left: neither processes, nor tasks, nor files.
final class Fleet implements AutoCloseable {
    private static final List<String> SERVER_JVM =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx192m");

    /// Programs of tests lie in /tmp, and what a node says of itself is the same on any machine.
    private static final String CONFINE = "--drivers.exec.confine";

    final Path home;
    final Board board;
    final int http;
    final int link;
    private final List<String> serverFlags;
    private final Deque<String> tokens = new ArrayDeque<>();
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final List<Child> others = new ArrayList<>();
    private final AtomicInteger commands = new AtomicInteger();
    private @Nullable Child server;
    private FirstLogin login = FirstLogin.NONE;

    /// For whoever has the server's first token, once it is ready.
    Api api;

    /// One node.
    ///
    /// @param boot the file that names its boot
    record Agent(String name, Path data, Path boot, Path log, List<String> flags, Child child) {
        Path shim() {
            return data.resolve("exec/skerry-shim");
        }
    }

    private Fleet(Path home, List<String> serverFlags) throws IOException, Failure {
        this.home = home;
        this.serverFlags = serverFlags;
        board = new Board(home.resolve("board"));
        http = OwnPorts.next();
        link = OwnPorts.next();
        api = login.api("http://127.0.0.1:" + http);
    }

    /// Starts a server that misses a node after four seconds.
    static Fleet start(String... serverFlags) throws Exception {
        var home = Files.createTempDirectory("skerry-e2e-");
        // the users of tasks must be able to pass
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        var fleet = new Fleet(home, List.of(serverFlags));
        var file = home.resolve("tokens");
        fleet.startServer("--join-token-file", file.toString(), "--join-tokens", "16");
        fleet.tokens.addAll(Files.readAllLines(file));
        return fleet;
    }

    Child launchServer(String... more) throws IOException {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--http", "127.0.0.1:" + http, "--link", "127.0.0.1:" + link));
        arguments.addAll(List.of("--data", home.resolve("server").toString()));
        arguments.addAll(List.of("--ping-every", "500ms", "--missed-after", "4s"));
        arguments.addAll(serverFlags);
        arguments.addAll(List.of(more));
        return other(
                Child.java(
                        home.resolve("server.log"),
                        SERVER_JVM,
                        "dev.skerry.server.ServerMain",
                        arguments));
    }

    void startServer(String... more) throws Exception {
        var child = launchServer(more);
        server = child;
        Await.until(
                "the server is ready",
                () -> {
                    if (!child.alive()) throw new AssertionError(child.said());
                    return child.said().contains("skerry server ready");
                });
        login = FirstLogin.of(home.resolve("server"));
        api = login.api(api.address());
    }

    void killServer() {
        if (server != null) server.kill();
    }

    Child server() {
        return java.util.Objects.requireNonNull(server);
    }

    /// The command line as a process of its own.
    Child cli(String... words) throws IOException {
        return cli(List.of(), words);
    }

    /// @param before a program and its arguments that becomes the command line
    Child cli(List<String> before, String... words) throws IOException {
        var log = home.resolve("cli-" + commands.incrementAndGet() + ".log");
        var all = new ArrayList<>(List.of(words));
        all.add("--address=" + api.address());
        var environment = login.environment(home);
        return other(Child.java(log, before, List.of(), "dev.skerry.cli.Main", all, environment));
    }

    /// A server process with other flags than the fleet's own.
    Child otherServer(String... flags) throws IOException {
        var log = home.resolve("other-" + commands.incrementAndGet() + ".log");
        return other(Child.java(log, SERVER_JVM, "dev.skerry.server.ServerMain", List.of(flags)));
    }

    /// It ends with the fleet, whatever becomes of the test that started it.
    private Child other(Child child) {
        others.add(child);
        return child;
    }

    /// An agent process with other flags than a node of the fleet has.
    Child otherAgent(String... flags) throws IOException {
        var log = home.resolve("other-" + commands.incrementAndGet() + ".log");
        return other(Child.java(log, List.of(), "dev.skerry.agent.AgentMain", List.of(flags)));
    }

    Agent known(String name) {
        return java.util.Objects.requireNonNull(agents.get(name));
    }

    String freshToken() {
        return tokens.remove();
    }

    /// Starts a node with a token of its own, and waits until it is connected.
    Agent agent(String name, String... flags) throws Exception {
        return agentAt(link, name, flags);
    }

    /// @param port where the node believes the server to be
    Agent agentAt(int port, String name, String... flags) throws Exception {
        var started = launch(port, name, freshToken(), flags);
        Await.until("node " + name + " is ready", () -> ready(started));
        return started;
    }

    private boolean ready(Agent agent) throws Exception {
        if (!agent.child().alive()) throw new AssertionError(agent.child().said());
        for (var node : get("nodes").list())
            if (node.at("name").is(agent.name()) && !node.at("facts", "arch").text().isEmpty())
                return node.at("reachable").yes();
        return false;
    }

    /// Starts a node that need not come up.
    Agent launch(int port, String name, String token, String... more) throws IOException {
        return launch(List.of(), port, name, token, more);
    }

    private Agent launch(List<String> before, int port, String name, String token, String... more)
            throws IOException {
        var flags = new ArrayList<String>();
        flags.addAll(List.of("--servers", "127.0.0.1:" + port, "--token", token));
        flags.addAll(List.of("--name", name));
        if (!List.of(more).contains("--http")) flags.addAll(List.of("--http", "none"));
        if (!List.of(more).contains(CONFINE)) flags.addAll(List.of(CONFINE, "off"));
        flags.addAll(List.of(more));
        var data = home.resolve(name);
        flags.addAll(List.of("--data", data.toString()));
        var boot = home.resolve(name + ".boot");
        Files.writeString(boot, "boot-1");
        return begin(before, name, data, boot, flags);
    }

    /// Starts a node whose data directory is a file system of its own, which nobody else sees: it
    /// is gone with the last process of the node.
    Agent agentOnItsOwnDisk(String name, int mebibytes, String... flags) throws Exception {
        var data = Files.createDirectory(home.resolve(name));
        var script =
                "mount -t tmpfs -o size=%dm,mode=755 skerry %s && exec \"$0\" \"$@\""
                        .formatted(mebibytes, data);
        var before = List.of("unshare", "--mount", "sh", "-c", script);
        var started = launch(before, link, name, freshToken(), flags);
        Await.until("node " + name + " is ready", () -> ready(started));
        return started;
    }

    private Agent begin(List<String> before, String name, Path data, Path boot, List<String> flags)
            throws IOException {
        var log = home.resolve(name + ".log");
        var options = List.of("-Xmx32m", "-Dskerry.boot-id-file=" + boot);
        var child = Child.java(log, before, options, "dev.skerry.agent.AgentMain", flags);
        var agent = new Agent(name, data, boot, log, List.copyOf(flags), child);
        agents.put(name, agent);
        return agent;
    }

    /// The next agent on the same node. The file of its join token is gone long since.
    Agent again(Agent before) throws IOException {
        var flags = new ArrayList<>(before.flags());
        flags.set(flags.indexOf("--token") + 1, "@" + home.resolve("gone"));
        return begin(List.of(), before.name(), before.data(), before.boot(), flags);
    }

    /// As if the machine lost its power: agent, shims and tasks are gone at once. What starts next
    /// finds another boot.
    void powerOff(Agent agent) throws Exception {
        agent.child().kill();
        endTasks(agent);
        Files.writeString(agent.boot(), "boot-" + System.nanoTime());
    }

    /// Its shims by their first word: a program on another disk of its own has no path here.
    private static void endTasks(Agent agent) {
        var shim = agent.shim().toString();
        var all = new ArrayList<ProcessHandle>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            if (!Board.words(process.pid()).startsWith(shim)) continue;
            all.add(process);
            process.descendants().forEach(all::add);
        }
        all.forEach(ProcessHandle::destroyForcibly);
        while (all.stream().anyMatch(process -> Board.alive(process.pid()))) Thread.onSpinWait();
    }

    Json get(String... path) throws Failure {
        return api.send(Call.get(path)).json();
    }

    Json post(String body, String... path) throws Failure {
        return api.send(Call.post(path).json(body)).json();
    }

    /// Submits a job file.
    Json run(String yaml) throws Failure {
        var body = yaml.getBytes(StandardCharsets.UTF_8);
        return api.send(Call.post("jobs").body("application/yaml", body)).json();
    }

    List<Json> allocations(String job) throws Failure {
        return get("jobs", job, "allocations").list();
    }

    /// The allocations that run now.
    List<Json> running(String job) throws Failure {
        return allocations(job).stream().filter(it -> it.at("status").is("running")).toList();
    }

    /// Waits until just so many allocations of a job run, and returns them.
    List<Json> awaitRunning(String job, int count) throws Exception {
        Await.until(
                job + " runs " + count + " times, and is " + allocations(job),
                () -> running(job).size() == count);
        return running(job);
    }

    void awaitReachable(String name) throws Exception {
        Await.until(name + " is there", () -> node(name).at("reachable").yes());
    }

    /// How many lines a task has written to its standard output so far.
    long log(Json allocation) throws Failure {
        var id = allocation.at("id").text();
        var call = Call.get("allocations", id, "logs").with("task", "it").with("offset", "0");
        return api.send(call).text().lines().count();
    }

    Json node(String name) throws Failure {
        return get("nodes", name);
    }

    @Override
    public void close() throws IOException {
        for (var agent : agents.values()) agent.child().kill();
        for (var agent : agents.values()) endTasks(agent);
        for (var other : others) other.kill();
        killServer();
        try (var all = Files.walk(home)) {
            for (var file : all.toList().reversed()) Files.delete(file);
        }
    }
}
