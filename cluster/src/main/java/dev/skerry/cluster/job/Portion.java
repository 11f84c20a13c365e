package dev.skerry.cluster.job;

import org.jspecify.annotations.Nullable;

/// So many, or so many of a hundred: `3` or `25%`.
///
/// @param amount at least 1; of percent at most 100
public record Portion(int amount, boolean percent) {
    public static final Portion ONE = new Portion(1, false);
    public static final int PERCENT_MAX = 100;

    /// How it is written; null: that means none.
    public static @Nullable Portion parse(String text) {
        if (!text.matches("[1-9][0-9]{0,5}%?")) return null;
        boolean percent = text.endsWith("%");
        int amount = Integer.parseInt(percent ? text.substring(0, text.length() - 1) : text);
        return amount > most(percent) ? null : new Portion(amount, percent);
    }

    static int most(boolean percent) {
        return percent ? PERCENT_MAX : JobBounds.COUNT_MAX;
    }

    /// Of so many; at least one, so that there is a way on.
    public int of(int count) {
        return percent ? (int) Math.max(1, (long) count * amount / PERCENT_MAX) : amount;
    }

    @Override
    public String toString() {
        return percent ? amount + "%" : amount + "";
    }
}
