package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodeShare;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.Applied;
import dev.skerry.server.CommitListener;
import dev.skerry.server.Events;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.strangers.Murmurs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The links of all nodes: who is connected, who is heard, what each is told.
public final class NodeLinks implements NodeStreams, AutoCloseable {
    /// Bytes of a frame from someone unknown, kind included.
    static final int STRANGER_BYTES_MAX = 64 * 1024;

    private static final long STREAMS_FROM_MAX = 1L << 40;

    private final Leader leader;
    private final Authority authority;
    private final ServerClock clock;
    private final ServerMetrics metrics;
    private final ServerSettings.ContactSettings contact;
    private final String epoch;
    private final Greeting greeting;
    private final Copies copies;
    private final Heartbeats heartbeats;
    private final Attention attention;
    private final List<ServerPart> parts = new ArrayList<>();
    private final Map<String, OpenLink> links = new ConcurrentHashMap<>();
    private final Map<String, NodeShare> shares = new ConcurrentHashMap<>();
    private final Murmurs murmurs = new Murmurs();

    /// A server that was started anew gives other numbers than the one before.
    private final AtomicLong streams =
            new AtomicLong(ThreadLocalRandom.current().nextLong(STREAMS_FROM_MAX));

    private final Thread looking = Thread.ofPlatform().name("heartbeats").unstarted(this::look);

    /// Of the same kind as the threads that read the links: it comes as late as they do.
    private final Thread beating = Thread.ofVirtual().name("attention").unstarted(this::beat);

    private volatile boolean closed;

    /// @param epoch names the history that the servers' log is
    public NodeLinks(
            Leader leader,
            Authority authority,
            ServerClock clock,
            ServerMetrics metrics,
            ServerSettings.ContactSettings contact,
            String epoch,
            List<ServerRoom> rooms) {
        this.leader = leader;
        this.authority = authority;
        this.clock = clock;
        this.metrics = metrics;
        this.contact = contact;
        this.epoch = epoch;
        this.greeting = new Greeting(leader, authority, clock);
        this.copies = new Copies(this, contact.pingEvery());
        this.heartbeats = new Heartbeats(contact.missedAfter(), this::contact);
        this.attention = new Attention(clock.tickMs());
        for (var room : rooms) {
            var part = room.part(this::touched);
            if (part != null) parts.add(part);
        }
    }

    /// Begins to watch over the nodes, once all rooms know the state and as long as this server
    /// leads.
    public void start() throws InterruptedException {
        for (var part : parts) leader.listen(part::committed);
        leader.listen(new Watch());
        var told = new CountDownLatch(1);
        leader.listen((_, _, _) -> told.countDown()); // listeners are told in their order
        told.await();
        beating.start();
        if (leader.leads()) heartbeats.begin(leader.now().of(CLUSTER), attendedMs());
        looking.start();
    }

    private final class Watch implements CommitListener {
        @Override
        public void committed(long index, Batch batch, House after) {
            forgetGone(batch);
        }

        /// The nodes come anew, to whoever leads; until they had time to, none of them is missed.
        @Override
        public void leads(boolean leads) {
            if (leads) {
                heartbeats.begin(leader.now().of(CLUSTER), attendedMs());
            } else {
                heartbeats.end(); // links stay: it may be this server that leads next
            }
        }
    }

    /// The nodes are heard elsewhere from now on, or should look for who hears them.
    public void leave(String why) {
        for (var link : links.values()) link.close(why);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
        LockSupport.unpark(beating);
        for (var link : links.values()) link.close("");
    }

    Leader leader() {
        return leader;
    }

    Authority authority() {
        return authority;
    }

    String epoch() {
        return epoch;
    }

    /// After so long the node has noticed the silence: it looks with each of its pings.
    private long noticedMs() {
        return welcome().silenceMs() + contact.pingEvery().toMillis();
    }

    /// Twice the time that makes a node missed, and the connection is dead.
    static int silenceMaxMs(ServerSettings.ContactSettings contact) {
        return Math.clamp(2 * contact.missedAfter().toMillis(), 1, Integer.MAX_VALUE);
    }

    Frame.Welcome welcome() {
        return new Frame.Welcome(
                Frame.PROTOCOL,
                epoch,
                contact.pingEvery().toMillis(),
                contact.missedAfter().toMillis(),
                clock.now().wallMs(),
                parts.stream().map(ServerPart::room).toList());
    }

    long tickMs() {
        return clock.tickMs();
    }

    /// The time by which nodes are waited for.
    long attendedMs() {
        return attention.ms(clock.tickMs());
    }

    long wallMs() {
        return clock.now().wallMs();
    }

    /// What the node can cause on the servers, on all its links together.
    NodeShare share(String node) {
        var share = shares.computeIfAbsent(node, _ -> new NodeShare());
        forgetIfGone(node);
        return share;
    }

    /// Says something about a node, which can cause it as often as it likes.
    void say(String node, String sentence) {
        var line = murmurs.line(node, sentence, clock.tickMs());
        if (line != null) Events.say(line);
    }

    /// Its name and its id; the id alone when it is not known here.
    String called(String node) {
        var known = leader.now().of(CLUSTER).nodes().find(node);
        return known == null ? node : known.called();
    }

