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

/// Whose certificate the other side has shown.
///
/// @param node its id
/// @param joining the one that the certificate is of; empty: made before joinings had names
/// @param endWallMs when the certificate has run out
record PeerName(String node, String joining, long endWallMs) {
    private static final Map<String, String> WORDS =
            Map.of(Authority.JOINING_ATTRIBUTE, "SERIALNUMBER");

    /// Null: no certificate was shown, or not a node's.
    static @Nullable PeerName of(SSLSession session) {
        try {
            var first = (X509Certificate) session.getPeerCertificates()[0];
            var subject = first.getSubjectX500Principal().getName(X500Principal.RFC2253, WORDS);
            var parts = new HashMap<String, String>();
            for (var part : new LdapName(subject).getRdns())
                parts.put(part.getType(), part.getValue().toString());
            var node = parts.get("CN");
            if (node == null || !Authority.NODES.equals(parts.get("O"))) return null;
            long endWallMs = first.getNotAfter().toInstant().toEpochMilli();
            return new PeerName(node, parts.getOrDefault("SERIALNUMBER", ""), endWallMs);
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return null;
        }
    }
}
