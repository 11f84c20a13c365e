package dev.skerry.agent.link;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A join token as people carry it: the secret, a dot, the SHA-256 of the fleet's authority.
record JoinText(String secret, String authorityHash) {
    private static final int HEX_CHARS = 64;

    /// Null when it is none.
    static @Nullable JoinText parse(String text) {
        int dot = text.indexOf('.');
        if (dot != HEX_CHARS || text.length() != 2 * HEX_CHARS + 1) return null;
        for (int i = 0; i < text.length(); i++) {
            if (i != dot && !HexFormat.isHexDigit(text.charAt(i))) return null;
        }
        return new JoinText(text.substring(0, dot), text.substring(dot + 1));
    }
}
