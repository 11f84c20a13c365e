package dev.skerry.agent.link;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
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
///
/// The node's clock has no say in it, since it may stand in 1970 or in another year: a certificate
/// is looked at as of its own begin, or as of the begin of the node's own certificate when that is
/// later. So whoever finds a server's old key is believed for no longer than until the node renews
/// its certificate, and no clock shuts the node out.
final class ServerTrust {
    private ServerTrust() {}

    /// For a node with a certificate.
    static SSLContext of(OwnIdentity.Certified certified) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new OwnKey(certified.key(), certified.chain())},
                new TrustManager[] {new ByAuthority(certified.authority(), certified.begin())},
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

    private static X509TrustManager managerOf(List<X509Certificate> authority, Instant asOf)
            throws GeneralSecurityException {
        var anchors = new HashSet<TrustAnchor>();
        for (var certificate : authority) anchors.add(new TrustAnchor(certificate, null));
        var rules = new PKIXBuilderParameters(anchors, null);
        rules.setRevocationEnabled(
                false); // certificates are short-lived, and no list of them is kept
        rules.setDate(Date.from(asOf));
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(new CertPathTrustManagerParameters(rules));
        for (var manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) return found;
        }
        throw new GeneralSecurityException("this Java checks no X.509 certificates");
    }

    /// Certified by the authority, and not ended before a moment that is over for certain.
    private record ByAuthority(List<X509Certificate> authority, Instant since)
            implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType)
                throws CertificateException {
            var end = chain[0].getNotAfter().toInstant();
            if (end.isBefore(since))
                throw new CertificateException(
                        "the server's certificate ended at %s, and this node's own began at %s:"
                                        .formatted(end, since)
                                + " a server renews its certificate, so this is an old copy of it");
            var asOf = since;
            for (var each : chain) {
                var begin = each.getNotBefore().toInstant();
                if (begin.isAfter(asOf)) asOf = begin;
            }
            try {
                managerOf(authority, asOf).checkServerTrusted(chain, keyType);
            } catch (CertificateException e) {
                throw e;
            } catch (GeneralSecurityException e) {
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
                new ByAuthority(List.of(root), Instant.EPOCH).checkServerTrusted(chain, keyType);
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
