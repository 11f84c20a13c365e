package dev.skerry.server.authority;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// What everybody may know of the authority that lies in a folder: its certificate.
///
/// @param pem for a file
/// @param pin the same as one word, `sha256:` and its hash
public record AuthorityFile(String pem, String pin) {
    static Path in(Path folder) {
        return folder.resolve("authority.pem");
    }

    /// Reads it beside a server that runs, or without one.
    ///
    /// @param folder the authority's
    public static AuthorityFile read(Path folder) throws IOException {
        var file = in(folder);
        try {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            var certificate = Certificates.certificate(text);
            return new AuthorityFile(Certificates.pem(certificate), pin(certificate));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file
                            + " is not there: a server makes it at its first start, and --data"
                            + " says where",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is damaged: it holds no certificate", e);
        }
    }

    static String pin(X509Certificate certificate) {
        return "sha256:" + fingerprint(certificate);
    }

    /// SHA-256 of a certificate, hexadecimal.
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(JoinSecret.sha256(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was encoded before", e);
        }
    }
}
