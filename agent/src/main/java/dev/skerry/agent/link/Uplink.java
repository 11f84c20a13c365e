package dev.skerry.agent.link;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentConfig.Address;
import dev.skerry.cluster.link.Answers;
import dev.skerry.cluster.link.Frame;
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
    public interface Events {
        /// What the node says first.
        Frame.Hello hello();

        /// @param askedTickMs when the hello was sent that this answers
        void up(Frame.Welcome welcome, long askedTickMs);

        void came(Frame.FromServer frame);

        /// The server has heard what was said then.
        void answered(long saidTickMs);

        /// @param silentSinceTickMs when that was said which the server has answered last
        void down(String reason, long silentSinceTickMs);

        /// No link came up.
        void failed(String reason);
    }

    /// Where to and as whom.
    ///
    /// @param token the join token's text; only read when the node has no certificate
    public record Settings(List<Address> servers, String token, String name, String datacenter) {}

    private final Settings settings;
    private final Identity identity;
    private final Events events;
    private final LongSupplier tickMs;
    private final Patience patience;
    private final Backoff backoff;
    private final AtomicLong pingEveryMs = new AtomicLong(12_000);
    private volatile @Nullable Talk talk;
    private volatile boolean closed;
    private final Renewal renewal = new Renewal();

    /// A link in use, and what the server has heard on it for certain.
    private record Talk(Link link, Answers answers, long silenceMs) {}

    public Uplink(
            Settings settings,
            Identity identity,
            Events events,
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
    public static void check(String token) throws AgentConfig.Wrong {
        if (!token.isEmpty() && JoinText.parse(token) == null)
            throw new AgentConfig.Wrong(
                    "token",
                    token.length() + " characters",
                    "64 hexadecimal digits, a dot and 64 more, as `skerry token create` prints it,"
                            + " or @ and the file that holds it");
    }

    @Override
    public void run() {
        while (!closed) {
            for (var address : settings.servers()) {
                if (closed) return;
                visit(address);
            }
            if (!closed) LockSupport.parkNanos(backoff.nextMs() * 1_000_000);
        }
    }

    /// Sends when there is a link; false when there is none, and nothing was sent.
    public boolean send(Frame.FromNode frame) {
        var now = talk;
        return now != null && now.link.send(frame);
    }

    /// Gives a sign of life. A link on which nothing was answered for too long ends: whatever still
    /// comes on it was said long ago.
    public void ping() {
        var now = talk;
        if (now == null) return;
        long tick = tickMs.getAsLong();
        boolean silent = tick - now.answers.saidTickMs() >= now.silenceMs;
        if (silent || now.answers.full()) now.link.close();
        else if (now.link.send(new Frame.Ping())) now.answers.asked(tick);
    }

    /// How often the server wants to hear the node.
    public long pingEveryMs() {
        return pingEveryMs.get();
    }

    public boolean connected() {
        return talk != null;
    }

    public void close() {
        closed = true;
        var now = talk;
        if (now != null) now.link.close();
    }

    /// One life of one connection, from its first byte to its end.
    private void visit(Address address) {
        try {
            if (identity.certified() == null) join(address);
            var certified = identity.certified();
            if (certified == null) return;
            try (var opened = Link.open(address, Trust.of(certified))) {
                converse(opened);
            }
        } catch (Unwelcome e) {
            joinAgain(address, String.valueOf(e.getMessage()));
        } catch (IOException | GeneralSecurityException e) {
            var certified = identity.certified();
            if (certified != null && Link.ranOut(e))
                joinAgain(address, "The node's certificate has run out.");
            else if (certified != null && certified.expired())
                joinAgain(address, Link.reason(e) + "; " + certified.expiry());
            else events.failed(address + ": " + Link.reason(e));
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
            events.failed(address + ": " + reason + " " + Link.reason(e));
        }
    }

    private void converse(Link opened) throws IOException, GeneralSecurityException {
        long askedTickMs = tickMs.getAsLong();
        var welcome =
                switch (opened.ask(events.hello())) {
                    case Frame.Welcome it -> it;
                    case Frame.Refused(var reason, var retry) ->
                            throw retry ? new IOException(reason) : new Unwelcome(reason);
                    case Frame.FromServer other ->
                            throw new IOException("unexpected " + other.getClass().getSimpleName());
                };
        renewal.connected(welcome, tickMs.getAsLong());
        opened.use(welcome.silenceMs());
        pingEveryMs.set(welcome.pingEveryMs());
        var answers = new Answers(askedTickMs);
        talk = new Talk(opened, answers, welcome.silenceMs());
        backoff.succeeded(welcome.missedAfterMs());
        patience.keep(welcome.missedAfterMs());
        var reason = "the server closed the link";
        try {
            events.up(welcome, askedTickMs);
            askForRenewal(opened);
            for (var frame = opened.read(); frame != null; frame = opened.read()) {
                switch (frame) {
                    case Frame.Certified certified -> renewed(certified);
                    case Frame.Pong _ -> events.answered(answers.answered());
                    case Frame.FromServer other -> events.came(other);
                }
                askForRenewal(opened);
            }
        } catch (IOException e) {
            boolean silent = tickMs.getAsLong() - answers.saidTickMs() >= welcome.silenceMs();
            reason = silent ? "the server does not answer" : Link.reason(e);
        } finally {
            talk = null;
            events.down(reason, answers.saidTickMs());
        }
    }

    private void join(Address address) throws IOException, GeneralSecurityException {
        var token = JoinText.parse(settings.token());
        if (token == null)
            throw new IOException(
                    settings.token().isEmpty()
                            ? "this node has not joined yet and has no token; make one with"
                                    + " `skerry token create`"
                            : "the join token is damaged: it is 64 hexadecimal digits, a dot, "
                                    + "and 64 more");
        var key = identity.joinKey();
        try (var opened = Link.open(address, Trust.of(token.authorityHash()))) {
            var answer =
                    opened.ask(
                            new Frame.Join(
                                    Frame.PROTOCOL,
                                    token.secret(),
                                    identity.node(),
                                    settings.name(),
                                    settings.datacenter(),
                                    Identity.publicText(key)));
            switch (answer) {
                case Frame.Certified it ->
                        identity.keep(key, it.certificates(), it.authority(), it.renewAtWallMs());
                case Frame.Refused(var reason, _) -> throw new IOException(reason);
                case Frame.FromServer other ->
                        throw new IOException("unexpected " + other.getClass().getSimpleName());
            }
        }
    }

    private void askForRenewal(Link opened) throws GeneralSecurityException {
        var certified = identity.certified();
        if (certified == null) return;
        if (!renewal.due(certified, tickMs.getAsLong(), System.currentTimeMillis())) return;
        var next = Identity.newKey();
        if (opened.send(new Frame.Renew(Identity.publicText(next)))) renewal.asked(next);
    }

    private void renewed(Frame.Certified answer) throws IOException, GeneralSecurityException {
        var asked = renewal.answered(tickMs.getAsLong());
        if (asked == null) return;
        identity.keep(asked, answer.certificates(), answer.authority(), answer.renewAtWallMs());
    }
}
