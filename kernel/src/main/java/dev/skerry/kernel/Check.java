package dev.skerry.kernel;

import org.jspecify.annotations.Nullable;

/// Promises that are always checked, unlike `assert`.
public final class Check {
    private Check() {}

    /// Throws when a promise between two pieces of our own code is broken. Never for input of
    /// users: what they send wrong is a [Refusal].
    public static void check(boolean holds, String promise) {
        if (!holds) throw new IllegalStateException(promise);
    }

    /// What must be there by now.
    public static <T> T present(@Nullable T value, String promise) {
        if (value == null) throw new IllegalStateException(promise);
        return value;
    }
}
