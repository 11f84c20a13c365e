package dev.skerry.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.server.Leader;
import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.link.OtherServers;
import dev.skerry.server.raft.PeerWay;
import dev.skerry.server.servers.KnownServers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Connections to the other servers of the cell, on which this one speaks first: TLS 1.3 with
/// certificates on both sides, on the port where nodes connect.
public final class Peers implements PeerWay, AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    private static final int HANDSHAKE_MS = 3_000;

    /// For a question and its answer, besides the time that their bytes take.
    private static final int ANSWER_MS = 2_000;

    /// A line that is slower than this is none.
    private static final int BYTES_PER_MS_MIN = 32;

    private static final int INSTANCE_BYTES = 8;

    /// Connections to one server that wait for the next question.
    private static final int KEPT_MAX = 4;

    private final ServerTls tls;
    private final Leader leader;
    private final String self;
    private final Consumer<Throwable> broken;
    private final String instance = fresh();
    private final Map<String, Deque<Line>> kept = new HashMap<>();
    private boolean closed;

    /// @param leader knows where the others are
    /// @param tls as this server, see [dev.skerry.server.authority.Authority#towards]
    /// @param broken told when another server says that this one was removed
    public Peers(Leader leader, ServerTls tls, String self, Consumer<Throwable> broken) {
        this.leader = leader;
        this.tls = tls;
        this.self = self;
        this.broken = broken;
    }

    private static String fresh() {
        var bytes = new byte[INSTANCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Of this server, see [Instances].
    String instance() {
        return instance;
    }

    /// Of the server that listens there; empty: it is another one.
    String instance(String server, String address) throws IOException {
        try (var there = open(address, new Errand.Who())) {
            var in = new DataInputStream(there.getInputStream());
            return in.readUTF().equals(server) ? in.readUTF() : "";
        }
    }

    /// How an answer begins.
    static final int ANSWERED = 0;

    static final int FAILED = 1;
    static final int REMOVED = 2;

    /// Another process is the server that asks.
    static final int TWICE = 3;

    /// A connection on which one log asks another.
    private record Line(SSLSocket socket, DataInputStream in, DataOutputStream out) {
        byte[] ask(byte what, byte[] request) throws IOException {
            socket.setSoTimeout(ANSWER_MS + request.length / BYTES_PER_MS_MIN);
            out.writeByte(what);
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            int how = in.readUnsignedByte();
            int length = in.readInt();
            if (length < 0 || length > BYTES_MAX)
                throw new IOException("an answer of %d bytes came".formatted(length));
            var answer = in.readNBytes(length);
            if (answer.length < length) throw new EOFException("the answer broke off");
            if (how == ANSWERED) return answer;
            throw new NoAnswer(how, new String(answer, UTF_8));
        }
    }

    /// The other server has answered that it cannot.
    private static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1;
        private final int how;

        NoAnswer(int how, String sentence) {
            super(sentence);
            this.how = how;
        }
    }

    @Override
    public byte[] ask(String server, String address, byte what, byte[] request) throws IOException {
        var line = take(server);
        if (line != null) {
            try {
                return ask(server, line, what, request);
            } catch (NoAnswer e) {
                throw e;
            } catch (IOException _) { // it may have been closed while nobody asked
                forget(server);
            }
        }
        var known = KnownServers.of(leader.now().house()).member(server);
        var at = known == null ? address : known.addresses().link();
        return ask(server, line(server, at), what, request);
    }

    private byte[] ask(String server, Line line, byte what, byte[] request) throws IOException {
        try {
            var answer = line.ask(what, request);
            giveBack(server, line);
            return answer;
        } catch (NoAnswer e) {
            giveBack(server, line);
            if (e.how == REMOVED) broken.accept(removed(self));
            if (e.how == TWICE) broken.accept(new IOException(e.getMessage()));
            throw e;
        } catch (IOException e) {
            quietly(line.socket);
            throw e;
        }
    }

    private Line line(String server, String address) throws IOException {
        var socket = open(address, new Errand.Log(server, instance));
        return new Line(
                socket,
                new DataInputStream(new BufferedInputStream(socket.getInputStream())),
                new DataOutputStream(new BufferedOutputStream(socket.getOutputStream())));
    }

    private synchronized @Nullable Line take(String server) {
        var lines = kept.get(server);
        return lines == null ? null : lines.poll();
    }

    private synchronized void giveBack(String server, Line line) {
        var lines = kept.computeIfAbsent(server, _ -> new ArrayDeque<>());
        if (closed || lines.size() >= KEPT_MAX) quietly(line.socket);
        else lines.push(line);
    }

    /// What was kept is as old as one that has failed.
    private synchronized void forget(String server) {
        var lines = kept.remove(server);
        if (lines != null) for (var line : lines) quietly(line.socket);
    }

    /// What a server is told that was removed, by itself or by another.
    static IOException removed(String server) {
        return new IOException(
                "server %s was removed from the cell, and its data folder with it; to come back it"
                                .formatted(server)
                        + " joins anew, with an empty --data");
    }

    /// A connection that was opened for that.
    SSLSocket open(String address, Errand what) throws IOException {
        return open(tls.context(), address, what);
    }

    static SSLSocket open(SSLContext context, String address, Errand what) throws IOException {
        var at = at(address);
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(at, CONNECT_MS);
            plain.setSoTimeout(HANDSHAKE_MS);
            var factory = context.getSocketFactory();
            var secure =
                    (SSLSocket) factory.createSocket(plain, at.getHostString(), at.getPort(), true);
            var parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setApplicationProtocols(new String[] {OtherServers.PROTOCOL});
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            if (!OtherServers.PROTOCOL.equals(secure.getApplicationProtocol()))
                throw new IOException(address + " does not speak as a server of a cell");
            Errand.write(what, new DataOutputStream(secure.getOutputStream()));
            return secure;
        } catch (IOException | RuntimeException e) {
            quietly(plain);
            throw e;
        }
    }

    private static InetSocketAddress at(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        if (colon < 1) throw new IOException("\"" + address + "\" is no HOST:PORT");
        var host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
    }

    static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it has gone
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (var lines : kept.values()) for (var line : lines) quietly(line.socket);
        kept.clear();
    }
}
