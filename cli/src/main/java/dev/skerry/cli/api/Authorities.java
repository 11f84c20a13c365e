package dev.skerry.cli.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Who may vouch for the certificate of a server: those that are known on this machine, those of a
/// file, or the one whose certificate has a hash.
///
/// | as it is said            | as it is kept for an address |
/// |--------------------------|------------------------------|
/// | nothing                  | nothing                      |
/// | `sha256:` and 64 digits  | the same                     |
/// | a file                   | `x509:` and what is in it    |
public final class Authorities {
    /// Of a file with certificates; larger ones are those of a whole system.
    private static final int FILE_BYTES_MAX = 16 * 1024;

    /// The variable of the environment that one may stand in.
    public static final String VARIABLE = "SKERRY_CA";

    /// Whom this machine knows.
    public static final Authorities USUAL = new Authorities("", List.of(), "");

    private static final Pattern PIN = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String PIN_BEGIN = "sha256:";
    private static final String CERTIFICATES_BEGIN = "x509:";

    private final String pin;
    private final List<X509Certificate> certificates;
    private final String origin;

    private Authorities(String pin, List<X509Certificate> certificates, String origin) {
        this.pin = pin;
        this.certificates = certificates;
        this.origin = origin;
    }

    /// @param said `sha256:` with a hash, or the name of a file
    /// @param origin where it was said, for advice: `--ca`
    public static Authorities said(String said, String origin) throws Failure {
        var text = said.strip();
        if (text.toLowerCase(Locale.ROOT).startsWith(PIN_BEGIN)) return pinned(text, origin);
        try (var in = Files.newInputStream(Path.of(text))) {
            var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX)
                throw Failure.usage(origin, said, "a file of 16 KiB at most");
            var all = read(bytes);
            if (!all.isEmpty()) return new Authorities("", all, origin + " " + text);
        } catch (IOException | InvalidPathException | CertificateException e) {
            throw wrong(said, origin, e);
        }
        throw wrong(said, origin, new IOException("it holds none"));
    }

    private static Authorities pinned(String text, String origin) throws Failure {
        var low = text.toLowerCase(Locale.ROOT);
        if (PIN.matcher(low).matches()) return new Authorities(low, List.of(), origin);
        throw Failure.usage(origin, text, "sha256: and 64 hexadecimal digits, or a file");
    }

    private static Failure wrong(String said, String origin, Exception why) {
        var failure =
                Failure.usage(
                        origin,
                        said,
                        "a file with certificates in PEM form, as `skerry server ca` prints it,"
                                + " or sha256: and its hash");
        failure.initCause(why);
        return failure;
    }

    private static List<X509Certificate> read(byte[] bytes) throws CertificateException {
        var all = new ArrayList<X509Certificate>();
        var in = new ByteArrayInputStream(bytes);
        for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in))
            all.add((X509Certificate) one);
        return all;
    }

    /// What was kept.
    ///
    /// @param origin where, for advice
    /// @throws IllegalArgumentException when it cannot have been
    public static Authorities kept(String text, String origin) {
        if (text.isEmpty()) return USUAL;
        if (PIN.matcher(text).matches()) return new Authorities(text, List.of(), origin);
        if (!text.startsWith(CERTIFICATES_BEGIN)) throw new IllegalArgumentException(text);
        try {
            var bytes = Base64.getDecoder().decode(text.substring(CERTIFICATES_BEGIN.length()));
            return new Authorities("", read(bytes), origin);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// To be kept, in one word; empty: nothing was said.
    public String kept() {
        if (!pin.isEmpty() || certificates.isEmpty()) return pin;
        try {
            var bytes = new ByteArrayOutputStream();
            for (var one : certificates) bytes.writeBytes(one.getEncoded());
            return CERTIFICATES_BEGIN + Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (CertificateException e) {
            throw new IllegalStateException("it was decoded before", e);
        }
    }

    /// Whether nobody said anything.
    public boolean usual() {
        return pin.isEmpty() && certificates.isEmpty();
    }

    /// Where it was said, for advice.
    public String origin() {
        return origin;
    }

    /// TLS with whoever they vouch for.
    SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            var check = new ServerCheck(pin.isEmpty() ? "" : hash(), certificates);
            context.init(null, new TrustManager[] {check}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private String hash() {
        return pin.substring(PIN_BEGIN.length());
    }
}
