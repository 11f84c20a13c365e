package dev.skerry.server.authority;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// For whom a certificate was made. Parts that it does not have are empty.
///
/// @param organisation [Authority#NODES] or [Authority#SERVERS]
/// @param common the id
/// @param serial of a node: the joining
public record CertificateName(String organisation, String common, String serial) {
    private static final Map<String, String> WORDS =
            Map.of(Authority.JOINING_ATTRIBUTE, "SERIALNUMBER");

    /// Null: no certificate was shown, or its name is none.
    public static @Nullable CertificateName of(SSLSession session) {
        try {
            return of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /// Null: its name is none.
    public static @Nullable CertificateName of(X509Certificate certificate) {
        try {
            var name = certificate.getSubjectX500Principal();
            var subject = name.getName(X500Principal.RFC2253, WORDS);
            var parts = new HashMap<String, String>();
            for (var part : new LdapName(subject).getRdns())
                parts.put(part.getType(), part.getValue().toString());
            return new CertificateName(
                    parts.getOrDefault("O", ""),
                    parts.getOrDefault("CN", ""),
                    parts.getOrDefault("SERIALNUMBER", ""));
        } catch (InvalidNameException e) {
            return null;
        }
    }
}
