package dev.skerry.server.http;

import dev.skerry.server.strangers.Murmur;
import dev.skerry.server.strangers.Places;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of the API: no address has more than its share of them, and none waits for a
/// request for longer than its time.
///
/// | a connection   | has until                        |
/// |----------------|----------------------------------|
/// | is new         | its first request has a head     |
/// | sends a body   | the body is whole                |
/// | is answered    | as long as it takes              |
/// | takes it       | the answer is out                |
/// | is quiet again | its next request has a head      |
final class Connections implements ServerConnectionSelector, AutoCloseable {
    static final int ALL_MAX = 4_096;

    /// Connections of one address.
    static final int ADDRESS_MAX = ALL_MAX / 4;

    /// Of this thread: a connection has one of its own.
    private static final ThreadLocal<@Nullable Connection> OWN = new ThreadLocal<>();

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final ServerConnectionSelector usual;
    private final Times times;
    private final Places places = new Places(ALL_MAX, ADDRESS_MAX);
    private final Murmur murmur = new Murmur();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("api-patience").daemon().factory());

    /// @param head of a new connection's first request
    /// @param body of a request
    /// @param answer until the client has taken it, streams left out
    /// @param quiet between an answer and the next head
    record Times(Duration head, Duration body, Duration answer, Duration quiet) {
        static final Times USUAL =
                new Times(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(60));
    }

    Connections(Times times) {
        this.times = times;
        var http = Http1Config.builder().addReceiveListener(Streaming.connections(this)).build();
        usual = Http1ConnectionSelector.builder().config(http).build();
        long everyMs = Math.min(LOOK_EVERY.toMillis(), times.head().toMillis());
        var _ =
                patience.scheduleWithFixedDelay(
                        this::endLate, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /// The request on this thread's connection has a head.
    void headIsThere() {
        wait(times.body());
    }

    /// The request on this thread's connection is whole, and is answered now.
    void isAnswered() {
        wait(null);
    }

    /// The answer is ready, and goes out on this thread's connection.
    void isSent() {
        wait(times.answer());
    }

    /// This thread's connection waits for its next request.
    void isQuiet() {
        var connection = OWN.get();
        if (connection != null) connection.context.reads().atRequest();
        wait(times.quiet());
    }

    /// The address that the request on this thread comes from; null: no request is answered here.
    static @Nullable InetAddress address() {
        var connection = OWN.get();
        return connection == null ? null : connection.address;
    }

    static InetAddress address(PeerInfo peer) {
        return ((InetSocketAddress) peer.address()).getAddress();
    }

    /// Whether the request on this thread's connection is of HTTP/1.0.
    boolean old() {
        var connection = OWN.get();
        return connection != null && connection.context.reads().old();
    }

    private void wait(@Nullable Duration longest) {
        var connection = OWN.get();
        if (connection != null) connection.wait(longest);
    }

    private void endLate() {
        long nowNs = System.nanoTime();
        for (var connection : all) {
            if (!connection.late(nowNs)) continue;
            murmur.say("a connection from " + connection.address + " was too slow, and is closed");
            connection.end();
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
        var address = address(context.remotePeer());
        if (!places.take(address)) {
            murmur.say(address + " has its share of connections, and gets no more");
            throw new CloseConnectionException("the address has its share of connections");
        }
        var talk = Talk.on(context);
        var connection = new Connection(talk, address, usual.connection(talk));
        connection.wait(times.head());
        connection.over =
                () -> {
                    all.remove(connection);
                    places.giveBack(address);
                };
        all.add(connection);
        return connection;
    }

    @Override
    public void close() {
        patience.shutdownNow();
    }

    private static final class Connection implements ServerConnection {
        private final Talk context;
        private final InetAddress address;
        private final ServerConnection talk;
        private Runnable over = () -> {};
        private volatile boolean limited;
        private volatile long untilNs;

        Connection(Talk context, InetAddress address, ServerConnection talk) {
            this.context = context;
            this.address = address;
            this.talk = talk;
        }

        void wait(@Nullable Duration longest) {
            if (longest != null) untilNs = System.nanoTime() + longest.toNanos();
            limited = longest != null;
        }

        boolean late(long nowNs) {
            return limited && nowNs - untilNs > 0;
        }

        void end() {
            limited = false;
            context.serverSocket().close();
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            OWN.set(this);
            try {
                talk.handle(limit);
            } finally {
                OWN.remove();
                over.run();
            }
        }

        @Override
        public Duration idleTime() {
            return talk.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            talk.close(interrupt);
        }
    }
}
