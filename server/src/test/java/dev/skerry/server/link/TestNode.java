package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.authority.AnyServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A node as far as the link goes: a key, a certificate once it has joined, frames.
public final class TestNode {
    final String id;
    final KeyPair keys;
    private final InetSocketAddress server;
    private @Nullable SSLContext context;

    public TestNode(String id, InetSocketAddress server) throws GeneralSecurityException {
        this.id = id;
        this.server = server;
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
    }

    /// The same one at another server.
    public TestNode(TestNode of, InetSocketAddress server) {
        this.id = of.id;
        this.keys = of.keys;
        this.context = of.context;
        this.server = server;
    }

    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /// One connection.
    public record Talk(SSLSocket socket, Wire<Frame.FromServer, Frame.FromNode> wire)
            implements AutoCloseable {
        /// The next frame; an end is an error here.
        public Frame.FromServer read() throws IOException {
            var frame = wire.read(Frame.BYTES_MAX);
            if (frame == null) throw new IOException("the server has closed the link");
            return frame;
        }

        public <T extends Frame.FromServer> T read(Class<T> type) throws IOException {
            while (true) {
                var frame = read();
                if (type.isInstance(frame)) return type.cast(frame);
            }
        }

        /// What the servers' part of the cluster says next of a kind.
        public <T extends ServersSay> T told(Class<T> type) throws IOException, Malformed {
            while (true) {
                var said = Codec.SERVERS_SAY.decode(read(Frame.To.class).body());
                if (type.isInstance(said)) return type.cast(said);
            }
        }

        void say(NodeSays said) throws IOException {
            wire.write(ClusterNodePart.frame(said));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    public Talk connect() throws IOException, GeneralSecurityException {
        var used = context();
        var address = server.getAddress();
        var socket = (SSLSocket) used.getSocketFactory().createSocket(address, server.getPort());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return new Talk(socket, Wire.atNode(socket.getInputStream(), socket.getOutputStream()));
    }

    /// TLS as it speaks it by now.
    public SSLContext context() throws GeneralSecurityException {
        var known = context;
        return known == null ? AnyServer.showingNothing() : known;
    }

    public Frame.FromServer join(String secret) throws IOException, GeneralSecurityException {
        try (var talk = connect()) {
            talk.wire.write(
                    new Frame.Join(Frame.PROTOCOL, secret, id, "edge", "here", publicKey()));
            var answer = talk.read();
            if (answer instanceof Frame.Certified certified) certified(certified);
            return answer;
        }
    }

    public void certified(Frame.Certified certified) throws GeneralSecurityException, IOException {
        var bytes = certified.certificates().getBytes(StandardCharsets.US_ASCII);
        var chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))
                        .toArray(Certificate[]::new);
        context = AnyServer.showing(keys.getPrivate(), chain);
    }

    public Frame.Hello hello(String epoch, long seen) {
        return helloOf("", new Frame.Seen(CLUSTER.name(), epoch, seen));
    }

    /// As a certain start of an agent.
    Frame.Hello helloOf(String instance) {
        return helloOf(instance, Frame.Seen.nothing(CLUSTER.name()));
    }

    private Frame.Hello helloOf(String instance, Frame.Seen seen) {
        return new Frame.Hello(Frame.PROTOCOL, id, "test", "boot", instance, List.of(seen));
    }
}
