package dev.skerry.server.link;

import dev.skerry.server.authority.Authority;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Whose certificate was shown.
///
/// @param node its id
/// @param joining the one that the certificate is of; empty: made before joinings had names
/// @param endWallMs when the certificate has run out
public record PeerName(String node, String joining, long endWallMs) {
    private static final Map<String, String> WORDS =
            Map.of(Authority.JOINING_ATTRIBUTE, "SERIALNUMBER");

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
        try {
            var name = certificate.getSubjectX500Principal();
            var subject = name.getName(X500Principal.RFC2253, WORDS);
            var parts = new HashMap<String, String>();
            for (var part : new LdapName(subject).getRdns())
                parts.put(part.getType(), part.getValue().toString());
            var node = parts.get("CN");
            if (node == null || !Authority.NODES.equals(parts.get("O"))) return null;
            long endWallMs = certificate.getNotAfter().toInstant().toEpochMilli();
            return new PeerName(node, parts.getOrDefault("SERIALNUMBER", ""), endWallMs);
        } catch (InvalidNameException e) {
            return null;
        }
    }
}
