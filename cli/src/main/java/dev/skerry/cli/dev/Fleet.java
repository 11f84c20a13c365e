package dev.skerry.cli.dev;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Servers and four agents as processes of their own, started in order and ended together.
final class Fleet implements AutoCloseable {
    private static final long READY_MAX_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REFUSED_MIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final List<String> AGAIN = List.of("--first-token", "again");
    private static final Duration SERVER_END_MAX = Duration.ofSeconds(15);

    /// An agent gives its tasks a minute at most.
    private static final Duration NODE_END_MAX = Duration.ofSeconds(80);

    private final Installation installation;
    private final DevFolder folder;
    private final Consumer<String> talk;
    private final FleetToken token;
    private final List<DevServer> servers;
    private final List<Integer> agentPorts;
    private final List<Child> children = new ArrayList<>();
    private volatile Api api;
    private volatile Bearer bearer = Bearer.NOBODY;

    /// When the server said first that it does not know the token; 0: it did not.
    private long refusedNs;

    private boolean ending;

    private Fleet(
            Installation installation,
            DevFolder folder,
            Consumer<String> talk,
            List<DevServer> servers,
            List<Integer> agentPorts)
            throws Failure, IOException {
        this.installation = installation;
        this.folder = folder;
        this.talk = talk;
        this.servers = List.copyOf(servers);
        this.agentPorts = agentPorts;
        this.token = new FleetToken(folder.server());
        this.api = Api.at(Ports.address(servers.getFirst().http()));
    }

    /// @param asked the port for the API; 0: the usual one, or a free one
    /// @param wanted so many servers; null: as many as there were, or one
    static Fleet prepare(
            Installation installation,
            DevFolder folder,
            int asked,
            @Nullable Integer wanted,
            Consumer<String> talk)
            throws Failure, IOException {
        var settings = folder.settings();
        int count = count(wanted, settings.getProperty("servers", "1"));
        settings.setProperty("servers", Integer.toString(count));
        endLeftovers(folder, count, talk);
        var ports = new Ports(settings, talk);
        int http = asked == 0 ? ports.choose("http", Ports.HTTP) : ports.asked("http", asked);
        int link = ports.choose("link", Ports.LINK);
        var servers = new ArrayList<DevServer>();
        servers.add(new DevServer(1, folder.server(), http, link));
        for (int number = 2; number <= count; number++)
            servers.add(DevServer.prepare(number, folder.server(number), ports));
        var agents = new ArrayList<Integer>();
        for (int i = 0; i < DevNode.ALL.size(); i++)
            agents.add(ports.choose("node." + DevNode.ALL.get(i).name(), Ports.AGENT + i));
        folder.keep(settings);
        return new Fleet(installation, folder, talk, servers, agents);
    }

    /// Those that there were are needed: most of them have to be there.
    private static int count(@Nullable Integer wanted, String known) throws Failure {
        int before = known.matches("[135]") ? Integer.parseInt(known) : 1;
        if (wanted == null) return before;
        if (wanted != 1 && wanted != 3 && wanted != 5)
            throw Failure.usage("--servers", Integer.toString(wanted), "1, 3 or 5");
        if (wanted >= before) return wanted;
        throw Failure.usage(
                "--servers",
                Integer.toString(wanted),
                "at least %d, which this fleet has; another --data begins a new one"
                        .formatted(before));
    }

    private static void endLeftovers(DevFolder folder, int servers, Consumer<String> talk)
            throws IOException {
        int count = Child.endLeftover(folder.server()) ? 1 : 0;
        for (int number = 2; number <= servers; number++)
            if (Child.endLeftover(folder.server(number))) count++;
        for (var member : DevNode.ALL) if (Child.endLeftover(folder.node(member.name()))) count++;
        if (count > 0)
            talk.accept(
                    "The last start was killed; %s left of it %s ended now. The tasks go on."
                            .formatted(
                                    count == 1 ? "one process" : count + " processes",
                                    count == 1 ? "is" : "are"));
    }

    /// Of the API, at each server: any of them will do.
    List<String> addresses() {
        return servers.stream().map(it -> Ports.address(it.http())).toList();
    }

