package dev.skerry.agent.link;

import dev.skerry.agent.AgentConfig.Address;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One connection to one server: TLS 1.3, frames both ways.
final class OpenUplink implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int HANDSHAKE_TIMEOUT_MS = 20_000;

    /// A farewell that the other side does not read is given up after so long.
    private static final int LINGER_S = 1;

    private final SSLSocket socket;
    private final Wire<Frame.FromServer, Frame.FromNode> wire;
    private final UplinkQueue outbox = new UplinkQueue();
    private @Nullable Thread writer;

    private OpenUplink(SSLSocket socket) throws IOException {
        this.socket = socket;
        wire =
                Wire.atNode(
                        new BufferedInputStream(socket.getInputStream(), 4096),
                        socket.getOutputStream());
    }

    /// Connects and shakes hands.
    static OpenUplink open(Address address, SSLContext trust) throws IOException {
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MS);
            plain.setSoTimeout(HANDSHAKE_TIMEOUT_MS);
            plain.setSoLinger(true, LINGER_S);
            var socket =
                    (SSLSocket)
                            trust.getSocketFactory()
                                    .createSocket(plain, address.host(), address.port(), true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            return new OpenUplink(socket);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /// Asks one question before the link is in use, and waits for its answer.
    Frame.FromServer ask(Frame.FromNode question) throws IOException {
        write(question);
        var answer = read();
        if (answer == null) throw new IOException("the server closed the link without an answer");
        return answer;
    }

    /// Says something before the link is in use.
    void write(Frame.FromNode frame) throws IOException {
        wire.write(frame);
    }

    /// From now on frames are sent by a thread of the link's own, and silence breaks it.
    void use(long silenceMaxMs) throws IOException {
        socket.setSoTimeout(Math.clamp(silenceMaxMs, 1_000, Integer.MAX_VALUE));
        writer = Thread.ofPlatform().daemon().name("link-writer").start(this::writeAll);
    }

    /// False when the link does not take it any more.
    boolean send(Frame.FromNode frame) {
        return outbox.offer(frame);
    }

    /// Nobody reads a stream any more: what waits of it is let go.
    void drop(long stream) {
        outbox.drop(stream);
    }

    /// The next frame; null when the server has closed the link.
    Frame.@Nullable FromServer read() throws IOException {
        return wire.read(Frame.BYTES_MAX);
    }

    @Override
    public void close() {
        outbox.close();
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
        if (writer != null) writer.interrupt();
    }

    private void writeAll() {
        try {
            while (true) wire.write(outbox.take());
        } catch (InterruptedException e) {
            // closed
        } catch (IOException | RuntimeException e) {
            close();
        }
    }

    /// The server says that the node's certificate has run out; it knows, whatever the clock here
    /// says.
    static boolean ranOut(Exception failure) {
        return String.valueOf(failure.getMessage())
                .contains("Received fatal alert: certificate_expired");
    }

    /// What a failure to connect means, for people.
    static String reason(Exception failure) {
        var text = String.valueOf(failure.getMessage());
        if (failure instanceof GeneralSecurityException) return "the node's key: " + text;
        boolean alerted = text.contains("Received fatal alert"); // else it is the node that refuses
        if (alerted && (text.contains("bad_certificate") || text.contains("certificate_unknown")))
            return "the server does not accept this node's certificate";
        return text;
    }
}
