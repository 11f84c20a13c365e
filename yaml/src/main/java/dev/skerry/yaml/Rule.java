package dev.skerry.yaml;

import dev.skerry.kernel.Text;
import java.util.regex.Pattern;

/// What a text may look like.
///
/// @param should what would be right, continuing "should be "
/// @param pattern of the whole text
public record Rule(String should, Pattern pattern) {
    /// What can name something, as [Text#word].
    public static final Rule NAME = of(Text.WORD_SHOULD, "[a-z0-9][a-z0-9_-]{0,63}");

    /// @param should continues "should be "
    /// @param regex of the whole text
    public static Rule of(String should, String regex) {
        return new Rule(should, Pattern.compile(regex));
    }

    /// Any text of so many characters.
    public static Rule text(int min, int max) {
        var should =
                "text of %s%,d characters".formatted(min == 0 ? "at most " : min + " to ", max);
        return new Rule(should, Pattern.compile("[^\\x00]{" + min + "," + max + "}"));
    }

    /// Whether it looks like that, and is plain ([Text#plain]).
    public boolean fits(String text) {
        return pattern.matcher(text).matches() && Text.plain(text);
    }
}
