package dev.skerry.server.link;

import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.CertificateName;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Whose certificate was shown.
///
/// @param node its id
/// @param joining the one that the certificate is of; empty: made before joinings had names
/// @param endWallMs when the certificate has run out
public record PeerName(String node, String joining, long endWallMs) {
    /// Null: no certificate was shown, or not a node's.
    static @Nullable PeerName of(SSLSession session) {
        try {
            return of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /// Null: it is not a node's.
    public static @Nullable PeerName of(X509Certificate certificate) {
        var subject = CertificateName.of(certificate);
        if (subject == null || !subject.organisation().equals(Authority.NODES)) return null;
        if (subject.common().isEmpty()) return null;
        long endWallMs = certificate.getNotAfter().toInstant().toEpochMilli();
        return new PeerName(subject.common(), subject.serial(), endWallMs);
    }
}
