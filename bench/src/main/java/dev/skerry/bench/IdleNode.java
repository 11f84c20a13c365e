package dev.skerry.bench;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A node that has joined, is connected and has nothing to do: for its server it is a real one,
/// with a certificate, an address and signs of life of its own, but it costs this process little.
final class IdleNode implements AutoCloseable {
    private static final int SILENCE_MAX_MS = 60_000;

    private final SSLSocket socket;
    private final Wire<Frame.FromServer, Frame.FromNode> wire;

    private IdleNode(SSLSocket socket, Wire<Frame.FromServer, Frame.FromNode> wire) {
        this.socket = socket;
        this.wire = wire;
    }

    /// Joins with a token and connects.
    ///
    /// @param number 0 to 65,535: the node's id, name and loopback address come from it
    static IdleNode connect(int number, String token, int linkPort)
            throws IOException, GeneralSecurityException {
        var id = "n-%012x".formatted(number);
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var stranger = open(number, linkPort, new KeyManager[0]);
        Frame.Certified certified;
        try (stranger) {
            var secret = token.substring(0, token.indexOf('.'));
            var key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
            var name = "idle-" + number;
            stranger.wire.write(new Frame.Join(Frame.PROTOCOL, secret, id, name, "dc1", key));
            certified = stranger.expect(Frame.Certified.class);
        }
        var node = open(number, linkPort, keyManagers(keys, certified));
        node.wire.write(hello(id));
        node.expect(Frame.Welcome.class);
        node.wire.write(ClusterNodePart.frame(new NodeSays.Described(NodeFacts.NONE)));
        return node;
    }

    private static Frame.Hello hello(String id) {
        var rooms = List.of(Frame.Seen.nothing(CLUSTER.name()));
        return new Frame.Hello(Frame.PROTOCOL, id, "bench", "boot", "", rooms);
    }

    /// The node lives.
    void ping() throws IOException {
        wire.write(new Frame.Ping());
    }

    /// Takes what the server says, and does nothing of it; returns when the link has ended.
    void listen() {
        try {
            while (wire.read(Frame.BYTES_MAX) != null) {
                // an idle node has nothing to do
            }
        } catch (IOException _) {
            // the link has ended
        }
    }

    private <T extends Frame.FromServer> T expect(Class<T> type) throws IOException {
        var frame = wire.read(Frame.BYTES_MAX);
        if (type.isInstance(frame)) return type.cast(frame);
        throw new IOException("not " + type.getSimpleName() + " but " + frame + " came");
    }

    private static IdleNode open(int number, int linkPort, KeyManager[] keys)
            throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new OwnFleet()}, null);
        var plain = new Socket();
        var address = new byte[] {127, 1, (byte) (number >> 8), (byte) number};
        plain.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), linkPort));
        plain.setSoTimeout(SILENCE_MAX_MS);
        var socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(plain, "127.0.0.1", linkPort, true);
        socket.startHandshake();
        return new IdleNode(socket, Wire.atNode(socket.getInputStream(), socket.getOutputStream()));
    }

    private static KeyManager[] keyManagers(KeyPair keys, Frame.Certified certified)
            throws IOException, GeneralSecurityException {
        var bytes = certified.certificates().getBytes(StandardCharsets.US_ASCII);
        var chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))
                        .toArray(Certificate[]::new);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", keys.getPrivate(), new char[0], chain);
        var managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// The benchmark talks to the server that it started itself.
    private record OwnFleet() implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType) {
            throw new UnsupportedOperationException("nobody connects to a node");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
