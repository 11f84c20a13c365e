package dev.skerry.agent.link;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as text.
final class Pem {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PUBLIC = "public: ";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private Pem() {}

    static String of(PrivateKey key) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return KEY_BEGIN + "\n" + lines + "\n" + KEY_END + "\n";
    }

    /// Both halves; the public one on a line of its own.
    static String of(KeyPair keys) {
        return of(keys.getPrivate())
                + PUBLIC
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n";
    }

    static KeyPair pair(String text) throws GeneralSecurityException {
        int begin = text.indexOf(PUBLIC);
        if (begin < 0 || !text.endsWith("\n"))
            throw new GeneralSecurityException("there is no public key in it");
        var bytes = Base64.getDecoder().decode(text.substring(begin + PUBLIC.length()).strip());
        var open = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
        return new KeyPair(open, key(text));
    }

    static PrivateKey key(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(KEY_BEGIN);
        int end = pem.indexOf(KEY_END);
        if (begin < 0 || end < begin)
            throw new GeneralSecurityException("there is no private key in it");
        var lines = pem.substring(begin + KEY_BEGIN.length(), end).strip();
        var bytes = Base64.getMimeDecoder().decode(lines);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    /// All certificates of a text, in their order; at least one.
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        var all = new ArrayList<X509Certificate>();
        var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in))
            all.add((X509Certificate) each);
        if (all.isEmpty()) throw new GeneralSecurityException("there is no certificate in it");
        return all;
    }
}
