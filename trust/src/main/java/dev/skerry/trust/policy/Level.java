package dev.skerry.trust.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far a right goes. To allow one allows those before it; to deny one denies those after it.
public enum Level {
    /// To see it.
    READ,
    /// To change what it shall be.
    WRITE,
    /// To say what belongs to the fleet, and what does not.
    ADMINISTER;

    /// As people write it: `read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The level that the word means; null: none.
    static @Nullable Level of(String word) {
        for (var level : values()) if (level.word().equals(word)) return level;
        return null;
    }

    /// Whether whoever may do this may do that.
    boolean includes(Level other) {
        return compareTo(other) >= 0;
    }
}
