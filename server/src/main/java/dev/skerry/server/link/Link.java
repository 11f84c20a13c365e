package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Node;
import dev.skerry.cluster.codec.Wire;
import dev.skerry.cluster.link.Frame;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Applied;
import java.io.IOException;
import java.net.Socket;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The link of one node whose certificate was good: reads what it says on one virtual thread,
/// writes what it shall know on another.
final class Link {
    static final int STREAMS_MAX = 64;
    private static final long ANSWER_WAIT_MAX_MS = 30_000;

    /// What the servers could not take is asked again when their state has changed, or then.
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final NodeLinks home;
    private final String node;
    private final Caller caller;
    private final PeerName certified;
    private final String instance;
    private final SignsOfLife signs = new SignsOfLife();
    private final Socket socket;
    private final Wire<Frame.FromNode, Frame.FromServer> wire;
    private final Outbox outbox = new Outbox();
    private final Map<Long, Stream> streams = new ConcurrentHashMap<>();
    private volatile String closing = "";

    // What the node has; for the writing thread only.
    private long seen;
    private boolean whole;
    private boolean told;
    private @Nullable Map<String, String> meta;

    Link(
            NodeLinks home,
            Frame.Hello hello,
            PeerName certified,
            Socket socket,
            Wire<Frame.FromNode, Frame.FromServer> wire) {
        this.home = home;
        this.node = hello.node();
        this.caller = new Caller(Caller.Kind.NODE, node);
        this.certified = certified;
        this.instance = hello.instance();
        this.socket = socket;
        this.wire = wire;
        this.seen = hello.seen();
        this.whole = hello.seen() <= 0 || !hello.epoch().equals(home.epoch());
        outbox.add(home.welcome());
        outbox.look(true, true);
    }

    String node() {
        return node;
    }

    /// Of which start of the agent it is; empty: the agent does not say.
    String instance() {
        return instance;
    }

    /// Where the node was reached.
    String address() {
        return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
    }

    /// Whether anybody is still there.
    SignsOfLife signs() {
        return signs;
    }

    /// Says something that changes nothing: a machine that was started anew meanwhile answers that
    /// it knows no such connection.
    void probe() {
        var known = home.leader().now().of(CLUSTER).nodes().find(node);
        if (known != null) send(new Frame.Meta(known.effectiveMeta()));
    }

    /// Talks until the connection ends, for whatever reason.
    void run() throws IOException, InterruptedException {
        var writer = Thread.ofVirtual().name("link " + node).start(this::write);
        try {
            read();
        } finally {
            close(closing);
            signs.end();
            for (var stream : streams.values()) stream.end("the link to the node was lost");
            writer.join();
        }
    }

    /// Ends the connection at once.
    ///
    /// @param why for the log; empty: nothing to say
    void close(String why) {
        if (closing.isEmpty()) closing = why;
        outbox.close();
        try {
            socket.close();
        } catch (IOException e) {
            closing = closing + " (" + e.getMessage() + ")";
        }
    }

    String closing() {
        return closing;
    }

    /// Sends a frame; a node that does not read is let go.
    void send(Frame.FromServer frame) {
        if (!outbox.add(frame)) close("it does not read what it is sent");
    }

    /// Something about the node has changed.
    void touched(boolean orders) {
        outbox.look(orders, !orders);
    }

    /// Null: it has as many as it may have.
    @Nullable Stream stream(long id) {
        if (streams.size() >= STREAMS_MAX) return null;
        var stream = new Stream(id, this::send, () -> streams.remove(id));
        streams.put(id, stream);
        return stream;
    }

