package dev.skerry.sim.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.authority.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Lets every node in and welcomes it; what it does with a conversation after that is a test's.
final class BadServer implements AutoCloseable {
    private final Authority authority;
    private final InstantSource clock;
    private final SSLServerSocket listening;
    private final Conversation conversation;

    /// The greetings that came.
    final BlockingQueue<Frame.Hello> hellos = new LinkedBlockingQueue<>();

    /// The requests to join that came.
    final BlockingQueue<Frame.Join> joins = new LinkedBlockingQueue<>();

    /// Whoever says hello is sent away with it, until it has joined anew.
    volatile boolean removes;

    /// From when on a certificate is to be renewed: at once, unless a test says otherwise.
    volatile long renewAtWallMs;

    /// How long it waits for its nodes, as it tells them.
    volatile long missedAfterMs = 1_000;

    /// What follows a welcome; the connection ends with it.
    interface Conversation {
        void go(Wire<Frame.FromNode, Frame.FromServer> wire) throws Exception;
    }

    BadServer(Path folder, Conversation conversation) throws IOException {
        this(folder, InstantSource.system(), true, conversation);
    }

    /// One that lives in another year, and believes every node: it could not check their
    /// certificates by its own clock.
    BadServer(Path folder, InstantSource clock, Conversation conversation) throws IOException {
        this(folder, clock, false, conversation);
    }

    private BadServer(Path folder, InstantSource clock, boolean asks, Conversation conversation)
            throws IOException {
        this.conversation = conversation;
        this.clock = clock;
        authority = new Authority(folder, List.of(), Duration.ofDays(30), clock);
        var factory = authority.context().getServerSocketFactory();
        listening =
                (SSLServerSocket)
                        factory.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        listening.setWantClientAuth(asks);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    String token() {
        return authority.freshSecret().text();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = (SSLSocket) listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            var wire = Wire.atServer(socket.getInputStream(), socket.getOutputStream());
            switch (wire.read(Frame.BYTES_MAX)) {
                case Frame.Join join -> {
                    removes = false;
                    joins.add(join);
                    wire.write(dueAtOnce(join));
                }
                case Frame.Hello _ when removes ->
                        wire.write(new Frame.Refused("This node was removed.", false));
                case Frame.Hello hello -> {
                    hellos.add(hello);
                    wire.write(welcome());
                    conversation.go(wire);
                }
                case null, default -> throw new IOException("no greeting came");
            }
        } catch (Exception e) {
            // nodes come and go
        }
    }

    private Frame.Welcome welcome() {
        return new Frame.Welcome(
                Frame.PROTOCOL,
                "epoch",
                1_000,
                missedAfterMs,
                clock.millis(),
                List.of(CLUSTER.name()));
    }

    /// A certificate that is to be renewed already.
    private Frame.Certified dueAtOnce(Frame.Join join) throws InvalidKeyException, IOException {
        return dueAtOnce(join.node(), join.publicKey());
    }

    Frame.Certified dueAtOnce(String node, String publicKey)
            throws InvalidKeyException, IOException {
        var identity = new Node.Identity(node, "shed", "default", "dc1");
        var made = authority.certify(identity, "", publicKey);
        return new Frame.Certified(
                made.certificates(), made.authority(), made.pool(), renewAtWallMs);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
