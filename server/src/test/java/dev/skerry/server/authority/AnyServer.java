package dev.skerry.server.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS of somebody who takes whatever answers for the server that he wants: tests look at what the
/// server does. Real nodes compare the authority's hash.
public final class AnyServer {
    private AnyServer() {}

    public static SSLContext showingNothing() throws GeneralSecurityException {
        return context(null);
    }

    public static SSLContext showing(PrivateKey key, Certificate... chain)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, new char[0], chain);
        var all = KeyManagerFactory.getInstance("SunX509");
        all.init(store, new char[0]);
        return context(all.getKeyManagers());
    }

    private static SSLContext context(KeyManager @Nullable [] keys)
            throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new TrustingAll()}, new SecureRandom());
        return context;
    }

    private static final class TrustingAll implements X509TrustManager {
        private final X509TrustManager usual;

        TrustingAll() throws GeneralSecurityException {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            usual = (X509TrustManager) factory.getTrustManagers()[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            usual.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