    private void read() throws IOException, InterruptedException {
        int pings = 0;
        for (var next = wire.read(Frame.BYTES_MAX);
                next != null;
                next = wire.read(Frame.BYTES_MAX)) {
            home.heard(node);
            signs.sign();
            switch (next) {
                case Frame.Ping _ -> {
                    if (++pings % Frame.Pong.PINGS == 0) send(new Frame.Pong());
                }
                case Frame.Report(long number, var changes) -> {
                    take(new ClusterMessage.Report(node, changes));
                    send(new Frame.Reported(number));
                }
                case Frame.Described(var facts) -> take(new ClusterMessage.Describe(node, facts));
                case Frame.Renew(var publicKey) -> renew(publicKey);
                case Frame.LogData(long stream, long offset, var data) -> {
                    var reader = streams.get(stream);
                    if (reader != null) reader.data(offset, data);
                }
                case Frame.LogEnd(long stream, var error) -> {
                    var reader = streams.remove(stream);
                    if (reader != null) reader.end(error);
                }
                case Frame.Synced _ -> {} // the next hello says it again, and that one counts
                case Frame.Join _, Frame.Hello _ ->
                        throw new IOException("a greeting came after the greeting");
            }
        }
    }

    /// Asks until the message is in the log, or never will be: the node says it once on each link,
    /// and waits meanwhile. That nobody reads what it sends then is this side's doing, and no
    /// silence.
    private void take(ClusterMessage message) throws InterruptedException, IOException {
        good();
        long index = home.leader().now().index();
        while (!taken(message)) {
            home.leader().awaitNewer(index, ASK_AGAIN_AFTER);
            index = home.leader().now().index();
            home.heard(node);
            if (socket.isClosed()) throw new IOException("the servers could not take a message");
        }
    }

    /// Whether it needs not be asked again.
    private boolean taken(ClusterMessage message) throws InterruptedException {
        try {
            var answer = home.leader().submit(CLUSTER, message, caller);
            return switch (answer.get(ANSWER_WAIT_MAX_MS, TimeUnit.MILLISECONDS)) {
                case Applied.Done _ -> true;
                case Applied.Refused(Refusal.Unavailable _) -> false;
                case Applied.Refused(var refusal) -> {
                    home.say(node + ": " + refusal.sentence());
                    yield true;
                }
            };
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void renew(String publicKey) throws IOException {
        var known = good();
        try {
            send(home.authority().certify(known.identity(), known.joining(), publicKey));
        } catch (InvalidKeyException e) {
            send(new Frame.Refused(String.valueOf(e.getMessage()), false));
        }
    }

    /// The node, as long as the certificate of this link is good: whoever has it shall neither
    /// speak for the node that has joined anew since, nor get a certificate of that joining.
    private Node good() throws IOException {
        var known = home.leader().now().of(CLUSTER).nodes().find(node);
        if (known == null || Greeting.outdated(certified, known) != null)
            throw new IOException("its certificate is not good any more");
        return known;
    }

    private void write() {
        try {
            while (true) {
                switch (outbox.take()) {
                    case Outbox.Next.Send(var frame) -> wire.write(frame);
                    case Outbox.Next.Look(boolean orders, boolean about) -> {
                        if (about && !describe()) return;
                        if (orders) sync();
                    }
                    case Outbox.Next.Closed _ -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            close(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            close("a frame could not be made: " + e);
        }
    }

    private void sync() throws IOException {
        var orders = home.orders();
        var parts = told ? orders.since(node, seen, whole) : orders.first(node, seen, whole);
        for (var part : parts) wire.write(part);
        told = true;
        if (parts.isEmpty()) return;
        seen = parts.getLast().version();
        whole = false;
    }

    /// What the node is told about itself; false: it was removed or has joined anew.
    private boolean describe() throws IOException {
        // What is committed, not what the listeners have heard: a node greets right after it
        // joined.
        var known = home.leader().now().of(CLUSTER).nodes().find(node);
        var outdated = Greeting.outdated(certified, known);
        if (known == null || outdated != null) {
            wire.write(outdated == null ? Greeting.removed() : outdated);
            close(known == null ? "it was removed" : "it has joined anew");
            return false;
        }
        var effective = known.effectiveMeta();
        if (!effective.equals(meta)) wire.write(new Frame.Meta(effective));
        meta = effective;
        return true;
    }
}
