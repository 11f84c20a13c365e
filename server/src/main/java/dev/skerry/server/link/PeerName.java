package dev.skerry.server.link;

import dev.skerry.server.trust.Authority;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Whose certificate the other side has shown.
final class PeerName {
    private PeerName() {}

    /// The id of the node; null: no certificate was shown, or not a node's.
    static @Nullable String of(SSLSession session) {
        try {
            var first = (X509Certificate) session.getPeerCertificates()[0];
            var parts = new HashMap<String, String>();
            for (var part : new LdapName(first.getSubjectX500Principal().getName()).getRdns())
                parts.put(part.getType(), part.getValue().toString());
            return Authority.NODES.equals(parts.get("O")) ? parts.get("CN") : null;
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return null;
        }
    }
}