    /// Once it is started, for whoever may do everything.
    Api api() {
        return api;
    }

    /// Who may do everything, once it is started.
    Bearer bearer() {
        return bearer;
    }

    /// Starts all, and returns when the server knows all nodes.
    void start() throws Failure, IOException {
        startServers();
        for (int i = 0; i < DevNode.ALL.size(); i++)
            startNode(DevNode.ALL.get(i), agentPorts.get(i));
        await("the nodes are", () -> readyNodes() >= DevNode.ALL.size());
    }

    /// Those that belong to the cell begin together: none of them leads alone.
    private void startServers() throws Failure, IOException {
        var program = installation.server();
        for (var more : servers.subList(1, servers.size()))
            if (more.joined())
                begin(more.name(), more.home(), more.command(program), more.command(program));
        startServer();
        var by = servers.getFirst().linkAt();
        for (var more : servers.subList(1, servers.size())) {
            if (more.joined()) continue;
            begin(more.name(), more.home(), more.command(program), more.joining(program, by, api));
            await(more.name() + " is", () -> voters() >= more.number());
        }
    }

    /// Servers whose votes count.
    private long voters() throws Failure {
        try {
            return api.send(Call.get("servers")).json().at("servers").list().stream()
                    .filter(it -> it.at("vote").is("counts"))
                    .count();
        } catch (Failure e) {
            boolean soon = e.exitCode() == ExitCode.FAILED || e.exitCode() == ExitCode.UNREACHABLE;
            if (soon) return 0;
            throw e;
        }
    }

    private void startServer() throws Failure, IOException {
        beginServer(token.lost() ? AGAIN : List.of());
        await("the server is", () -> known() || refused());
        if (!bearer.nobody()) return;
        talk.accept("The token of the last start is good no more; the server makes another.");
        token.forget();
        endServer();
        beginServer(AGAIN);
        await("the server is", this::known);
    }

    private void beginServer(List<String> once) throws Failure, IOException {
        var first = servers.getFirst();
        var command = first.command(installation.server());
        var words = new ArrayList<>(command);
        words.addAll(once);
        begin(first.name(), first.home(), command, words);
    }

    private void endServer() throws Failure {
        var name = servers.getFirst().name();
        var server = list().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
        synchronized (this) {
            if (ending) throw new Failure(ExitCode.INTERRUPTED, "Interrupted.", "");
            children.remove(server);
        }
        server.ask();
        end(server);
    }

    private void startNode(DevNode member, int port) throws Failure, IOException {
        var home = folder.node(member.name());
        var data = DevFolder.made(home.resolve("data"));
        var config = home.resolve("agent.conf");
        OwnFile.write(config, config(member, port, data, joinToken(home, data)));
        var command = List.of(installation.agent().toString(), "--config", config.toString());
        begin(member.name(), home, command, command);
    }

    private synchronized void begin(
            String name, Path home, List<String> command, List<String> first)
            throws Failure, IOException {
        if (ending) throw new Failure(ExitCode.INTERRUPTED, "Interrupted.", "");
        children.add(Child.start(name, home, command, first));
    }

    /// A token for a node that has not joined yet, in a file that only its owner can read.
    private String joinToken(Path home, Path data) throws Failure, IOException {
        if (Files.exists(data.resolve("identity/certified.pem"))) return "";
        var wanted = "{\"pool\":\"default\",\"ttl\":\"10m\"}";
        var call = Call.post("join-tokens").json(wanted).twice();
        var text = api.send(call).json().at("token").text();
        var file = home.resolve("token");
        OwnFile.write(file, text + "\n");
        return "token = @" + file + "\n";
    }

