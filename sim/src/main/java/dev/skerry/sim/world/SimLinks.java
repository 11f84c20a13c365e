package dev.skerry.sim.world;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.link.Frame;
import dev.skerry.server.ServerSettings.Contact;
import dev.skerry.server.link.Heartbeats;
import dev.skerry.server.link.Orders;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;

/// The servers' ends of the links: the real orders and heartbeats over connections of the simulated
/// network. What a node says is worked through one frame at a time.
final class SimLinks {
    static final long MISSED_AFTER_MS = Contact.DEFAULT.missedAfter().toMillis();
    static final long PING_EVERY_MS = Contact.DEFAULT.pingEvery().toMillis();

    /// After so long a node has noticed the silence: it looks with each of its pings.
    static final long NOTICED_MS = 2 * MISSED_AFTER_MS + PING_EVERY_MS;

    private static final String EPOCH = "epoch";
    private static final long ASK_AGAIN_AFTER_MS = 1_000;

    /// So little that what a node is sent comes in several parts.
    private static final long PART_CHARACTERS_MAX = 500;

    private final Events events;
    private final SimServer server;
    private final TreeMap<String, Session> sessions = new TreeMap<>();
    private Orders orders;
    private Heartbeats beats;

    SimLinks(Events events, SimServer server) {
        this.events = events;
        this.server = server;
        orders = new Orders(this::touched, PART_CHARACTERS_MAX);
        beats = heartbeats();
    }

    void start() {
        orders = new Orders(this::touched, PART_CHARACTERS_MAX);
        orders.follow(server.index(), List.of(), server.committed());
        beats = heartbeats();
        beats.begin(server.committed(), server.now().tickMs());
        look(server.life());
    }

    /// The kernel hangs up for a process that was killed.
    void die() {
        for (var session : List.copyOf(sessions.values())) session.close();
    }

    void committed(long index, List<ClusterFact> facts, Cluster after) {
        orders.follow(index, facts, after);
    }

    /// A node has dialled.
    void accept(SimLink link) {
        int life = server.life();
        link.up.to(SimLink.end(frame -> greeted(link, frame, life), () -> {}));
    }

    private void greeted(SimLink link, Frame.FromNode frame, int life) {
        boolean known =
                frame instanceof Frame.Hello hello && server.committed().nodes().has(hello.node());
        if (server.life() != life || !known) {
            link.serverCloses();
            return;
        }
        var hello = (Frame.Hello) frame;
        var session = new Session(link, hello);
        var old = sessions.put(hello.node(), session);
        if (old != null) old.close();
        heard(hello.node());
        link.up.to(SimLink.end(session::came, session::close));
        long wallMs = server.now().wallMs();
        link.down.send(new Frame.Welcome(EPOCH, PING_EVERY_MS, MISSED_AFTER_MS, wallMs));
        session.look();
    }

    private void heard(String node) {
        beats.heard(node, server.now().tickMs());
    }

    private Heartbeats heartbeats() {
        int life = server.life();
        return new Heartbeats(
                Contact.DEFAULT.missedAfter(),
                (node, here) -> {
                    if (server.life() == life) contact(node, here, life);
                });
    }

    private void contact(String node, boolean here, int life) {
        var silent = here ? null : sessions.remove(node);
        if (silent != null) silent.close();
        server.submit(
                new ClusterMessage.Contact(node, here, NOTICED_MS),
                outcome -> {
                    if (server.life() != life) return;
                    if (outcome instanceof SimServer.Outcome.Done) beats.told(node, here);
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

    private void touched(String node, boolean work) {
        var session = sessions.get(node);
        if (work && session != null) session.look();
    }

    /// One connection of a node that has greeted.
    private final class Session {
        private final SimLink link;
        private final String node;
        private final ArrayDeque<Frame.FromNode> waiting = new ArrayDeque<>();
        private long seen;
        private boolean whole;
        private boolean told;
        private boolean looking;
        private boolean taking;
        private boolean closed;
        private int pings;

        Session(SimLink link, Frame.Hello hello) {
            this.link = link;
            node = hello.node();
            seen = hello.seen();
            whole = seen <= 0 || !hello.epoch().equals(EPOCH);
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
                read(waiting.remove());
            }
        }

        private void read(Frame.FromNode frame) {
            switch (frame) {
                case Frame.Ping _ -> {
                    if (++pings % Frame.Pong.PINGS == 0) link.down.send(new Frame.Pong());
                }
                case Frame.Report(long number, var changes) ->
                        take(
                                new ClusterMessage.Report(node, changes),
                                () -> link.down.send(new Frame.Reported(number)));
                case Frame.Described(var facts) ->
                        take(new ClusterMessage.Describe(node, facts), () -> {});
                case Frame.Hello _, Frame.Join _ -> close(); // the greeting is over
                case Frame.Synced _, Frame.Renew _, Frame.LogData _, Frame.LogEnd _ -> {}
            }
        }

        /// Asks until the message is in the log, or never will be; the node waits meanwhile.
        private void take(ClusterMessage message, Runnable then) {
            taking = true;
            server.submit(
                    message,
                    outcome -> {
                        if (outcome instanceof SimServer.Outcome.Lost) {
                            events.after(
                                    ASK_AGAIN_AFTER_MS,
                                    () -> {
                                        if (!closed) take(message, then);
                                    });
                            return;
                        }
                        taking = false;
                        if (closed) return;
                        then.run();
                        read();
                    });
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
                        if (!closed) sync();
                    });
        }

        private void sync() {
            var parts = told ? orders.since(node, seen, whole) : orders.first(node, seen, whole);
            for (var part : parts) link.down.send(part);
            told = true;
            if (parts.isEmpty()) return;
            seen = parts.getLast().version();
            whole = false;
        }
    }
}
