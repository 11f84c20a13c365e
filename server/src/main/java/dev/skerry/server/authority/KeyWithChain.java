package dev.skerry.server.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// What a server proves with who it is.
///
/// @param chain its own certificate first, then those that vouch for the one before
record KeyWithChain(PrivateKey key, List<X509Certificate> chain) {
    private static final int SAMPLE_BYTES = 32;
    private static final int SESSIONS_KEPT = 4_096;
    private static final int SESSION_LIFE_SECONDS = 3_600;

    KeyWithChain {
        chain = List.copyOf(chain);
    }

    X509Certificate own() {
        return chain.getFirst();
    }

    /// Whether the certificate is for the key.
    ///
    /// @throws GeneralSecurityException also when the key is of a kind that servers don't have
    boolean belongs() throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(own().getPublicKey().getAlgorithm())) return false;
        var sample = new byte[SAMPLE_BYTES];
        new SecureRandom().nextBytes(sample);
        var by =
                Signature.getInstance(
                        switch (key.getAlgorithm()) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> "EdDSA";
                        });
        by.initSign(key);
        by.update(sample);
        var signed = by.sign();
        by.initVerify(own().getPublicKey());
        by.update(sample);
        return by.verify(signed);
    }

    /// TLS that shows it.
    ///
    /// @param clients who vouches for certificates of clients; null: nobody does
    SSLContext context(@Nullable X509Certificate clients) throws IOException {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keyManagers(), trust(clients), new SecureRandom());
            context.getServerSessionContext().setSessionCacheSize(SESSIONS_KEPT);
            context.getServerSessionContext().setSessionTimeout(SESSION_LIFE_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    /// They read the key once. Those of `PKIX` open the store at each handshake, which takes ten
    /// thousand digests.
    KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(@Nullable X509Certificate clients)
            throws IOException, GeneralSecurityException {
        if (clients == null) return new TrustManager[0];
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", clients);
        var trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        return trustManagers.getTrustManagers();
    }
}
