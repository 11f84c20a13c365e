package dev.skerry.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Private keys in files where they do not belong, wherever they stand there: such a file is read
/// no further, so that nothing of the key is repeated.
public final class PrivateKeyLine {
    private static final String PEM = "PRIVATE KEY-----";

    /// Where DER may begin, in base64 of either alphabet; it begins with 0x30. Twelve bytes of it.
    private static final Pattern DER = Pattern.compile("(?=(M[A-Za-z0-9+/_-]{15}))");

    private PrivateKeyLine() {}

    /// The first line in which one stands, from 1; 0: there is none.
    public static int in(byte[] bytes) {
        int line = 0;
        for (var text : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            line++;
            if (text.contains(PEM) || bare(text)) return line;
        }
        return 0;
    }

    /// Without the first and the last line of PEM.
    private static boolean bare(String text) {
        for (var der = DER.matcher(text); der.find(); ) {
            var base64 = der.group(1).replace('-', '+').replace('_', '/');
            if (isPrivate(Base64.getDecoder().decode(base64))) return true;
        }
        return false;
    }

    /// A sequence that begins with its version, 0 or 1: so do PKCS #8, PKCS #1 and SEC 1 write
    /// private keys, and nobody writes a public one or a certificate so.
    private static boolean isPrivate(byte[] der) {
        int length = der[1] & 0xff;
        int at = length < 0x80 ? 2 : 2 + (length & 0x7f);
        if (der[0] != 0x30 || at + 2 >= der.length) return false;
        return der[at] == 2 && der[at + 1] == 1 && (der[at + 2] == 0 || der[at + 2] == 1);
    }
}
