package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.http.load.Awaited;
import dev.skerry.server.http.wire.Origins;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.server.strangers.Guest;
import dev.skerry.server.strangers.Murmur;
import dev.skerry.server.strangers.Seats;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The connections of the API: no address has more than its share of them, and none waits for a
/// request for longer than its time. Whoever is new gets in, see [Seats]; what each may do, and how
/// long, see [Connection].
final class Connections implements ServerConnectionSelector, AutoCloseable {
    /// Streams have places of their own.
    static final int ALL_MAX = 4_096;

    /// Connections of one address.
    static final int ADDRESS_MAX = ALL_MAX / 4;

    /// Of this thread: a connection has one of its own.
    private static final ThreadLocal<@Nullable Connection> OWN = new ThreadLocal<>();

    private static final Duration LOOK_EVERY_MAX = Duration.ofSeconds(1);

    private final ServerConnectionSelector usual;
    private final Times times;
    private final @Nullable ServerTls tls;
    private final Origins origins;
    private final Elsewhere elsewhere;
    private final Seats<Connection> seats = new Seats<>(ALL_MAX, ADDRESS_MAX);
    private final Murmur murmur = new Murmur();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("api-patience").daemon().factory());

    /// @param request all of it, from its first byte on, or from the connection's begin, and with
    ///   TLS
    /// @param answer until the client has taken it, streams left out
    /// @param quiet between an answer and the next request
    record Times(Duration request, Duration answer, Duration quiet) {
        static final Times USUAL =
                new Times(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(60));

        /// How often it is looked whose time is over.
        Duration look() {
            return request.compareTo(LOOK_EVERY_MAX) < 0 ? request : LOOK_EVERY_MAX;
        }
    }

    /// Those of a server alone.
    Connections(Times times, @Nullable ServerTls tls) {
        this(times, tls, Elsewhere.NOWHERE);
    }

    /// Who comes to this server first.
    ///
    /// @param tls null: plain HTTP is spoken
    Connections(Times times, @Nullable ServerTls tls, Elsewhere elsewhere) {
        this(times, tls, Origins.DIRECT, elsewhere);
    }

    /// @param origins where clients are
    private Connections(
            Times times, @Nullable ServerTls tls, Origins origins, Elsewhere elsewhere) {
        this.times = times;
        this.tls = tls;
        this.origins = origins;
        this.elsewhere = elsewhere;
        usual = Http1ConnectionSelector.builder().config(Http1Config.create()).build();
        long everyMs = times.look().toMillis();
        var _ =
                patience.scheduleWithFixedDelay(
                        this::endLate, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /// Who has come to another server, which has passed them on.
    static Connections passedOn(Times times, Origins origins) {
        return new Connections(times, null, origins, Elsewhere.NOWHERE);
    }

    /// Of this thread.
    static Connection own() {
        var connection = OWN.get();
        if (connection == null) throw new IllegalStateException("no request is answered here");
        return connection;
    }

    /// Who is answered on this thread is let in as long as that says so; nobody, elsewhere.
    static void as(BooleanSupplier stands) {
        var connection = OWN.get();
        if (connection != null) connection.as(stands);
    }

    /// Waits for something for the client that is answered on this thread, or for nobody,
    /// elsewhere. One that has left is waited for no longer, and its connection ends.
    static <T> T whileThere(Awaited<T> awaited) throws InterruptedException, Declined {
        var connection = OWN.get();
        if (connection == null) return awaited.come();
        try (var there = connection.whileThere()) {
            return come(awaited, there);
        }
    }

    private static <T> T come(Awaited<T> awaited, WhileThere there)
            throws InterruptedException, Declined {
        try {
            return awaited.come();
        } catch (InterruptedException e) {
            if (there.gone()) throw new CloseConnectionException("its client has left", e);
            throw e;
        }
    }

    /// Who has asked what is answered on this thread; null: no request is answered here.
    static @Nullable Guest guest() {
        var connection = OWN.get();
        return connection == null ? null : connection.guest();
    }

    /// What fails of one look is looked at with the next: a look that threw would be the last.
    private void endLate() {
        for (var connection : all) {
            try {
                if (connection.endIfLate())
                    murmur.say(
                            "a connection from "
                                    + connection.address()
                                    + " was too slow, and is closed");
                connection.endIfNotLetIn();
            } catch (RuntimeException e) {
                murmur.say("a connection could not be looked at: " + e);
            }
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return usual.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return usual.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return usual.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var from = origins.of(context.remotePeer());
        if (from == null) throw new CloseConnectionException("no server has passed it on");
        var connection = new Connection(context, tls, usual, from, times, seats);
        sit(connection);
        all.add(connection);
        return new Counted(connection);
    }

    private void sit(Connection connection) {
        var outcome = seats.take(connection.address(), connection);
        var lost = outcome.lost();
        if (lost != null) {
            murmur.say("a connection from " + lost.address() + " made room for a newer one");
            lost.end();
        }
        if (outcome.given()) return;
        murmur.say(connection.address() + " has its share of connections, and gets no more");
        throw new CloseConnectionException("all seats are taken by requests that are answered");
    }

    @Override
    public void close() {
        patience.shutdownNow();
    }

    /// Belongs to all, and to its thread, while it is handled.
    private final class Counted implements ServerConnection {
        private final Connection connection;

        Counted(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            OWN.set(connection);
            try {
                connection.handle(limit, elsewhere);
            } finally {
                connection.farewell();
                OWN.remove();
                all.remove(connection);
                seats.giveBack(connection);
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
