package dev.skerry.agent.link;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentConfig.Address;
import dev.skerry.agent.Bug;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodeEnd;
import dev.skerry.kernel.link.NodeEnd.NodeDuty;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the node in touch with its servers: joins, connects, says hello, and tries again for as
/// long as it takes. Runs on one thread; [#send] may be called by any.
public final class Uplink implements Runnable {
    /// Who hears what comes. Called by the uplink's thread.
    public interface Served {
        /// What the node says first.
        Frame.Hello hello();

        /// @param askedTickMs when the hello was sent that this answers
        /// @param lacking rooms of this node that the server does not have
        void up(Frame.Welcome welcome, long askedTickMs, List<String> lacking);

        /// The server has heard what was said then.
        void answered(long saidTickMs);

        /// For a room's part on this node.
        ///
        /// @throws Malformed when it means nothing to that room
        void told(String room, byte[] body) throws Malformed;

        /// Somebody at the server reads a stream.
        void stream(Reading reading);

        /// To be said to people.
        void say(String sentence);

        /// @param silentSinceTickMs when that was said which the server has answered last
        void down(String reason, long silentSinceTickMs);

        /// No link came up.
        void failed(String reason);
    }

    /// What there is about a stream.
    public sealed interface Reading {
        record Opened(Frame.Open open) implements Reading {}

        record Granted(long stream, long bytesMore) implements Reading {}

        record Closed(long stream) implements Reading {}
    }

    /// Where to and as whom.
    ///
    /// @param token the join token's text; only read when the node has no certificate
    public record Settings(List<Address> servers, String token, String name, String datacenter) {}

    private final Settings settings;
    private final OwnIdentity identity;
    private final Served events;
    private final LongSupplier tickMs;
    private final Patience patience;
    private final Backoff backoff;
    private final AtomicLong pingEveryMs = new AtomicLong(12_000);
    private volatile @Nullable Talk talk;
    private volatile boolean closed;
    private final Renewal renewal = new Renewal();

    /// A link in use.
    private record Talk(OpenUplink link, NodeEnd end) {}

    public Uplink(
            Settings settings,
            OwnIdentity identity,
            Served events,
            LongSupplier tickMs,
            RandomGenerator dice) {
        this.settings = settings;
        this.identity = identity;
        this.events = events;
        this.tickMs = tickMs;
        this.patience = identity.patience();
        this.backoff = new Backoff(dice, patience.missedAfterMs());
    }

    /// A token that can never be one stops the start of a node that needs it.
    ///
    /// @param token empty: there is none yet
    public static void check(String token) throws AgentConfig.WrongSetting {
        if (!token.isEmpty() && JoinText.parse(token) == null)
            throw new AgentConfig.WrongSetting(
                    "token",
                    token.length() + " characters",
                    "64 hexadecimal digits, a dot and 64 more, as `skerry node join-token` prints"
                            + " it, or @ and the file that holds it");
    }

    @Override
    public void run() {
        while (!closed) {
            for (var address : settings.servers()) {
                if (closed) return;
                try {
                    visit(address);
                } catch (RuntimeException | StackOverflowError e) {
                    // nothing is lost with a link: whatever was said on it is said again
                    events.failed(address + ": " + Bug.words(e));
                }
            }
            if (!closed) LockSupport.parkNanos(backoff.nextMs() * 1_000_000);
        }
    }

    /// Sends when there is a link; false when there is none, or nobody there listens.
    public boolean send(Frame.FromNode frame) {
        var now = talk;
        if (now == null) return false;
        boolean heard = !(frame instanceof Frame.To to) || now.end.shares(to.room());
        if (!heard) return false;
        if (now.link.send(frame)) return true;
        // what is said once on each link must not be lost on one that goes on
        if (frame.lane() != Lane.BULK) now.link.close();
        return false;
    }

    /// Nobody reads a stream any more: what waits of it is let go.
    public void drop(long stream) {
        var now = talk;
        if (now != null) now.link.drop(stream);
    }

    /// Gives a sign of life. A link on which nothing was answered for too long ends: whatever still
    /// comes on it was said long ago.
    public void ping() {
        var now = talk;
        if (now == null) return;
        switch (now.end.ping(tickMs.getAsLong())) {
            case PING -> send(new Frame.Ping());
            case GIVE_UP -> now.link.close();
        }
    }

    /// How often the server wants to hear the node.
    public long pingEveryMs() {
        return pingEveryMs.get();
    }

    public boolean connected() {
        return talk != null;
    }

    /// Ends the link, if there is one, and dials anew.
    public void startAnew() {
        var now = talk;
        if (now != null) now.link.close();
    }

    public void close() {
        closed = true;
        startAnew();
    }

    /// One life of one connection, from its first byte to its end.
    private void visit(Address address) {
        try {
            if (identity.certified() == null) join(address);
            var certified = identity.certified();
            if (certified == null) return;
            try (var opened = OpenUplink.open(address, ServerTrust.of(certified))) {
                converse(opened);
            }
        } catch (Unwelcome e) {
            joinAgain(address, String.valueOf(e.getMessage()));
        } catch (IOException | GeneralSecurityException e) {
            var certified = identity.certified();
            if (certified != null && OpenUplink.ranOut(e))
                joinAgain(address, "The node's certificate has run out.");
            else if (certified != null && certified.expired())
                joinAgain(address, OpenUplink.reason(e) + "; " + certified.expiry());
            else events.failed(address + ": " + OpenUplink.reason(e));
        }
    }

    /// The servers do not know the node, and say that trying again is of no use.
    private static final class Unwelcome extends IOException {
        private static final long serialVersionUID = 1;

