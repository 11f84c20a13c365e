package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Variables;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a program is started with: texts in which its node replaces `${NAME}`, and those that
/// become variables.
final class ProgramTexts {
    private static final int UNFIT_CHARACTERS_MAX = 80;

    private ProgramTexts() {}

    /// A program, in whose name `${NAME}` is replaced.
    static String program(Value value) {
        return replaceable(value, value.required(JobRules.WORD));
    }

    /// The same where it may be left out.
    static String optional(Value value) {
        return value.absent() ? "" : program(value);
    }

    /// The arguments of a program, in which `${NAME}` is replaced.
    static List<String> arguments(Value value) {
        return value.list(JobBounds.ARGUMENTS_MAX).stream().map(ProgramTexts::argument).toList();
    }

    /// Variables of a program, in whose values `${NAME}` is replaced.
    static Map<String, String> environment(Value value, VariableNames names) {
        var entries = value.entries(JobBounds.ARGUMENTS_MAX, JobRules.ENV_KEY);
        names.env(entries);
        var texts = new LinkedHashMap<String, String>();
        entries.forEach((key, text) -> texts.put(key, argument(text)));
        return texts;
    }

    /// Free words, which become variables.
    static Map<String, String> meta(Value value, VariableNames names) {
        var entries = value.entries(JobBounds.META_MAX, JobRules.META_KEY);
        names.meta(entries);
        var texts = new LinkedHashMap<String, String>();
        entries.forEach((key, text) -> texts.put(key, text.text("", JobRules.SENTENCE)));
        return texts;
    }

    private static String argument(Value value) {
        return replaceable(value, value.text("", JobRules.ARGUMENT));
    }

    /// What the node will replace in a text is as it can be replaced.
    private static String replaceable(Value value, String text) {
        var unfit = Variables.unfit(text);
        if (unfit == null) return text;
        value.wrong(
                ("has %1$s in it, which is no ${NAME}; write $%1$s to leave it to the shell:"
                                + " $$ stands for one dollar sign")
                        .formatted(Text.fit(unfit, UNFIT_CHARACTERS_MAX)));
        return text;
    }
}