    private String config(DevNode member, int port, Path data, String token) {
        var lines = new StringBuilder("# Written by `skerry dev` at each start.\n");
        lines.append("name = ").append(member.name()).append('\n');
        var links = servers.stream().map(DevServer::linkAt).toList();
        lines.append("servers = ").append(String.join(",", links)).append('\n').append(token);
        lines.append("data = ").append(data).append('\n');
        lines.append("http = 127.0.0.1:").append(port).append('\n');
        lines.append("end.tasks = stop\n");
        var user = installation.taskUser(data);
        if (user != null) lines.append("user = ").append(user).append('\n');
        lines.append("env.PATH = ")
                .append(Installation.java().resolve("bin"))
                .append(":/usr/local/bin:/usr/bin:/bin\n");
        lines.append("env.SKERRY_BADGE_JAR = ").append(installation.badgeJar()).append('\n');
        for (var given : member.given().entrySet())
            lines.append(given.getKey()).append(" = ").append(given.getValue()).append('\n');
        return lines.toString();
    }

    private interface Question {
        boolean yes() throws Failure, IOException;
    }

    private void await(String what, Question question) throws Failure, IOException {
        long untilNs = System.nanoTime() + READY_MAX_NS;
        while (System.nanoTime() - untilNs < 0) {
            for (var child : list()) if (!child.alive()) throw dead(child);
            if (question.yes()) return;
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        throw new Failure(
                ExitCode.TIMED_OUT,
                "After two minutes " + what + " not ready.",
                "Their logs are below " + folder.root() + ".");
    }

    private Failure dead(Child child) throws IOException {
        for (var line : child.lastWords()) talk.accept("  " + line);
        return new Failure(
                ExitCode.FAILED,
                child.name() + " ended with code " + child.exitCode() + " as it was started.",
                "Its log is " + child.log() + ".");
    }

    /// Whether the server leads and knows the token.
    private boolean known() throws Failure, IOException {
        var own = token.bearer();
        if (own.nobody()) return false;
        var here = api.as(own);
        try {
            if (!here.send(Call.get("status")).json().at("leader").yes()) return false;
        } catch (Failure e) {
            boolean refused = e.exitCode() == ExitCode.NOT_ALLOWED;
            if (refused && refusedNs == 0) refusedNs = System.nanoTime() | 1;
            if (refused || e.exitCode() == ExitCode.UNREACHABLE) return false;
            if (e.exitCode() == ExitCode.FAILED) return false;
            throw e;
        }
        token.keep(own);
        api = here;
        bearer = own;
        return true;
    }

    /// Whether the server has said for a while that it does not know the token. A new one lies
    /// there a moment before it is in the log.
    private boolean refused() {
        return refusedNs != 0 && System.nanoTime() - refusedNs > REFUSED_MIN_NS;
    }

    private int readyNodes() throws Failure {
        var names = new HashSet<String>();
        for (var node : api.send(Call.get("nodes")).json().list())
            if (node.at("reachable").yes() && !node.at("facts", "arch").text().isEmpty())
                names.add(node.at("name").text());
        return names.size();
    }

    private synchronized List<Child> list() {
        return List.copyOf(children);
    }

    /// Starts anew what has ended without being asked, as one would do at home.
    void lookAfter() throws IOException {
        for (var child : list()) {
            if (child.alive()) continue;
            synchronized (this) {
                if (ending) return;
                talk.accept(
                        "%s has ended (code %d) and is started again."
                                .formatted(child.name(), child.exitCode()));
                child.again();
            }
        }
    }

    /// Ends every process that was started, the nodes first with their tasks, then the servers.
    @Override
    public void close() {
        List<Child> all;
        synchronized (this) {
            ending = true;
            all = List.copyOf(children).reversed();
        }
        for (var child : all) if (!DevServer.named(child.name())) child.ask();
        for (var child : all) if (!DevServer.named(child.name())) end(child);
        for (var child : all) if (DevServer.named(child.name())) child.ask();
        for (var child : all) if (DevServer.named(child.name())) end(child);
    }

    /// How many servers it has.
    int servers() {
        return servers.size();
    }

    private void end(Child child) {
        try {
            boolean server = DevServer.named(child.name());
            if (server) child.ask();
            if (!child.await(server ? SERVER_END_MAX : NODE_END_MAX))
                talk.accept(child.name() + " did not end by itself; see " + child.log() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            talk.accept(child.name() + ": " + Words.trouble(e));
        }
    }
}