        Unwelcome(String reason) {
            super(reason);
        }
    }

    /// Tries its token, which may be another by now than the one that it has joined with.
    private void joinAgain(Address address, String reason) {
        try {
            if (JoinText.parse(settings.token()) == null) events.failed(address + ": " + reason);
            else join(address);
        } catch (IOException | GeneralSecurityException e) {
            events.failed(address + ": " + reason + " " + OpenUplink.reason(e));
        }
    }

    private void converse(OpenUplink opened) throws IOException, GeneralSecurityException {
        long askedTickMs = tickMs.getAsLong();
        var hello = events.hello();
        var end = new NodeEnd(hello.rooms().stream().map(Frame.Seen::room).toList(), askedTickMs);
        opened.write(hello);
        var welcome = welcome(opened, end);
        renewal.connected(welcome, tickMs.getAsLong());
        opened.use(welcome.silenceMs());
        pingEveryMs.set(welcome.pingEveryMs());
        talk = new Talk(opened, end);
        backoff.welcomed(welcome.missedAfterMs());
        long upTickMs = tickMs.getAsLong();
        patience.keep(welcome.missedAfterMs());
        var reason = "the server closed the link";
        try {
            events.up(welcome, askedTickMs, end.lacking());
            askForRenewal(opened);
            for (var frame = opened.read(); frame != null; frame = opened.read()) {
                take(end, end.came(frame));
                if (frame instanceof Frame.Refused) renewal.refused(tickMs.getAsLong());
                askForRenewal(opened);
            }
        } catch (IOException e) {
            boolean silent = tickMs.getAsLong() - end.saidTickMs() >= welcome.silenceMs();
            reason = silent ? "the server does not answer" : OpenUplink.reason(e);
        } finally {
            talk = null;
            backoff.lasted(tickMs.getAsLong() - upTickMs);
            events.down(reason, end.saidTickMs());
        }
    }

    /// Waits for the answer to the hello.
    private static Frame.Welcome welcome(OpenUplink opened, NodeEnd end) throws IOException {
        for (var frame = opened.read(); frame != null; frame = opened.read()) {
            var step = end.came(frame);
            if (step instanceof NodeDuty.Up(var welcome)) return welcome;
            if (step instanceof NodeDuty.End(var reason, var retry))
                throw retry ? new IOException(reason) : new Unwelcome(reason);
        }
        throw new IOException("the server closed the link without an answer");
    }

    private void take(NodeEnd end, NodeDuty step) throws IOException {
        switch (step) {
            case NodeDuty.Heard(long saidTickMs) -> events.answered(saidTickMs);
            case NodeDuty.Told(var room, var body) -> told(end, room, body);
            case NodeDuty.Opened(var open) -> events.stream(new Reading.Opened(open));
            case NodeDuty.Granted(long stream, long more) ->
                    events.stream(new Reading.Granted(stream, more));
            case NodeDuty.Closed(long stream) -> events.stream(new Reading.Closed(stream));
            case NodeDuty.Certified(var certified) -> renewed(certified);
            case NodeDuty.Send(var frame) -> send(frame);
            case NodeDuty.Say(var sentence) -> events.say(sentence);
            case NodeDuty.End(var reason, _) -> throw new IOException(reason);
            case NodeDuty.Up _, NodeDuty.Nothing _ -> {}
        }
    }

    private void told(NodeEnd end, String room, byte[] body) {
        try {
            events.told(room, body);
        } catch (Malformed e) {
            if (end.meaningless(room, e) instanceof NodeDuty.Say(var sentence))
                events.say(sentence);
        }
    }

    private void join(Address address) throws IOException, GeneralSecurityException {
        var token = JoinText.parse(settings.token());
        if (token == null)
            throw new IOException(
                    settings.token().isEmpty()
                            ? "this node has not joined yet and has no token; make one with"
                                    + " `skerry node join-token`"
                            : "the join token is damaged: it is 64 hexadecimal digits, a dot, "
                                    + "and 64 more");
        var key = identity.joinKey();
        try (var opened = OpenUplink.open(address, ServerTrust.of(token.authorityHash()))) {
            var answer =
                    opened.ask(
                            new Frame.Join(
                                    Frame.PROTOCOL,
                                    token.secret(),
                                    identity.node(),
                                    settings.name(),
                                    settings.datacenter(),
                                    OwnIdentity.publicText(key)));
            switch (answer) {
                case Frame.Certified it ->
                        identity.keep(key, it.certificates(), it.authority(), it.renewAtWallMs());
                case Frame.Refused(var reason, _) -> throw new IOException(reason);
                case Frame.FromServer other ->
                        throw new IOException("unexpected " + other.getClass().getSimpleName());
            }
        }
    }

    private void askForRenewal(OpenUplink opened) throws GeneralSecurityException {
        var certified = identity.certified();
        if (certified == null) return;
        if (!renewal.due(certified, tickMs.getAsLong(), System.currentTimeMillis())) return;
        var next = OwnIdentity.newKey();
        if (opened.send(new Frame.Renew(OwnIdentity.publicText(next)))) renewal.asked(next);
    }

    /// What cannot be kept, on a disk without room or because it is damaged, costs neither the link
    /// nor the certificate that is there: it is asked for again.
    private void renewed(Frame.Certified answer) {
        var asked = renewal.answered(tickMs.getAsLong());
        if (asked == null) return;
        try {
            identity.keep(asked, answer.certificates(), answer.authority(), answer.renewAtWallMs());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            events.say(
                    "the node's next certificate cannot be kept (%s): it is asked for again"
                            .formatted(FileTrouble.words(e)));
        }
    }
}
