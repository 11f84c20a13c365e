package dev.skerry.trust.audit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far the audit has come. Whoever knows it can tell whether any line before it was changed.
///
/// @param number of the last line; 0: there is none yet
/// @param hash of that line, hexadecimal
public record AuditHead(long number, String hash) {
    /// Before the first line.
    public static final AuditHead NONE = new AuditHead(0, "0".repeat(64));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /// The one that was written as these two; null: nobody writes one so.
    static @Nullable AuditHead of(String number, String hash) {
        boolean right = NUMBER.matcher(number).matches() && HASH.matcher(hash).matches();
        return right ? new AuditHead(Long.parseLong(number), hash) : null;
    }
}
