package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.ServerEnd;
import dev.skerry.kernel.link.ServerEnd.ServerDuty;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.Applied;
import dev.skerry.server.Undecided;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The link of one node whose certificate was good: reads what it says on one virtual thread,
/// writes what it shall know on another.
final class OpenLink {
    static final int STREAMS_MAX = 64;

    /// For the last words to a node that is not welcome any more.
    private static final long FAREWELL_MS = 1_000;

    /// They are counted from 1.
    private static final long NO_STREAM = 0;

    /// What the servers could not take is asked again when their state has changed, or then. Who
    /// waits for an answer looks as often whether the node is still there.
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final NodeLinks home;
    private final String node;
    private final Caller caller;
    private final PeerName certified;
    private final String instance;
    private final SignsOfLife signs;
    private final ServerEnd end;
    private final InetSocketAddress from;
    private final Socket socket;
    private final Wire<Frame.FromNode, Frame.FromServer> wire;
    private final Outbox outbox = new Outbox();
    private final Map<Long, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean dismissed = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String closing = "";

    /// That have come and wait to be read. For the thread that reads.
    private int unreadBytes;

    OpenLink(
            NodeLinks home,
            Frame.Hello hello,
            PeerName certified,
            List<ServerPart> parts,
            InetSocketAddress from,
            Socket socket,
            Wire<Frame.FromNode, Frame.FromServer> wire) {
        this.home = home;
        this.node = hello.node();
        this.caller = new Caller(Caller.Kind.NODE, node);
        this.certified = certified;
        this.instance = hello.instance();
        this.signs = new SignsOfLife(home::attendedMs);
        this.from = from;
        this.socket = socket;
        this.wire = wire;
        this.end = new ServerEnd(hello, home.epoch(), parts, home.share(node));
        outbox.add(home.welcome());
        outbox.look();
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
        return from.getAddress().getHostAddress() + ":" + from.getPort();
    }

    /// Whether anybody is still there.
    SignsOfLife signs() {
        return signs;
    }

    /// Says something that changes nothing: a machine that was started anew meanwhile answers that
    /// it knows no such connection.
    void probe() {
        send(new Frame.Credit(NO_STREAM, 0));
    }

