package dev.skerry.kernel.signing;

import java.util.List;

/// What became of the signatures of one artifact. A machine cannot look at them: whoever brings the
/// artifact has it done before, and says by which keys exactly these bytes are signed. Whether that
/// is enough is decided later, by the policy as it is then.
///
/// @param shown how many came along
/// @param keys by which one of them is good, each once, by their fingerprints: SHA-256 of the
///   public key (SubjectPublicKeyInfo), hexadecimal
public record Signatures(int shown, List<String> keys) {
    /// It is not signed.
    public static final Signatures NONE = new Signatures(0, List.of());

    public Signatures {
        keys = List.copyOf(keys);
    }
}
