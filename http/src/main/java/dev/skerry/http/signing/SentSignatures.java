package dev.skerry.http.signing;

import dev.skerry.http.Declined;
import dev.skerry.http.Request;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Detached signatures over the bytes of a request's body, in a header: each in base64, separated
/// by commas.
public final class SentSignatures {
    /// In lower case, as [Request#headers] has it.
    public static final String HEADER = "x-skerry-signature";

    /// Of one body.
    static final int SIGNATURES_MAX = 8;

    /// Of one signature: RSA with 4,096 bits has 512.
    static final int BYTES_MAX = 512;

    private static final int CHARACTERS_MAX = (BYTES_MAX + 2) / 3 * 4;

    private SentSignatures() {}

    /// Those of the request, each of them at most 512 bytes, none of them looked at; most have
    /// none.
    public static List<byte[]> of(Request request) throws Declined {
        var said = request.header(HEADER);
        if (said == null || said.isBlank()) return List.of();
        var texts = said.split(",", -1);
        if (texts.length > SIGNATURES_MAX) throw wrong(texts.length + " signatures");
        var signatures = new ArrayList<byte[]>();
        for (var text : texts) signatures.add(signature(text.strip()));
        return signatures;
    }

    private static byte[] signature(String text) throws Declined {
        if (text.isEmpty()) throw wrong("");
        if (text.length() > CHARACTERS_MAX) throw wrong(text.length() + " characters");
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length > BYTES_MAX) throw wrong(bytes.length + " bytes");
            return bytes;
        } catch (IllegalArgumentException _) {
            throw wrong("something else than base64");
        }
    }

    private static Declined wrong(String value) {
        return Declined.field(
                "X-Skerry-Signature",
                value,
                "at most %d signatures in base64, each of at most %d bytes, separated by commas"
                        .formatted(SIGNATURES_MAX, BYTES_MAX));
    }
}
