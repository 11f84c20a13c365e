package dev.skerry.agent.link;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom the node believes: servers certified by its authority, whatever address they were reached
/// at. Before it has joined, those whose authority has the hash that stands in the join token.
final class Trust {
    private Trust() {}

    /// For a node with a certificate.
    static SSLContext of(Identity.Certified certified) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new OwnKey(certified.key(), certified.chain())},
                new TrustManager[] {managerOf(certified.authority())},
                null);
        return context;
    }

    /// For a node that has but a token.
    ///
    /// @param authorityHash SHA-256 of the authority's certificate, hexadecimal
    static SSLContext of(String authorityHash) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new ByHash(authorityHash)}, null);
        return context;
    }

    private static X509TrustManager managerOf(List<X509Certificate> authority)
            throws GeneralSecurityException {
        var anchors = new HashSet<TrustAnchor>();
        for (var certificate : authority) anchors.add(new TrustAnchor(certificate, null));
        var rules = new PKIXBuilderParameters(anchors, null);
        rules.setRevocationEnabled(
                false); // certificates are short-lived, and no list of them is kept
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(new CertPathTrustManagerParameters(rules));
        for (var manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) return found;
        }
        throw new GeneralSecurityException("this Java checks no X.509 certificates");
    }

    /// The last certificate of the chain must have the hash; the rest is checked as usual.
    private record ByHash(String hash) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType)
                throws CertificateException {
            try {
                var root = chain[chain.length - 1];
                var found = MessageDigest.getInstance("SHA-256").digest(root.getEncoded());
                if (!MessageDigest.isEqual(found, HexFormat.of().parseHex(hash)))
                    throw new CertificateException(
                            "the server's authority is not the one of the join token: the token is"
                                    + " of another fleet, or somebody stands between");
                managerOf(List.of(root)).checkServerTrusted(chain, keyType);
            } catch (CertificateException e) {
                throw e;
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new CertificateException(e.getMessage(), e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType)
                throws CertificateException {
            throw new CertificateException("nobody connects to a node");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
