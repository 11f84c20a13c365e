package dev.skerry.sim.world;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodeShare;
import dev.skerry.kernel.link.ServerEnd;
import dev.skerry.kernel.link.ServerEnd.ServerDuty;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.ServerSettings.ContactSettings;
import dev.skerry.server.link.Heartbeats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The servers' ends of the links: the real ones, with the real heartbeats, over connections of the
/// simulated network. What a node says is worked through one frame at a time.
public final class SimLinks {
    public static final long MISSED_AFTER_MS = ContactSettings.DEFAULT.missedAfter().toMillis();
    static final long PING_EVERY_MS = ContactSettings.DEFAULT.pingEvery().toMillis();

    /// After so long a node has noticed the silence: it looks with each of its pings.
    public static final long NOTICED_MS = 2 * MISSED_AFTER_MS + PING_EVERY_MS;

    private static final String EPOCH = "epoch";
    private static final long ASK_AGAIN_AFTER_MS = 1_000;
    private static final int FAREWELL_MS = 1_000;

    /// A server of several that hears nobody who leads lets its nodes go after so long.
    private static final long SILENT_MS = 5_000;

    private static final Batch NOTHING = new Batch(0, 0, List.of());

    private final Happenings events;
    private final SimPeer server;
    private final TreeMap<String, Session> sessions = new TreeMap<>();
    private final TreeMap<String, NodeShare> shares = new TreeMap<>();
    private List<ServerPart> parts = List.of();
    private Heartbeats beats;

    /// Since when no server was heard that leads; -1: one is.
    private long unheardMs = -1;

    SimLinks(Happenings events, SimPeer server) {
        this.events = events;
        this.server = server;
        beats = heartbeats();
    }

    void start() {
        parts =
                server.rooms().stream()
                        .<ServerPart>mapMulti((room, to) -> add(room.part(this::touched), to))
                        .toList();
        shares.clear();
        loaded();
        beats = heartbeats();
        unheardMs = -1;
        look(server.life());
    }

    /// The rooms' states are others now, or have to be looked at anew.
    void loaded() {
        committed(server.index(), NOTHING, server.certain());
    }

    /// The nodes come anew, to whoever leads; until they had time to, none of them is missed.
    void leads() {
        loaded();
        beats.begin(server.certain().of(CLUSTER), server.now().tickMs());
    }

    void deposed() {
        beats.end();
    }

    /// Nodes stay for a moment: this server may lead again.
    ///
    /// @param leader the number of the server that leads and is heard; 0: nobody is
    void hears(int leader) {
        if (leader != 0) unheardMs = -1;
        else if (unheardMs < 0) unheardMs = events.nowMs();
        boolean elsewhere = leader != 0 && leader != server.number;
        boolean lost = leader == 0 && events.nowMs() - unheardMs > SILENT_MS;
        if (elsewhere || (lost && server.several())) die();
    }

    private static <T> void add(@Nullable T part, Consumer<T> to) {
        if (part != null) to.accept(part);
    }

    /// The kernel hangs up for a process that was killed; or the nodes shall look for another
    /// server.
    void die() {
        for (var session : List.copyOf(sessions.values())) session.close();
    }

    void committed(long index, Batch batch, House after) {
        for (var part : parts) part.committed(index, batch, after);
        for (var fact : batch.facts(CLUSTER))
            if (fact instanceof ClusterFact.NodeRevoked(var node, _)) sendAway(node);
    }

    /// A node has dialled.
    void accept(SimLink link) {
        int life = server.life();
        link.up.to(SimLink.end(frame -> greeted(link, frame, life), () -> {}));
    }

    private void greeted(SimLink link, Frame.FromNode frame, int life) {
        if (server.life() != life || !(frame instanceof Frame.Hello hello) || !welcome(hello)) {
            link.serverCloses();
            return;
        }
        var session = new Session(link, hello);
        var old = sessions.put(hello.node(), session);
        if (old != null) old.close();
        heard(hello.node());
        link.up.to(SimLink.end(session::came, session::close));
        long wallMs = server.now().wallMs();
        link.down.send(
                new Frame.Welcome(
                        Frame.PROTOCOL,
                        EPOCH,
                        PING_EVERY_MS,
                        MISSED_AFTER_MS,
                        wallMs,
                        parts.stream().map(ServerPart::room).toList()));
        session.look();
    }

    private boolean welcome(Frame.Hello hello) {
        var node = server.certain().of(CLUSTER).nodes().find(hello.node());
        return node != null && !node.revoked();
    }

    /// A node that is shut out may speak for a moment more: the end of its link is on its way.
    private void sendAway(String node) {
        var session = sessions.get(node);
        if (session == null) {
            beats.over(node);
            return;
        }
        events.soon(
                1,
                FAREWELL_MS,
                () -> {
                    session.close();
                    beats.over(node);
                });
    }

    private void heard(String node) {
        beats.heard(node, server.now().tickMs());
    }

