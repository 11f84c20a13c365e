package dev.skerry.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.disk.DataFolder;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Caller;
import dev.skerry.server.ServerSettings.HttpForm;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.EpochFile;
import dev.skerry.server.authority.GivenCertificate;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.events.RoomEvents;
import dev.skerry.server.link.LinkListener;
import dev.skerry.server.link.NodeLinks;
import dev.skerry.server.link.OtherServers;
import dev.skerry.server.peers.Cell;
import dev.skerry.server.peers.Joining;
import dev.skerry.server.peers.Peers;
import dev.skerry.server.presence.Presence;
import dev.skerry.server.raft.BesideLog;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.servers.server.ServersApi;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One server with all its parts. They come up in order; what is up is taken down backwards, at the
/// end and when one of them does not come up.
public final class Server implements AutoCloseable {
    private static final Duration LEADERSHIP_WAIT_MAX = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final List<ServerRoom> rooms;
    private final Deque<Part> up = new ArrayDeque<>();
    private final InetSocketAddress http;
    private final InetSocketAddress link;
    private final String pin;

    /// Something that can be taken down.
    private record Part(String name, AutoCloseable down) {}

    /// Makes the front, once everything behind it is up.
    private final Front front;

    /// Brings everything up and returns when people and nodes can connect.
    ///
    /// @param rooms of its log, its links and its API: [ServerRooms#usual], or more
    /// @param broken told when the server cannot go on
    /// @throws IOException when a part does not come up; nothing is left running then
    public Server(
            ServerSettings settings,
            List<ServerRoom> rooms,
            Front front,
            Consumer<Throwable> broken)
            throws IOException, InterruptedException {
        var ends = new AtomicBoolean();
        Consumer<Throwable> fault =
                it -> {
                    ends.set(true);
                    broken.accept(it);
                };
        this.settings = settings;
        this.rooms = List.copyOf(rooms);
        this.front = front;
        boolean done = false;
        try {
            up("data", DataFolder.take(settings.data(), "server"));
            var by = settings.cell().join();
            var empty = ServerRooms.empty(ServerRooms.saved(this.rooms));
            if (by != null) join(by, empty.newestFormat());
            var authority = trust();
            pin = authority.pin();
            var tls = tls(authority);
            free("--http", settings.http().at());
            free("--link", settings.link());
            var clock = new ServerClock();
            var metrics = new ServerMetrics();
            var leader = new Leader(empty, clock, metrics);
            var events = RoomEvents.of(leader, this.rooms, clock);
            var cell = lead(leader, clock, authority, fault);
            up("presence", new Presence(leader, clock, settings.data().resolve(Presence.FILE)))
                    .start();
            var links =
                    new NodeLinks(
                            leader,
                            authority,
                            clock,
                            metrics,
                            settings.contact(),
                            epoch(),
                            this.rooms);
            var parts =
                    new ServerParts(
                            leader,
                            links,
                            authority,
                            metrics,
                            clock,
                            settings,
                            tls,
                            this.rooms,
                            events,
                            cell.standing(),
                            cell.elsewhere());
            for (var room : this.rooms) up(room.saved().room().name(), room.open(parts));
            up("links", links).start();
            link = listen(links, cell.others(epoch(), authority, links), authority);
            var open = serve(parts);
            http = open.address();
            cell.begin(open, addresses(), fault);
            if (!leader.leads()) cell.await(LEADERSHIP_WAIT_MAX, ends::get);
            writeTokens(leader, authority);
            done = true;
        } catch (IOException e) {
            throw FileTrouble.in(settings.data(), e);
        } finally {
            if (!done) close();
        }
    }

    /// Where the API and the pages are.
    public InetSocketAddress http() {
        return http;
    }

    /// Where a browser or the command line finds it.
    public String address() {
        var scheme = settings.http().secure() ? "https://" : "http://";
        return scheme + ServerFlags.text(http);
    }

    /// What its clients can be told of its own authority; empty: nothing there is vouched for by
    /// it.
    public String pin() {
        return settings.http().form() instanceof HttpForm.OwnAuthority ? pin : "";
    }

    /// Where nodes connect.
    public InetSocketAddress link() {
        return link;
    }

    /// Saves the state and stops, the newest part first.
    @Override
    public void close() {
        for (var part = up.poll(); part != null; part = up.poll()) {
            try {
                part.down.close();
            } catch (Exception e) {
                Events.say(part.name + " did not stop well: " + FileTrouble.words(e));
            }
        }
    }

    private <T extends AutoCloseable> T up(String name, T part) {
        up.push(new Part(name, part));
        return part;
    }

    /// A token is spent on a server that can be where it says.
    private void join(ServerSettings.CellSettings.Join by, int logFormat) throws IOException {
        free("--http", settings.http().at());
        free("--link", settings.link());
        var own = given();
        var build = new ServerBuild(ServersApi.VERSION, logFormat);
        Joining.join(settings.data(), by.address(), by.token(), own, build);
        Events.say(
                "server %s of the cell; the others reach it at %s"
                        .formatted(Joining.id(settings.data()), own.link()));
    }

