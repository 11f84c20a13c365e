package dev.skerry.server.authority;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates and writes them down.
final class Certificates {
    /// Nodes without a clock battery wake up in the past; a little of it is forgiven.
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final SecureRandom random;

    Certificates(SecureRandom random) {
        this.random = random;
    }

    static X500Name name(String common, String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.CN, common)
                .build();
    }

    X509Certificate authority(KeyPair keys, X500Name name, Instant now, Duration life)
            throws GeneralSecurityException, IOException {
        var builder = builder(name, name, keys.getPublic(), now, now.plus(life));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        var ids = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                ids.createSubjectKeyIdentifier(keys.getPublic()));
        return sign(builder, keys.getPrivate());
    }

    X509Certificate server(
            PrivateKey authority,
            X509Certificate issuer,
            PublicKey key,
            List<String> names,
            Instant[] when)
            throws GeneralSecurityException, IOException {
        var subject = name("skerry server", Authority.SERVERS);
        var by = new JcaX509CertificateHolder(issuer).getSubject();
        var builder = builder(by, subject, key, when[0], when[1]);
        endEntity(builder, KeyPurposeId.id_kp_serverAuth);
        // strict clients (RFC 5280, section 4.2.1.1) ask for it
        var ids = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                ids.createAuthorityKeyIdentifier(issuer.getPublicKey()));
        var alternatives = new ArrayList<GeneralName>();
        for (var each : names) alternatives.add(alternative(each));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        return sign(builder, authority);
    }

    /// @param joining the one that it is of; empty: of a node that joined before they had names
    X509Certificate node(
            PrivateKey authority,
            X500Name issuer,
            PublicKey key,
            String node,
            String joining,
            Instant[] when)
            throws GeneralSecurityException, IOException {
        var builder = builder(issuer, subject(node, joining), key, when[0], when[1]);
        endEntity(builder, KeyPurposeId.id_kp_clientAuth);
        return sign(builder, authority);
    }

    /// What a server shows when it connects to another.
    X509Certificate peer(
            PrivateKey authority, X500Name issuer, PublicKey key, String server, Instant[] when)
            throws GeneralSecurityException, IOException {
        var builder = builder(issuer, name(server, Authority.SERVERS), key, when[0], when[1]);
        endEntity(builder, KeyPurposeId.id_kp_clientAuth);
        return sign(builder, authority);
    }

    private static X500Name subject(String node, String joining) {
        if (joining.isEmpty()) return name(node, Authority.NODES);
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, Authority.NODES)
                .addRDN(BCStyle.CN, node)
                .addRDN(BCStyle.SERIALNUMBER, joining)
                .build();
    }

    private static void endEntity(X509v3CertificateBuilder builder, KeyPurposeId purpose)
            throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(from.minus(BACKDATED)),
                Date.from(until),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, IOException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new IOException("the certificate could not be signed", e);
        }
    }

    private static GeneralName alternative(String name) throws IOException {
        boolean address = IPV4.matcher(name).matches() || name.contains(":");
        if (!address) return new GeneralName(GeneralName.dNSName, name);
        return new GeneralName(GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress());
    }

    static String pem(String kind, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines);
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /// What stands between the lines of dashes of the first block.
    static byte[] der(String pem, String kind) throws IOException {
        var begin = "-----BEGIN " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) throw new IOException("there is no " + kind + " in it");
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new IOException("the " + kind + " in it is damaged", e);
        }
    }

    static X509Certificate certificate(String pem) throws GeneralSecurityException, IOException {
        var in = new ByteArrayInputStream(der(pem, "CERTIFICATE"));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
