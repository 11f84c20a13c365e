package dev.skerry.cli.api;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Judges the certificate of a server as Java does, and says what is wrong with it.
final class ServerCheck extends X509ExtendedTrustManager {
    private static final int CAUSES_MAX = 50;
    private static final int NAMES_MAX = 8;

    private final String hash;
    private final X509ExtendedTrustManager usual;

    /// Why a server is not believed.
    static final class Doubt extends CertificateException {
        private static final long serialVersionUID = 1;

        /// What about.
        enum Aspect {
            /// Nobody who is known vouches for it.
            AUTHORITY,
            /// It is for others.
            NAME,
            /// It has begun, and has not ended.
            TIME,
            OTHER
        }

        final Aspect about;

        Doubt(Aspect about, String words, @Nullable Throwable cause) {
            super(words, cause);
            this.about = about;
        }
    }

    /// @param hash of the certificate that has to vouch for it, hexadecimal; empty: those that are
    ///   given
    /// @param certificates empty: those that Java knows
    ServerCheck(String hash, List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        this.hash = hash;
        usual = trusting(certificates);
    }

    private static X509ExtendedTrustManager trusting(List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        if (certificates.isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++)
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            factory.init(store);
        }
        for (var manager : factory.getTrustManagers())
            if (manager instanceof X509ExtendedTrustManager whole) return whole;
        throw new IOException("this Java cannot judge certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
            throws CertificateException {
        var judge = judge(chain);
        try {
            judge.checkServerTrusted(chain, kind);
        } catch (CertificateException e) {
            throw doubt(chain[0], e);
        }
        try {
            judge.checkServerTrusted(chain, kind, engine); // looks at the name as well
        } catch (CertificateException e) {
            throw new Doubt(Doubt.Aspect.NAME, names(chain[0]), e);
        }
    }

    private X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
        if (hash.isEmpty()) return usual;
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var one : chain)
                if (HexFormat.of().formatHex(digest.digest(one.getEncoded())).equals(hash))
                    return trusting(List.of(one));
        } catch (GeneralSecurityException | IOException e) {
            throw new Doubt(Doubt.Aspect.OTHER, String.valueOf(e.getMessage()), e);
        }
        throw new Doubt(Doubt.Aspect.AUTHORITY, "", null);
    }

    private static Doubt doubt(X509Certificate own, CertificateException why) {
        Throwable at = why;
        for (int i = 0; at != null && i < CAUSES_MAX; i++, at = at.getCause()) {
            if (at instanceof CertificateExpiredException)
                return new Doubt(Doubt.Aspect.TIME, "has ended: " + time(own), why);
            if (at instanceof CertificateNotYetValidException)
                return new Doubt(Doubt.Aspect.TIME, "has not begun: " + time(own), why);
        }
        var words = String.valueOf(why.getMessage());
        boolean unknown =
                words.contains("unable to find valid certification path")
                        || words.contains("signature check failed");
        return new Doubt(unknown ? Doubt.Aspect.AUTHORITY : Doubt.Aspect.OTHER, words, why);
    }

    private static String time(X509Certificate own) {
        return "it is good from %s to %s"
                .formatted(own.getNotBefore().toInstant(), own.getNotAfter().toInstant());
    }

    private static String names(X509Certificate own) throws CertificateException {
        Collection<List<?>> all = own.getSubjectAlternativeNames();
        var names = new TreeSet<String>();
        if (all != null) for (var one : all) names.add(String.valueOf(one.get(1)));
        var some = String.join(", ", names.stream().limit(NAMES_MAX).toList());
        return names.size() > NAMES_MAX ? some + " and others" : some;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
            throws CertificateException {
        throw new CertificateException("the name of a server is always looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind)
            throws CertificateException {
        throw new CertificateException("the name of a server is always looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
            throws CertificateException {
        throw new CertificateException("nobody serves here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("nobody serves here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind)
            throws CertificateException {
        throw new CertificateException("nobody serves here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