    private Authority trust() throws IOException {
        whole();
        return new Authority(
                settings.data().resolve(Authority.FOLDER),
                settings.names(),
                settings.certificateLife());
    }

    /// Before the log is read, which can take its time: what people have given may be wrong.
    private @Nullable ServerTls tls(Authority authority) throws IOException {
        return switch (settings.http().form()) {
            case HttpForm.Plain _ -> null;
            case HttpForm.OwnAuthority _ -> authority.listening(settings.http().at().getAddress());
            case HttpForm.Given(var folder) ->
                    GivenCertificate.read(folder, InstantSource.system());
        };
    }

    /// The epoch is made last, at the first start. Without one of the others a new fleet would
    /// begin under the name of the old one.
    private void whole() throws IOException {
        if (!EpochFile.isIn(settings.data())) return;
        EpochFile.read(settings.data());
        for (var name : List.of("authority/authority.pem", "raft")) {
            var file = settings.data().resolve(name);
            if (!Files.exists(file))
                throw new IOException(
                        ("%s is missing; put a backup in its place,"
                                        + " or begin anew with another --data")
                                .formatted(file));
        }
    }

    /// A server alone leads when this comes back. One of several may not even know who does: so
    /// that they can reach each other, it goes on.
    private Cell lead(
            Leader leader, ServerClock clock, Authority authority, Consumer<Throwable> broken)
            throws IOException, InterruptedException {
        var besides = new ArrayList<ServerRoom.Beside>();
        for (var room : rooms) {
            var beside = room.beside(settings, clock);
            if (beside != null) besides.add(up(room.saved().room().name() + " files", beside));
        }
        var follower = new BesideLog(leader.follower(), besides);
        var saved = ServerRooms.saved(rooms);
        var id = Joining.own(settings.data());
        var peers = up("peers", new Peers(leader, authority.towards(id), id, broken));
        var log = new RatisLog(settings.data().resolve("raft"), id, peers, follower, saved, broken);
        up("log", log);
        up("leader", leader).start(log, broken);
        if (alone(id, log) && !leader.awaitLeadership(LEADERSHIP_WAIT_MAX))
            throw new IOException("the log has no leader after " + LEADERSHIP_WAIT_MAX);
        return up("cell", new Cell(id, leader, log, peers));
    }

    private static boolean alone(String id, RatisLog log) throws IOException {
        return log.members().equals(Set.of(id));
    }

    /// Where others reach this server, once it listens.
    private Member.Addresses addresses() throws IOException {
        return Advertised.of(settings, link, http);
    }

    /// The same, before it does.
    private Member.Addresses given() throws IOException {
        if (settings.link().getPort() == 0 || settings.http().at().getPort() == 0)
            throw new IOException(
                    "a server of several needs ports that stay: say --link and --http with one");
        return Advertised.of(settings, settings.link(), settings.http().at());
    }

    private Front.Open serve(ServerParts parts) throws IOException {
        try {
            return up("http", front.open(parts));
        } catch (IOException e) {
            throw unusable("--http", settings.http().at(), e);
        }
    }

    private InetSocketAddress listen(NodeLinks links, OtherServers others, Authority authority)
            throws IOException {
        try {
            var listener = new LinkListener(links, others, authority::context, settings.link());
            return up("link", listener).address();
        } catch (IOException e) {
            throw unusable("--link", settings.link(), e);
        }
    }

    /// Said before the log is read, which can take its time.
    private static void free(String flag, InetSocketAddress at) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(at);
        } catch (IOException e) {
            throw unusable(flag, at, e);
        }
    }

    private static IOException unusable(String flag, InetSocketAddress at, IOException e) {
        return new IOException(
                "%s %s cannot be used (%s); end what listens there, or choose another"
                        .formatted(flag, ServerFlags.text(at), e.getMessage()),
                e);
    }

    private String epoch() throws IOException {
        var data = settings.data();
        if (!EpochFile.isIn(data)) EpochFile.draw(data);
        return EpochFile.read(data);
    }

    private void writeTokens(Leader leader, Authority authority) throws IOException {
        var wanted = settings.tokens();
        if (wanted.file() == null) return;
        if (!leader.leads()) {
            Events.say("--join-token-file is left as it is: another server leads");
            return;
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < wanted.count(); i++) {
            var fresh = authority.freshSecret();
            var message =
                    new ClusterMessage.IssueToken(
                            fresh.hash(), "default", wanted.life().toMillis());
            try {
                if (leader.submit(CLUSTER, message, Caller.SERVERS).join()
                        instanceof Applied.Refused(var refusal))
                    throw new IOException("no join token was made: " + refusal.sentence());
            } catch (CompletionException e) {
                throw new IOException("no join token was made", e);
            }
            lines.add(fresh.text());
        }
        try {
            PrivateFile.write(wanted.file(), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new IOException(
                    "--join-token-file %s cannot be written (%s)"
                            .formatted(wanted.file(), FileTrouble.words(e)),
                    e);
        }
    }
}
