package dev.skerry.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A server and agents as the processes that they are for people, in a folder of their own, on free
/// ports of the loopback interface. `SKERRY_HOME` names what was built; `./skerry bench` sets it.
final class Fleet implements AutoCloseable {
    private static final long READY_MAX_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Pattern READY =
            Pattern.compile("ready: http://127\\.0\\.0\\.1:(\\d+) link 127\\.0\\.0\\.1:(\\d+)\\n");

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f.]+)\"");

    private final Path home = Path.of(System.getenv().getOrDefault("SKERRY_HOME", "dist"));
    private final Path folder = Folders.temporary();
    private final Deque<Member> members = new ArrayDeque<>();
    private final Deque<String> tokens = new ArrayDeque<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int http;
    private int link;

    /// What the fleet is asked with; empty: its server lets everybody in.
    private String firstToken = "";

    /// A process of the fleet.
    record Member(String name, Process process, Path data, Path log, long startedNs) {
        long pid() {
            return process.pid();
        }

        String said() throws IOException {
            return Files.readString(log);
        }

        /// Stops it, or lets it go on: `STOP`, `CONT`.
        void signal(String name) throws IOException, InterruptedException {
            var kill = List.of("kill", "-" + name, Long.toString(pid()));
            int code = new ProcessBuilder(kill).inheritIO().start().waitFor();
            if (code != 0) throw new IOException("kill ended with code " + code);
        }
    }

    /// An answer of the API.
    record Answer(int status, String body, long index) {}

    /// Starts a server, and returns when it is ready.
    Fleet() throws IOException, InterruptedException {
        this(0);
    }

    /// @param known nodes that have joined before and are not there any more
    Fleet(int known) throws IOException, InterruptedException {
        boolean up = false;
        try {
            if (known > 0) KnownNodes.join(folder.resolve("server"), known);
            var file = folder.resolve("tokens");
            var flags =
                    List.of(
                            "--http",
                            "127.0.0.1:0",
                            "--link",
                            "127.0.0.1:0",
                            "--join-token-file",
                            file.toString(),
                            "--join-tokens",
                            "20",
                            "--requests-per-second",
                            "1000000"); // one caller is all callers here
            var server = begin("server", "skerry-server", flags);
            long _ = await(server, READY);
            var found = READY.matcher(server.said());
            if (!found.find()) throw new IOException("the server says: " + server.said());
            http = Integer.parseInt(found.group(1));
            link = Integer.parseInt(found.group(2));
            tokens.addAll(Files.readAllLines(file));
            var first = server.data().resolve("first.token");
            if (Files.exists(first)) firstToken = Files.readString(first).strip();
            up = true;
        } finally {
            if (!up) close();
        }
    }

    /// The server's own process.
    Member server() {
        return members.getLast();
    }

    int link() {
        return link;
    }

    /// A fresh join token for one node.
    String token() throws IOException, InterruptedException {
        var answer = post("join-tokens", "{\"pool\":\"default\",\"ttl\":\"1h\"}").body();
        var found = TOKEN.matcher(answer);
        if (!found.find()) throw new IOException("the server gave no token");
        return found.group(1);
    }

    /// Starts an agent that connects to the server.
    Member agent(String name) throws IOException {
        return agent(name, link);
    }

    /// Starts an agent that finds its server at that port; again with the same name, the same node.
    Member agent(String name, int linkPort) throws IOException {
        var flags = new ArrayList<String>();
        flags.addAll(List.of("--name", name, "--http", "127.0.0.1:0", "--end.tasks", "stop"));
        flags.addAll(List.of("--servers", "127.0.0.1:" + linkPort));
        if (!Files.exists(folder.resolve(name)))
            flags.addAll(List.of("--token", tokens.removeFirst()));
        return begin(name, "skerry-agent", flags);
    }

    /// Starts an agent, and returns when it is connected.
    Member connected(String name) throws IOException, InterruptedException {
        var agent = agent(name);
        await(agent, "connected to a server");
        return agent;
    }

    private Member begin(String name, String script, List<String> flags) throws IOException {
        var data = Files.createDirectories(folder.resolve(name));
        var log = folder.resolve(name + ".log");
        Files.deleteIfExists(log);
        var command = new ArrayList<String>();
        command.add(home.resolve("bin").resolve(script).toString());
        command.addAll(flags);
        command.addAll(List.of("--data", data.toString()));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        if (!Files.exists(bootFile())) Files.writeString(bootFile(), "boot");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dskerry.boot-id-file=" + bootFile());
        var member = new Member(name, builder.start(), data, log, System.nanoTime());
        members.push(member);
        return member;
    }

    /// The file that tells agents which boot of the machine this is.
    private Path bootFile() {
        return folder.resolve("boot");
    }

    /// As if the node lost its power: the agent, its shims and its tasks are gone at once. The next
    /// agent with the same name finds another boot.
    void powerOff(Member agent) throws IOException, InterruptedException {
        members.remove(agent);
        agent.process.destroyForcibly().waitFor();
        for (long shim : ProcessLook.programsBelow(agent.data())) {
            var process = ProcessHandle.of(shim);
            if (process.isEmpty()) continue;
            process.get().children().forEach(ProcessHandle::destroyForcibly);
            process.get().destroyForcibly();
        }
        while (!ProcessLook.programsBelow(agent.data()).isEmpty()) pause(LOOK_EVERY_NS);
        Files.writeString(bootFile(), "boot-" + System.nanoTime());
    }

    /// Returns when it has said that, and how long after its start, in nanoseconds.
    static long await(Member member, String words) throws IOException, InterruptedException {
        return await(member, Pattern.compile(Pattern.quote(words)));
    }

    private static long await(Member member, Pattern words)
            throws IOException, InterruptedException {
        while (!words.matcher(member.said()).find()) {
            if (!member.process.isAlive())
                throw new IOException(member.name + " has ended: " + member.said());
            if (System.nanoTime() - member.startedNs > READY_MAX_NS)
                throw new IOException(member.name + " does not say \"" + words + "\"");
            pause(LOOK_EVERY_NS);
        }
        return System.nanoTime() - member.startedNs;
    }

    /// Asks the member to end, and waits.
    void end(Member member) throws IOException, InterruptedException {
        members.remove(member);
        member.process.destroy();
        if (member.process.waitFor(20, TimeUnit.SECONDS)) return;
        member.process.destroyForcibly().waitFor();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return send(request);
    }

    Answer patch(String path, String body) throws IOException, InterruptedException {
        var publisher = HttpRequest.BodyPublishers.ofString(body);
        var request = request(path).header("Content-Type", "application/json");
        return send(request.method("PATCH", publisher).build());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        var uri = URI.create("http://127.0.0.1:" + http + "/v1/" + path);
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
        if (firstToken.isEmpty()) return request;
        return request.header("Authorization", "Bearer " + firstToken);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long index = Long.parseLong(answer.headers().firstValue("X-Skerry-Index").orElse("0"));
        if (answer.statusCode() >= 400)
            throw new IOException(request.uri() + " was answered with " + answer.body());
        return new Answer(answer.statusCode(), answer.body(), index);
    }

    /// A job of tasks that do nothing.
    static String sleepers(String job, int count) {
        return """
        {"job": "%s", "groups": {"main": {"count": %d, "tasks": {"sleep": {
          "driver": "exec", "command": "/bin/sleep", "args": ["3600"],
          "resources": {"cpu": "1MHz", "memory": "1MiB", "disk": "1MiB"}}}}}}
        """
                .formatted(job, count);
    }

    /// How many allocations of a job run, as the server knows it.
    int running(String job) throws IOException, InterruptedException {
        var found = Pattern.compile("\"running\":(\\d+)").matcher(get("jobs/" + job).body());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    static void pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) throw new InterruptedException();
    }

    @Override
    public void close() throws IOException {
        try {
            while (!members.isEmpty()) {
                var last = members.getFirst();
                if (last.process.isAlive()) last.signal("CONT");
                end(last);
            }
        } catch (InterruptedException e) {
            for (var member : members) member.process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Folders.delete(folder);
    }
}
