package dev.skerry.cluster.job;

import dev.skerry.kernel.Text;

/// What people may call things.
public final class Names {
    public static final String WORD_SHOULD = Text.WORD_SHOULD;
    public static final String KEY_SHOULD =
            "1 to 128 letters, digits, dots, hyphens or underscores, a letter or digit first";
    public static final String TITLE_SHOULD = "1 to 128 characters without control characters";

    private static final int CHARACTERS_MAX = 128;

    private Names() {}

    /// A pool, a namespace, a job, a group, a task.
    public static boolean word(String text) {
        return Text.word(text);
    }

    /// A key of meta.
    public static boolean key(String text) {
        return text.length() <= CHARACTERS_MAX && text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }

    /// A name that only people read.
    public static boolean title(String text) {
        return !text.isBlank()
                && text.length() <= CHARACTERS_MAX
                && text.chars().noneMatch(Character::isISOControl)
                && Text.whole(text);
    }
}
