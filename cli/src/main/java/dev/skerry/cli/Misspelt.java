package dev.skerry.cli;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is said of words that no command understands.
///
/// @param sentence what is wrong
/// @param near what may have been meant; null: nothing is near
record Misspelt(String sentence, @Nullable String near) {
    private static final int WORD_CHARACTERS_MAX = 40;

    static Misspelt of(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                ? of(wrong.getCommandLine(), unmatched)
                : new Misspelt(sentence(wrong), null);
    }

    private static Misspelt of(CommandLine line, UnmatchedArgumentException unmatched) {
        var word = unmatched.getUnmatched().getFirst();
        var command = line.getCommandSpec().qualifiedName();
        if (unmatched.isUnknownOption()) {
            int equals = word.indexOf('=');
            var option = equals < 0 ? word : word.substring(0, equals);
            var options = line.getCommandSpec().optionsMap().keySet();
            return new Misspelt(
                    "`%s` has no option `%s`.".formatted(command, option),
                    nearest(option, options));
        }
        var words = line.getSubcommands().keySet();
        if (words.isEmpty())
            return new Misspelt("`%s` is a word too many for `%s`.".formatted(word, command), null);
        var near = nearest(word, words);
        return new Misspelt(
                "There is no command `%s %s`.".formatted(command, word),
                near == null ? null : command + " " + near);
    }

    /// What picocli says, as a sentence.
    private static String sentence(ParameterException wrong) {
        var value = wrong.getValue();
        if (value != null && wrong.getArgSpec() instanceof OptionSpec option && number(option))
            return "%s is \"%s\"; it should be a whole number."
                    .formatted(option.longestName(), value);
        var text = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        if (text.startsWith("Error: ")) text = text.substring("Error: ".length());
        var upper = text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT);
        return upper + (text.isEmpty() ? "" : text.substring(1)) + (text.endsWith(".") ? "" : ".");
    }

    private static boolean number(OptionSpec option) {
        return option.type() == int.class || option.type() == long.class;
    }

    /// The known word that takes the fewest changes; null when all take too many.
    static @Nullable String nearest(String word, Collection<String> known) {
        if (word.length() > WORD_CHARACTERS_MAX) return null;
        int limit = Math.max(2, word.length() / 3);
        String best = null;
        for (var each : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), each);
            if (distance > limit || distance >= each.length()) continue;
            best = each;
            limit = distance - 1;
        }
        return best;
    }

    /// Letters put in, left out, changed, or swapped with their neighbour.
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(changed, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                rows[i][j] = swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
            }
        }
        return rows[a.length()][b.length()];
    }
}
