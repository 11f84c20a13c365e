package dev.skerry.server.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWithChainTest {
    private CertificateMaker maker;
    private X509Certificate root;

    @BeforeEach
    void begin() throws Exception {
        maker = new CertificateMaker();
        var text = maker.root().getBytes(StandardCharsets.US_ASCII);
        root =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(text));
    }

    private KeyWithChain shown(KeyPair keys) throws Exception {
        var own = maker.certificate(keys, Duration.ofDays(1), "localhost");
        return new KeyWithChain(keys.getPrivate(), List.of(own, root));
    }

    /// To take it out of a key store is ten thousand digests, which each handshake paid.
    @Test
    void theKeyIsReadOnceAndNotAtEachHandshake() throws Exception {
        var managers = shown(CertificateMaker.keys("EC", 256)).keyManagers();
        assertEquals(1, managers.length);
        var manager = assertInstanceOf(X509ExtendedKeyManager.class, managers[0]);
        var first = manager.chooseEngineServerAlias("EC", null, null);
        var second = manager.chooseEngineServerAlias("EC", null, null);
        assertSame(manager.getPrivateKey(first), manager.getPrivateKey(second));
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "EC, 384", "EC, 521", "RSA, 2048", "Ed25519, 0", "Ed448, 0"})
    void whoTrustsTheAuthorityTalksToIt(String kind, int bits) throws Exception {
        var context = shown(CertificateMaker.keys(kind, bits)).context(null);
        try (var listening =
                        context.getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var said =
                    threads.submit(() -> {
                        try (var there = listening.accept()) {
                            there.getOutputStream().write('x');
                        }
                        return true;
                    });
            var socket = client().getSocketFactory().createSocket();
            try (var there = (SSLSocket) socket) {
                there.connect(listening.getLocalSocketAddress(), 10_000);
                there.setSoTimeout(20_000);
                assertEquals('x', there.getInputStream().read());
                assertEquals(2, there.getSession().getPeerCertificates().length);
            }
            assertEquals(true, said.get());
        }
    }

    private SSLContext client() throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
