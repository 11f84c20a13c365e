package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.http.Request;
import dev.skerry.kernel.Caller;
import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.http.wire.Requests;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.server.relay.Relay;
import dev.skerry.server.strangers.Guest;
import dev.skerry.server.strangers.Seats;
import dev.skerry.server.strangers.Seats.Doing;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One connection of the API, and how long it has for what it does.
///
/// | from             | event                          | to      | until                         |
/// |------------------|--------------------------------|---------|-------------------------------|
/// |                  | it is there, without TLS yet   | COMING  | `request`                     |
/// | COMING           | the request's first byte       | COMING  | `request`, for all of it      |
/// | COMING           | more of the body               | COMING  | a second more for each 64 KiB |
/// | COMING           | the request is whole           | SERVED  | the answer is ready           |
/// | COMING, SERVED   | the answer goes out            | LEAVING | `answer`                      |
/// | SERVED           | it becomes a stream            | without a seat | its reader leaves      |
/// | LEAVING          | the answer is out              | COMING  | `quiet`                       |
/// | COMING, LEAVING  | its time is over               | ended   |                               |
/// | COMING, LEAVING  | a newcomer gets its seat       | ended   |                               |
/// |                  | it was a stream, which is over | ended   |                               |
final class Connection implements Requests.Hearing {
    /// Whoever sends a body at this rate has time for all that one may have.
    private static final int BODY_BYTES_PER_SECOND_MIN = 64 * 1024;

    /// By which a request's time grows with its body, at most.
    private static final long BODY_NS_MAX =
            ns(Request.BODY_BYTES_MAX) + Duration.ofSeconds(1).toNanos();

    private final Connections.Times times;
    private final Seats<Connection> seats;
    private final Talk context;
    private final InetSocketAddress from;
    private final ServerConnection talk;

    /// Used by its own thread only.
    private Guest guest;

    /// The last time in which its client was waited or written for; null: there was none so far.
    private volatile @Nullable WhileThere there;

    private Elsewhere passing = Elsewhere.NOWHERE;
    private boolean limited;
    private boolean stream;
    private boolean again;
    private boolean begun;
    private boolean ended;
    private long sinceNs;
    private long longestNs;
    private long grownNs;

    Connection(
            ConnectionContext context,
            @Nullable ServerTls tls,
            ServerConnectionSelector usual,
            InetSocketAddress from,
            Connections.Times times,
            Seats<Connection> seats) {
        this.times = times;
        this.seats = seats;
        this.context = Talk.on(context, tls, this);
        this.from = from;
        this.guest = new Guest(address(), "");
        this.talk = usual.connection(this.context);
        limit(times.request());
    }

    InetAddress address() {
        return from.getAddress();
    }

    /// The request that is answered now is that caller's.
    void isCalledBy(Caller caller) {
        guest = new Guest(address(), caller.by());
    }

    /// Who has asked what is answered now.
    Guest guest() {
        return guest;
    }

    Requests reads() {
        return context.reads();
    }

    /// Whether somebody speaks plain HTTP where TLS is spoken.
    boolean misplaced() {
        return context.misplaced();
    }

    @Override
    public synchronized void begun() {
        if (again) begin(Doing.COMING, times.request());
        begun = true;
    }

    @Override
    public synchronized void came(int bytes) {
        grownNs = Math.min(BODY_NS_MAX, grownNs + ns(bytes));
    }

    private static long ns(int bytes) {
        return Duration.ofSeconds(1).toNanos() / BODY_BYTES_PER_SECOND_MIN * bytes;
    }

    /// The request is whole, and is answered now.
    void isWhole() {
        begin(Doing.SERVED, null);
    }

    /// The answer is ready, and goes out.
    void isSent() {
        begin(Doing.LEAVING, times.answer());
    }

    /// The answer is out, and the next request may come; but not here, if another server leads by
    /// now.
    synchronized void isQuiet() {
        if (passing.leads()) throw new CloseConnectionException("another server leads");
        context.reads().atRequest();
        begin(Doing.COMING, times.quiet());
        again = true;
    }

    /// The answer goes on, and the connection has a place among those of its kind.
    synchronized void isStream() {
        stream = true;
        seats.giveBack(this);
        limit(null);
    }

    /// The stream is over, and was the last answer. The library ends it once this has returned.
    void isOver() {
        context.reads().atRequest();
        context.reads().over();
    }