    /// Hears whoever is at the other end, until that ends.
    ///
    /// @param certified whose certificate was shown
    /// @param from where it is
    /// @param socket what is closed to end it
    /// @param greeted is run when the node is known: nobody hurries it from then on
    public void hear(
            InputStream in,
            OutputStream out,
            @Nullable PeerName certified,
            InetSocketAddress from,
            Socket socket,
            Runnable greeted)
            throws IOException, InterruptedException {
        var wire = Wire.atServer(in, out);
        try {
            var first = wire.read(STRANGER_BYTES_MAX);
            if (first == null) return;
            switch (greeting.on(first, certified)) {
                case Greeting.Outcome.Answer(var frame) -> wire.write(frame);
                case Greeting.Outcome.Welcome(var hello, var name) -> {
                    greeted.run();
                    socket.setSoTimeout(silenceMaxMs(contact));
                    var link = new OpenLink(this, hello, name, parts, from, socket, wire);
                    var refused = takesPlace(link);
                    if (refused == null) talk(link);
                    else wire.write(refused);
                }
            }
        } catch (Wire.NoFrame e) {
            if (!socket.isClosed()) wire.write(Greeting.noFrame(e));
        }
    }

    /// The node's link is this one from now on; or what is to be said to a copy of the node.
    private Frame.@Nullable Refused takesPlace(OpenLink link) throws InterruptedException {
        while (true) {
            var waits = links.containsKey(link.node()) ? null : copies.waits(link);
            if (waits != null) return waits;
            var before = links.putIfAbsent(link.node(), link);
            if (before == null) return null;
            var refused = copies.heldOff(before, link);
            if (refused != null) return refused;
            if (links.replace(link.node(), before, link)) {
                before.close("the node has connected again");
                return null;
            }
        }
    }

    private void talk(OpenLink link) throws IOException, InterruptedException {
        metrics.links().set(links.size());
        heard(link.node());
        try {
            link.run();
        } catch (IOException e) {
            var why = link.closing().isEmpty() ? String.valueOf(e.getMessage()) : link.closing();
            if (!closed)
                say(
                        link.node(),
                        "the link of %s has ended: %s".formatted(called(link.node()), why));
        } finally {
            links.remove(link.node(), link);
            forgetIfGone(link.node());
            metrics.links().set(links.size());
        }
    }

    void heard(String node) {
        heartbeats.heard(node, attendedMs());
        forgetIfGone(node);
    }

    /// A node that is missed has to say hello again, and to report how everything stands.
    private void contact(String node, boolean here) {
        var silent = here ? null : links.get(node);
        if (silent != null) silent.close("the node was not heard for too long");
        long silentMs = here ? 0 : heartbeats.silentMs(node, attendedMs());
        var _ =
                leader.submit(
                                CLUSTER,
                                new ClusterMessage.Contact(node, here, noticedMs(), silentMs),
                                Caller.SERVERS)
                        .handle((applied, _) -> {
                            if (applied instanceof Applied.Done) heartbeats.told(node, here);
                            else heartbeats.untold(node, here, attendedMs());
                            forgetIfGone(node);
                            return 0;
                        });
    }

    private void forgetGone(Batch batch) {
        for (var fact : batch.facts(CLUSTER))
            if (fact instanceof ClusterFact.NodeRemoved(var node)) forgetIfGone(node);
            else if (fact instanceof ClusterFact.NodeRevoked(var node, _)) forgetIfGone(node);
    }

    /// Looked at when a node was removed or revoked, and after whatever is kept of one: that may
    /// have happened meanwhile, and its link may still be open.
    private void forgetIfGone(String node) {
        var known = leader.now().of(CLUSTER).nodes().find(node);
        if (known != null && !known.revoked()) return;
        var link = links.get(node);
        if (known == null) {
            if (link != null) link.close("the node was removed");
            heartbeats.forget(node);
        } else {
            if (link != null) link.dismiss("the node was revoked");
            else heartbeats.over(node);
            LockSupport.unpark(looking);
        }
        shares.remove(node);
    }

    /// The nodes of which anything is kept.
    Set<String> kept() {
        var all = new TreeSet<>(shares.keySet());
        all.addAll(heartbeats.nodes());
        all.addAll(links.keySet());
        return all;
    }

    private void look() {
        while (!closed) {
            long atMs = heartbeats.look(attendedMs());
            long waitMs = Math.clamp(atMs - attendedMs(), 10, 1_000);
            LockSupport.parkNanos(waitMs * 1_000_000);
        }
    }

    private void beat() {
        while (!closed) {
            attention.beat(clock.tickMs());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Attention.BEAT_EVERY_MS));
        }
    }

    private void touched(String node) {
        var link = links.get(node);
        if (link != null) link.touched();
    }

    @Override
    public Opened read(String node, String room, byte[] request, long windowBytes) {
        var link = links.get(node);
        if (link == null)
            return new Opened.Refused(
                    new Refusal.Unavailable(
                            "Node %s is not connected; its output can be read when it is back."
                                    .formatted(called(node))));
        var stream = link.open(streams.incrementAndGet(), room, windowBytes, request);
        if (stream == null)
            return new Opened.Refused(
                    new Refusal.Full("Readers of one node", OpenLink.STREAMS_MAX, "readers"));
        return new Opened.Reading(stream);
    }
}
