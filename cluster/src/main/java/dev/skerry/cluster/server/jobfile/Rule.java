package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.job.StopSignal;
import dev.skerry.kernel.Text;
import java.util.regex.Pattern;

/// What a text may look like.
///
/// @param should what would be right, continuing "should be "
record Rule(String should, Pattern pattern) {
    static final Rule NAME = of(Names.WORD_SHOULD, "[a-z0-9][a-z0-9_-]{0,63}");
    static final Rule LABEL =
            of(
                    "lower-case letters, digits, hyphens and underscores, at most 32, a letter"
                            + " first",
                    "[a-z][a-z0-9_-]{0,31}");
    static final Rule META_KEY = of(Names.KEY_SHOULD, "[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    static final Rule ENV_KEY =
            of(
                    "letters, digits and underscores, at most 128, no digit first",
                    "[A-Za-z_][A-Za-z0-9_]{0,127}");
    static final Rule DATACENTER =
            of("a name, or the beginning of names followed by *", "[A-Za-z0-9._-]{0,64}\\*?");
    static final Rule USER = of("the name of an account", "[a-z_][a-z0-9_-]{0,31}");
    static final Rule SIGNAL =
            of(
                    "a signal that a program can hear and end by, as SIGTERM, SIGINT, SIGQUIT,"
                            + " SIGHUP or SIGUSR1",
                    String.join("|", StopSignal.NAMES));
    static final Rule URL_PATH =
            of("a path that begins with /, at most 1,024 characters", "/[\\x21-\\x7e]{0,1023}");
    static final Rule WORD = text(1, JobBounds.WORD_CHARACTERS_MAX);
    static final Rule SENTENCE = text(0, JobBounds.WORD_CHARACTERS_MAX);
    static final Rule ARGUMENT = text(0, JobBounds.ARGUMENT_CHARACTERS_MAX);
    static final Rule EXPRESSION = text(1, 1_000);

    private static Rule of(String should, String regex) {
        return new Rule(should, Pattern.compile(regex));
    }

    private static Rule text(int min, int max) {
        var should =
                "text of %s%,d characters".formatted(min == 0 ? "at most " : min + " to ", max);
        return new Rule(should, Pattern.compile("[^\\x00]{" + min + "," + max + "}"));
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches() && Text.plain(text);
    }
}
