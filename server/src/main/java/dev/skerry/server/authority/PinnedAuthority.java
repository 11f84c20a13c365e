package dev.skerry.server.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Trust in an authority of which only the hash is known, from a token.
public final class PinnedAuthority {
    private PinnedAuthority() {}

    /// TLS that shows nothing, and talks to servers of that authority only.
    ///
    /// @param hash SHA-256 of its certificate, hexadecimal
    public static SSLContext context(String hash) throws IOException {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            var managers = new TrustManager[] {new ByHash(hash)};
            context.init(null, managers, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    /// The last certificate of the chain must have the hash; the rest is checked as usual.
    private record ByHash(String hash) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType)
                throws CertificateException {
            var root = chain[chain.length - 1];
            if (!MessageDigest.isEqual(
                    HexFormat.of().parseHex(hash), JoinSecret.sha256(root.getEncoded())))
                throw new CertificateException(
                        "the authority there is not the one of the token: the token is of another"
                                + " cell, or somebody stands between");
            try {
                var trusted = KeyStore.getInstance("PKCS12");
                trusted.load(null, null);
                trusted.setCertificateEntry("authority", root);
                var factory = TrustManagerFactory.getInstance("PKIX");
                factory.init(trusted);
                for (var manager : factory.getTrustManagers())
                    if (manager instanceof X509TrustManager usual)
                        usual.checkServerTrusted(chain, keyType);
            } catch (CertificateException e) {
                throw e;
            } catch (GeneralSecurityException | IOException e) {
                throw new CertificateException(e.getMessage(), e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType)
                throws CertificateException {
            throw new CertificateException("nobody connects to a server that joins");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