    /// Of this connection.
    DataWriter writer() {
        return context.dataWriter();
    }

    /// From now on it is noticed when the client leaves; for the connection's own thread, which
    /// closes it.
    WhileThere whileThere() {
        var fresh = new WhileThere(context.reads());
        there = fresh;
        return fresh;
    }

    /// @param stands whether the client that is written for is let in still
    void as(BooleanSupplier stands) {
        var now = there;
        if (now != null) now.as(stands);
    }

    /// What is written for the client ends when it is let in no more.
    void endIfNotLetIn() {
        var now = there;
        if (now != null) now.look(times.look().toNanos());
    }

    /// A stream has no seat to lose.
    private synchronized void begin(Doing doing, @Nullable Duration longest) {
        if (ended || (!stream && !seats.begin(this, doing)))
            throw new CloseConnectionException("it was too slow, or others needed its place");
        limit(longest);
    }

    private synchronized void limit(@Nullable Duration longest) {
        limited = longest != null;
        begun = false;
        sinceNs = System.nanoTime();
        longestNs = longest == null ? 0 : longest.toNanos();
        grownNs = 0;
    }

    /// It is over, whatever it does; for other threads than its own.
    void end() {
        synchronized (this) {
            ended = true;
        }
        closed();
    }

    /// What goes wrong with one connection must not stop the look at all others.
    private void closed() {
        try {
            context.serverSocket().close();
        } catch (RuntimeException _) {
            // it has gone
        }
    }

    /// Ends it if its time is over. It is told so if a part of a request has come; where it does
    /// not take even that, the next look ends it.
    ///
    /// @return whether this was news
    boolean endIfLate() {
        boolean news;
        boolean told;
        synchronized (this) {
            if (!ended && !late()) return false;
            news = !ended;
            told = news && begun;
            ended = true;
        }
        if (told) Thread.ofVirtual().name("api-late").start(this::tell);
        else closed();
        return news;
    }

    private boolean late() {
        return limited && System.nanoTime() - sinceNs > longestNs + grownNs;
    }

    private void tell() {
        try {
            var why =
                    "The request was not whole in its time: a second for each 64 KiB of its body,"
                            + " and %d s for all else.".formatted(times.request().toSeconds());
            var body = new Declined(408, why).body().bytes();
            var head =
                    """
                    HTTP/1.1 408 Request Timeout\r
                    Content-Type: application/problem+json\r
                    Content-Length: %d\r
                    Connection: close\r
                    X-Content-Type-Options: nosniff\r
                    \r
                    """
                            .formatted(body.length);
            var all = BufferData.growing(head.length() + body.length);
            all.write(head.getBytes(StandardCharsets.US_ASCII));
            all.write(body);
            context.dataWriter().writeNow(all);
        } catch (UncheckedIOException _) {
            // it has gone
        } finally {
            closed();
        }
    }

    /// Speaks until it is over.
    ///
    /// @param elsewhere where clients are answered that this server does not answer itself
    void handle(Limit limit, Elsewhere elsewhere) throws InterruptedException {
        passing = elsewhere;
        var other = other(elsewhere);
        if (other == null) {
            talk.handle(limit);
            return;
        }
        isStream(); // who leads sees to it that it has its seat there, and is not too slow
        try (other) {
            Relay.between(context.end(this::parted, this::closed), Relay.Side.of(other));
        } catch (IOException _) {
            // it has gone
        }
    }

    /// Null: this server answers, be it that it cannot do what only the leader does.
    ///
    /// Nothing is passed on of who has said nothing yet, or speaks without TLS where it is spoken.
    private @Nullable Socket other(Elsewhere elsewhere) {
        if (!elsewhere.leads() || !context.begun() || context.misplaced()) return null;
        try {
            return elsewhere.api(from);
        } catch (IOException _) {
            return null;
        }
    }

    private void parted() {
        farewell();
        closed();
    }

    /// Says that no more follows, where TLS has a word for it. Whoever does not take that has the
    /// time of a request.
    void farewell() {
        var tls = context.tls();
        if (tls == null) return;
        synchronized (this) {
            if (ended) return;
            limit(times.request());
        }
        tls.farewell();
    }

    Duration idleTime() {
        return talk.idleTime();
    }

    /// The server stops.
    void close(boolean interrupt) {
        talk.close(interrupt);
    }
}