    /// Talks until the connection ends, for whatever reason.
    void run() throws IOException, InterruptedException {
        var writer = Thread.ofVirtual().name("link " + node).start(this::write);
        try {
            read();
        } catch (Outdated e) { // nothing more is taken; the other thread says why
            outbox.look();
            writer.join(FAREWELL_MS);
            throw e;
        } finally {
            close(closing);
            over.countDown();
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
        var _ = sent(frame);
    }

    /// @return false: the link is over
    private boolean sent(Frame.FromServer frame) {
        if (outbox.add(frame)) return true;
        close("it does not read what it is sent");
        return false;
    }

    /// The node is not welcome any more: it is told so, and has a moment to read it.
    void dismiss(String why) {
        if (dismissed.getAndSet(true)) return;
        outbox.look();
        Thread.ofVirtual()
                .name("dismiss " + node)
                .start(() -> {
                    try {
                        if (!over.await(FAREWELL_MS, TimeUnit.MILLISECONDS)) close(why);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// There may be something to tell the node.
    void touched() {
        outbox.look();
    }

    /// Begins to read a stream; null: it has as many as it may have.
    ///
    /// @param request as the room has it
    @Nullable Stream open(long id, String room, long windowBytes, byte[] request) {
        if (streams.size() >= STREAMS_MAX) return null;
        var stream = new Stream(id, windowBytes, this::send, () -> streams.remove(id));
        streams.put(id, stream);
        if (!sent(new Frame.Open(id, room, windowBytes, request)))
            stream.end("the link to the node was lost");
        return stream;
    }

    private void read() throws IOException, InterruptedException {
        for (var next = wire.read(Frame.BYTES_MAX);
                next != null;
                next = wire.read(Frame.BYTES_MAX)) {
            good();
            home.heard(node);
            signs.sign();
            take(end.came(next, home.tickMs()));
            take(end.due(home.tickMs()));
        }
    }

    private void take(ServerDuty step) throws IOException, InterruptedException {
        switch (step) {
            case ServerDuty.Nothing _ -> {}
            case ServerDuty.Send(var frame) -> send(frame);
            case ServerDuty.Submit(var ask, var then, long notBeforeTickMs) -> {
                turn(notBeforeTickMs);
                boolean heard = submit(ask);
                if (heard && then != null) send(then);
            }
            case ServerDuty.Renew(var publicKey, long notBeforeTickMs) -> {
                turn(notBeforeTickMs);
                renew(publicKey);
            }
            case ServerDuty.Data(long stream, long at, var piece) -> {
                var reader = streams.get(stream);
                if (reader != null) reader.data(at, piece);
            }
            case ServerDuty.Closed(long stream, var error) -> {
                var reader = streams.remove(stream);
                if (reader != null) reader.end(error);
            }
            case ServerDuty.Say(var sentence, var then) -> {
                home.say(node, home.called(node) + " " + sentence);
                if (then != null) send(then);
            }
            case ServerDuty.End(var reason) -> throw new IOException(reason);
        }
    }

    /// Waits until the node may cause something again.
    private void turn(long notBeforeTickMs) throws InterruptedException, IOException {
        long waitMs = notBeforeTickMs - home.tickMs();
        if (waitMs > 0) TimeUnit.MILLISECONDS.sleep(waitMs);
        if (socket.isClosed()) throw new IOException("it has ended while the node had to wait");
    }

    /// What became of what a node has said.
    private enum Fate {
        /// It is in the log, or never will be.
        SETTLED,

        /// Nothing of the node is taken any more: its link ends soon, and it says it again when it
        /// is let in. Were it told that it was heard, it would not.
        SHUT_OUT,

        AGAIN
    }

    /// Asks until it is known what became of the message: the node says it once on each link, and
    /// waits meanwhile.
    ///
    /// @return whether the node may know that it was heard
    private boolean submit(Ask<?> message) throws InterruptedException, IOException {
        unreadBytes = 0;
        while (true) {
            good();
            var fate = fate(message);
            if (fate != Fate.AGAIN) return fate == Fate.SETTLED;
            home.leader().awaitNewer(home.leader().now().index(), ASK_AGAIN_AFTER);
            meanwhile();
        }
    }

    /// Nobody reads what the node sends then, which is this side's doing: that it sends is seen
    /// from what has come since.
    private void meanwhile() throws IOException {
        if (socket.isClosed()) throw new IOException("the servers could not take a message");
        int now = socket.getInputStream().available();
        if (now > unreadBytes) home.heard(node);
        unreadBytes = now;
    }

    /// What a machine has failed on it would fail on again: it is passed over, and has been said.
    private <M> Fate fate(Ask<M> ask) throws InterruptedException, IOException {
        var asked = home.leader().submit(ask.room(), ask.message(), caller);
        while (true) {
            try {
                return switch (asked.get(ASK_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                    case Applied.Done _ -> Fate.SETTLED;
                    case Applied.Refused(Refusal.Unavailable _) -> Fate.AGAIN;
                    case Applied.Refused(var refusal) -> {
                        home.say(node, home.called(node) + ": " + refusal.sentence());
                        yield refusal instanceof Refusal.Forbidden ? Fate.SHUT_OUT : Fate.SETTLED;
                    }
                };
            } catch (TimeoutException e) {
                meanwhile(); // it is asked, and has its answer yet to come
            } catch (ExecutionException e) {
                return e.getCause() instanceof Undecided ? Fate.SETTLED : Fate.AGAIN;
            }
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
        inTime();
        var known = home.leader().now().of(CLUSTER).nodes().find(node);
        if (known == null || Greeting.outdated(certified, known) != null) throw new Outdated();
        return known;
    }

    /// The certificate was good when the link began.
    private static final class Outdated extends IOException {
        private static final long serialVersionUID = 1;

        Outdated() {
            super("its certificate is not good any more");
        }
    }

    /// A link can last for years; TLS has looked at its certificate once. The node comes again with
    /// the one that it has got meanwhile.
    private void inTime() throws IOException {
        if (home.wallMs() >= certified.endWallMs())
            throw new IOException("its certificate has run out");
    }

    /// A long list of orders does not delay what steers the link.
    private void tell(Frame.To frame) throws IOException {
        for (var first = outbox.urgent(); first != null; first = outbox.urgent()) wire.write(first);
        wire.write(frame);
    }

    private void write() {
        try {
            while (true) {
                switch (outbox.take()) {
                    case Outbox.Next.Send(var frame) -> wire.write(frame);
                    case Outbox.Next.Look _ -> {
                        if (!welcome()) return;
                        end.tell(this::tell);
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

    /// Whether the node is still the one that the certificate was made for; it is told otherwise.
    private boolean welcome() throws IOException {
        // What is committed, not what the listeners have heard: a node greets right after it
        // joined.
        var known = home.leader().now().of(CLUSTER).nodes().find(node);
        var outdated = Greeting.outdated(certified, known);
        if (outdated == null) return true;
        wire.write(outdated);
        close(
                known == null
                        ? "it was removed"
                        : known.revoked() ? "it was revoked" : "it has joined anew");
        return false;
    }
}
