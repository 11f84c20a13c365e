package dev.skerry.cluster.codec;

import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityHead;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// An identity as text: header, claims and signature in base64 without padding, with a dot between
/// them (RFC 7515).
public final class IdentityText {
    /// With the certificate of a node it has about 1,500.
    public static final int CHARACTERS_MAX = 6_000;

    /// What all of them begin with, and nothing else that callers show.
    public static final String BEGINS = "eyJ";

    private static final int PARTS = 3;
    private static final int SIGNATURE_BYTES = 64;
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Form<IdentityHead> HEAD = Codec.of(IdentityHead.class);
    private static final Form<IdentityClaims> CLAIMS = Codec.of(IdentityClaims.class);

    private final String text;
    private final int dot;
    private final IdentityHead head;
    private final IdentityClaims claims;
    private final byte[] signature;

    private IdentityText(
            String text, int dot, IdentityHead head, IdentityClaims claims, byte[] signature) {
        this.text = text;
        this.dot = dot;
        this.head = head;
        this.claims = claims;
        this.signature = signature;
    }

    /// The first of its parts, which is the same for all that one key signs.
    public static String head(IdentityHead head) {
        return TO_TEXT.encodeToString(HEAD.encode(head));
    }

    /// Whose bytes are to be signed.
    ///
    /// @param head as [#head] has made it
    public static String open(String head, IdentityClaims claims) {
        return head + "." + TO_TEXT.encodeToString(CLAIMS.encode(claims));
    }

    /// With its signature.
    public static String closed(String open, byte[] signature) {
        return open + "." + TO_TEXT.encodeToString(signature);
    }

    /// Reads it; whether it is true is not looked at.
    public static IdentityText parse(String text) throws Malformed {
        if (text.length() > CHARACTERS_MAX) throw new Malformed("it is too long");
        var parts = text.split("\\.", PARTS + 1);
        if (parts.length != PARTS) throw new Malformed("it has not three parts");
        var signature = bytes(parts[2]);
        if (signature.length != SIGNATURE_BYTES) throw new Malformed("its signature is no ES256");
        return new IdentityText(
                text,
                text.lastIndexOf('.'),
                HEAD.decode(bytes(parts[0])),
                CLAIMS.decode(bytes(parts[1])),
                signature);
    }

    /// Each text is one identity and each identity one text: nothing is passed over.
    private static byte[] bytes(String part) throws Malformed {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            if (TO_TEXT.encodeToString(bytes).equals(part)) return bytes;
        } catch (IllegalArgumentException e) {
            throw new Malformed("a part of it is no base64", e);
        }
        throw new Malformed("a part of it is no base64 as it should be written");
    }

    public IdentityHead head() {
        return head;
    }

    public IdentityClaims claims() {
        return claims;
    }

    /// What was signed.
    public byte[] signed() {
        return text.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] signature() {
        return Arrays.copyOf(signature, signature.length);
    }
}