    private Heartbeats heartbeats() {
        int life = server.life();
        return new Heartbeats(
                ContactSettings.DEFAULT.missedAfter(),
                (node, here) -> {
                    if (server.life() == life) contact(node, here, life);
                });
    }

    private void contact(String node, boolean here, int life) {
        var silent = here ? null : sessions.remove(node);
        if (silent != null) silent.close();
        long silentMs = here ? 0 : beats.silentMs(node, server.now().tickMs());
        server.submit(
                CLUSTER,
                new ClusterMessage.Contact(node, here, NOTICED_MS, silentMs),
                Caller.SERVERS,
                outcome -> {
                    if (server.life() != life) return;
                    if (outcome instanceof SimServer.Verdict.Done) beats.told(node, here);
                    else beats.untold(node, here, server.now().tickMs());
                });
    }

    private void look(int life) {
        if (server.life() != life) return;
        long tickMs = server.now().tickMs();
        long atTickMs = beats.look(tickMs);
        long waitMs = Math.clamp(server.clock().realMs(atTickMs - tickMs), 10, 1_000);
        events.after(waitMs, () -> look(life));
    }

    private void touched(String node) {
        var session = sessions.get(node);
        if (session != null) session.look();
    }

    /// One connection of a node that has greeted.
    private final class Session {
        private final SimLink link;
        private final String node;
        private final Caller caller;
        private final ServerEnd end;
        private final ArrayDeque<Frame.FromNode> waiting = new ArrayDeque<>();
        private boolean looking;
        private boolean taking;
        private boolean closed;

        Session(SimLink link, Frame.Hello hello) {
            this.link = link;
            node = hello.node();
            caller = new Caller(Caller.Kind.NODE, node);
            var share = shares.computeIfAbsent(node, _ -> new NodeShare());
            end = new ServerEnd(hello, EPOCH, parts, share);
        }

        void close() {
            if (closed) return;
            closed = true;
            link.serverCloses();
            sessions.remove(node, this);
        }

        void came(Frame.FromNode frame) {
            waiting.add(frame);
            read();
        }

        private void read() {
            while (!closed && !taking && !waiting.isEmpty()) {
                heard(node);
                take(end.came(waiting.remove(), server.now().tickMs()));
                if (!closed && !taking) take(end.due(server.now().tickMs()));
            }
        }

        private void take(ServerDuty step) {
            switch (step) {
                case ServerDuty.Send(var frame) -> send(frame);
                case ServerDuty.Submit(var ask, var then, long notBeforeTickMs) -> {
                    taking = true;
                    long waitMs = notBeforeTickMs - server.now().tickMs();
                    if (waitMs <= 0) submit(ask, then);
                    else
                        events.after(
                                server.clock().realMs(waitMs),
                                () -> {
                                    if (!closed) submit(ask, then);
                                });
                }
                case ServerDuty.Say(var sentence, _) ->
                        throw new Broken(Promise.NOTHING_FAILS, sentence);
                case ServerDuty.End _ -> close();
                case ServerDuty.Nothing _,
                        ServerDuty.Renew _,
                        ServerDuty.Data _,
                        ServerDuty.Closed _ -> {}
            }
        }

        /// Asks until the message is in the log, or never will be; the node waits meanwhile.
        private <M> void submit(Ask<M> ask, Frame.@Nullable To then) {
            server.submit(
                    ask.room(),
                    ask.message(),
                    caller,
                    outcome -> {
                        if (untaken(outcome)) {
                            events.after(
                                    ASK_AGAIN_AFTER_MS,
                                    () -> {
                                        if (!closed) submit(ask, then);
                                    });
                            return;
                        }
                        taking = false;
                        if (closed) return;
                        if (then != null && !shutOut(outcome)) send(then);
                        read();
                    });
        }

        /// Nothing of the node is taken: it says it again when it is let in.
        private static boolean shutOut(SimServer.Verdict outcome) {
            return outcome instanceof SimServer.Verdict.Refused(Refusal.Forbidden _);
        }

        /// It may be in the log or not, or the log takes nothing now.
        private static boolean untaken(SimServer.Verdict outcome) {
            return switch (outcome) {
                case SimServer.Verdict.Lost _ -> true;
                case SimServer.Verdict.Refused(Refusal.Unavailable _) -> true;
                case SimServer.Verdict.Refused _, SimServer.Verdict.Done _ -> false;
            };
        }

        /// The orders are looked at soon, once for all that has changed by then.
        void look() {
            if (looking) return;
            looking = true;
            events.soon(
                    0,
                    20,
                    () -> {
                        looking = false;
                        if (closed) return;
                        tell();
                    });
        }

        /// Whoever does not read what it is sent is let go.
        private void send(Frame.FromServer frame) {
            if (closed || link.down.send(frame)) return;
            events.say(History.node(node) + " does not take what it is sent");
            close();
        }

        private void tell() {
            try {
                end.tell(this::send);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
