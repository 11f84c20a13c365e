package dev.skerry.server.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS between a socket and the library, which sees only what was said.
///
/// The handshake is what is read first, so it is a part of the connection's first request: it has
/// its time and its seat, and is no other thing to be bounded. Whoever begins with something else
/// speaks plain HTTP, and is heard as he speaks, so that he can be told: see [#plain].
///
/// One thread reads at a time; several may write.
public final class TlsWire {
    /// The first byte of TLS: a record that is part of a handshake.
    static final byte HANDSHAKE = 22;

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] PROTOCOLS = {"http/1.1", "http/1.0"};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final DataReader from;
    private final DataWriter to;
    private final SSLEngine engine;
    private final Object writing = new Object();
    private ByteBuffer came = NOTHING;
    private boolean begun;
    private volatile boolean plain;

    public TlsWire(SSLContext context, DataReader from, DataWriter to) {
        this.from = from;
        this.to = to;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(suites(engine.getEnabledCipherSuites()));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(PROTOCOLS);
        engine.setSSLParameters(parameters);
    }

    /// Those whose keys are gone with the connection, and that authenticate what they encrypt.
    private static String[] suites(String[] enabled) {
        return List.of(enabled).stream()
                .filter(it -> it.startsWith("TLS_AES_") || modern(it))
                .toArray(String[]::new);
    }

    private static boolean modern(String suite) {
        if (suite.contains("_DHE_")) return false;
        return suite.contains("CHACHA20") || suite.matches("TLS_ECDHE_.*_GCM_.*");
    }

    /// What the client says.
    public DataReader reader() {
        return new DataReader(this::next);
    }

    /// Whether the client has begun without TLS. What he is told then goes over the wire as it is.
    public boolean plain() {
        return plain;
    }

    /// The next bytes; null: there are no more.
    private byte @Nullable [] next() {
        if (!begun) {
            if (!more()) return null;
            begun = true;
            plain = came.get(came.position()) != HANDSHAKE;
        }
        if (plain) return asItIs();
        try {
            return decrypted();
        } catch (SSLException e) {
            sayWhy();
            throw new CloseConnectionException("no TLS: " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] asItIs() {
        if (!came.hasRemaining() && !more()) return null;
        var bytes = new byte[came.remaining()];
        came.get(bytes);
        return bytes;
    }

    private byte @Nullable [] decrypted() throws SSLException {
        boolean roomy = false;
        while (!engine.isInboundDone()) {
            if (!came.hasRemaining() && !more()) return null;
            int room = engine.getSession().getApplicationBufferSize();
            var into = ByteBuffer.allocate(roomy ? room : Math.min(room, came.remaining()));
            var result = engine.unwrap(came, into);
            if (result.getStatus() == Status.CLOSED) return null;
            roomy = result.getStatus() == Status.BUFFER_OVERFLOW;
            if (result.getStatus() == Status.BUFFER_UNDERFLOW && !more()) return null;
            goOn(result.getHandshakeStatus());
            if (into.position() > 0) return Arrays.copyOf(into.array(), into.position());
        }
        return null;
    }

    /// Waits for more from the socket. What is left is a part of one record, and small.
    private boolean more() {
        byte[] bytes;
        try {
            from.ensureAvailable();
            bytes = from.readBytes(from.available());
        } catch (DataReader.InsufficientDataAvailableException _) {
            return false;
        }
        if (came.hasRemaining()) {
            var all = ByteBuffer.allocate(came.remaining() + bytes.length);
            came = all.put(came).put(bytes).flip();
        } else {
            came = ByteBuffer.wrap(bytes);
        }
        return true;
    }

    /// Does what a handshake needs until it needs more from the client.
    private void goOn(HandshakeStatus first) throws SSLException {
        var status = first;
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    for (var it = engine.getDelegatedTask(); it != null; ) {
                        it.run();
                        it = engine.getDelegatedTask();
                    }
                }
                case NEED_WRAP -> {
                    if (!send(NOTHING.duplicate())) return;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
            status = engine.getHandshakeStatus();
        }
    }

    /// Encrypts and sends.
    ///
    /// @return whether anything went out
    private boolean send(ByteBuffer said) throws SSLException {
        synchronized (writing) {
            boolean sent = false;
            do {
                var into = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                int before = said.remaining();
                engine.wrap(said, into);
                if (into.position() > 0) {
                    to.write(BufferData.create(into.array(), 0, into.position()));
                    sent = true;
                }
                boolean stuck = into.position() == 0 && said.remaining() == before;
                if (stuck && said.hasRemaining())
                    throw new SSLException("nothing can be sent any more");
            } while (said.hasRemaining());
            return sent;
        }
    }

    /// The client is told why there is no TLS with it, in the words that TLS has.
    private void sayWhy() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)
                if (!send(NOTHING.duplicate())) return;
        } catch (SSLException | UncheckedIOException _) {
            // it has gone
        }
    }

    /// Says that no more follows: without that, an answer that ends with its connection could have
    /// been cut by somebody in between.
    public void farewell() {
        if (!begun || plain) return;
        try {
            engine.closeOutbound();
            while (!engine.isOutboundDone()) if (!send(NOTHING.duplicate())) return;
        } catch (SSLException | UncheckedIOException _) {
            // it has gone
        }
    }

    /// What the client is told.
    public DataWriter writer() {
        return new Encrypting();
    }

    private final class Encrypting implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            for (var buffer : buffers) write(buffer);
        }

        @Override
        public void write(BufferData buffer) {
            if (plain) {
                to.write(buffer);
                return;
            }
            try {
                send(ByteBuffer.wrap(buffer.readBytes()));
            } catch (SSLException e) {
                var gone = new SocketException("no TLS any more: " + e.getMessage());
                gone.initCause(e);
                throw new UncheckedIOException(gone);
            }
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }
    }
}
