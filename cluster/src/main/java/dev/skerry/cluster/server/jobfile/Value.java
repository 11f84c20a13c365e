package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Variables;
import dev.skerry.http.Durations;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What stands behind one key, or does not.
///
/// Each way to read it gives a usable value in any case, and reports what is wrong: so all problems
/// of a file are found at once.
///
/// @param node null when the key is absent
/// @param around what is pointed at when it is absent
record Value(Problems problems, String path, @Nullable Node node, Node around) {
    private static final long SIZE_MAX = 1L << 50;
    private static final long FREQUENCY_MAX = 10_000_000;

    boolean absent() {
        return node == null;
    }

    void wrongKey(String rest) {
        problems.add(around, path, rest);
    }

    void wrong(String rest) {
        problems.add(node == null ? around : node, path, rest);
    }

    /// @param should what is expected, as a sentence
    void missing(String should) {
        problems.add(around, path, "", path + " is missing; " + should);
    }

    private void wrongType(String should) {
        wrong("should be " + should + ", not " + (node == null ? "absent" : Problems.words(node)));
    }

    private boolean is(Tag... tags) {
        for (var tag : tags) if (node != null && node.getTag().equals(tag)) return true;
        return false;
    }

    private String raw() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    String required(Rule rule) {
        if (node == null) missing("it should be " + rule.should());
        return text("", rule);
    }

    String text(String otherwise, Rule rule) {
        if (node == null) return otherwise;
        if (is(Tag.INT, Tag.FLOAT, Tag.BOOL)) {
            wrongType("text");
            problems.extendLast("; quote it: \"" + raw() + "\"");
            return otherwise;
        }
        if (!is(Tag.STR) || !(node instanceof ScalarNode)) wrongType(rule.should());
        else if (!Text.plain(raw()))
            wrong("has a control character in it, or half of a sign; it should be plain text");
        else if (!rule.fits(raw())) wrongType(rule.should());
        else return raw();
        if (raw().length() > Problems.VALUE_CHARACTERS_MAX)
            problems.extendLast("; it has %,d characters".formatted(raw().length()));
        return otherwise;
    }

    boolean flag(boolean otherwise) {
        if (node == null) return otherwise;
        if (is(Tag.BOOL)) return raw().toLowerCase(Locale.ROOT).equals("true");
        wrongType("true or false");
        return otherwise;
    }

    long whole(long min, long max, long otherwise) {
        if (node == null) return otherwise;
        if (is(Tag.INT) && raw().matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(raw());
            if (number >= min && number <= max) return number;
        }
        wrongType("a whole number from %,d to %,d".formatted(min, max));
        return otherwise;
    }

    long duration(long minMs, long otherwise) {
        return duration(minMs, Durations.MAX_MS, otherwise);
    }

    long duration(long minMs, long max, long otherwise) {
        var should = "a duration with its units, as 30s or 1h30m";
        if (minMs > 0) should += ", at least " + Durations.text(minMs);
        if (max < Durations.MAX_MS) should += ", at most " + Durations.text(max);
        return quantity(Durations::ms, minMs, max, otherwise, should, raw() + "s");
    }

    long size(long min, long otherwise) {
        var should = "a size with its unit, as 96MiB or 1.5GiB";
        if (min > 0) should += ", at least " + Units.sizeText(min);
        return quantity(Units::size, min, SIZE_MAX, otherwise, should, raw() + "MiB");
    }

    long frequency(long min, long otherwise) {
        var should = "a part of a processor in MHz or GHz, as 200MHz, at least " + min + "MHz";
        return quantity(Units::frequency, min, FREQUENCY_MAX, otherwise, should, raw() + "MHz");
    }

    private long quantity(
            Function<String, OptionalLong> units,
            long min,
            long max,
            long otherwise,
            String should,
            String hint) {
        if (node == null) return otherwise;
        if (is(Tag.STR)) {
            var value = units.apply(raw());
            if (value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max)
                return value.getAsLong();
        }
        wrongType(should);
        if (is(Tag.INT, Tag.FLOAT) && units.apply(hint).isPresent())
            problems.extendLast("; was " + hint + " meant?");
        return otherwise;
    }

    /// One of a closed set of words.
    <T> T choice(Map<String, T> choices, T otherwise) {
        if (node == null) return otherwise;
        var choice = is(Tag.STR) ? choices.get(raw()) : null;
        if (choice != null) return choice;
        wrongType("one of " + String.join(", ", choices.keySet()));
        problems.extendLast(NearWords.hint(raw(), choices.keySet()));
        return otherwise;
    }

    /// The elements of a list; none when it is absent.
    List<Value> list(int max) {
        if (node == null) return List.of();
        if (!(node instanceof SequenceNode sequence)) {
            wrongType("a list");
            return List.of();
        }
        if (sequence.getValue().size() > max) {
            wrong(
                    "has %,d elements; at most %,d are allowed"
                            .formatted(sequence.getValue().size(), max));
            return List.of();
        }
        var values = new ArrayList<Value>();
        for (var element : sequence.getValue()) {
            var at = path + "[" + values.size() + "]";
            values.add(new Value(problems, at, element, element));
        }
        return values;
    }

    /// What the node will replace in a text is as it can be replaced.
    private String replaceable(String text) {
        var unfit = Variables.unfit(text);
        if (unfit == null) return text;
        wrong(
                ("has %1$s in it, which is no ${NAME}; write $%1$s to leave it to the shell:"
                                + " $$ stands for one dollar sign")
                        .formatted(Text.fit(unfit, Problems.VALUE_CHARACTERS_MAX)));
        return text;
    }

    /// A program, in whose name `${NAME}` is replaced.
    String program() {
        return replaceable(required(Rule.WORD));
    }

    /// The arguments of a program, in which `${NAME}` is replaced.
    List<String> arguments() {
        return list(JobBounds.ARGUMENTS_MAX).stream()
                .map(value -> value.replaceable(value.text("", Rule.ARGUMENT)))
                .toList();
    }

    /// Variables of a program, in whose values `${NAME}` is replaced.
    Map<String, String> environment(VariableNames names) {
        var entries = entries(JobBounds.ARGUMENTS_MAX, Rule.ENV_KEY);
        names.env(entries);
        var texts = new LinkedHashMap<String, String>();
        entries.forEach(
                (key, value) -> texts.put(key, value.replaceable(value.text("", Rule.ARGUMENT))));
        return texts;
    }

    /// Free words, which become variables.
    Map<String, String> meta(VariableNames names) {
        var entries = entries(JobBounds.META_MAX, Rule.META_KEY);
        names.meta(entries);
        var texts = new LinkedHashMap<String, String>();
        entries.forEach((key, value) -> texts.put(key, value.text("", Rule.SENTENCE)));
        return texts;
    }

    List<String> texts(int max, Rule rule) {
        return list(max).stream().map(value -> value.text("", rule)).toList();
    }

    /// The entries of a mapping whose keys are free within a rule, in the order of the file.
    Map<String, Value> entries(int max, Rule rule) {
        var entries = new LinkedHashMap<String, Value>();
        if (node == null) return entries;
        if (!(node instanceof MappingNode mapping)) {
            wrongType("a mapping");
            return entries;
        }
        if (mapping.getValue().size() > max) {
            wrong(
                    "has %,d entries; at most %,d are allowed"
                            .formatted(mapping.getValue().size(), max));
            return entries;
        }
        for (var entry : Mapping.entries(problems, path, mapping).entrySet()) {
            if (rule.fits(entry.getKey())) {
                entries.put(entry.getKey(), entry.getValue());
            } else {
                var at = entry.getValue().around();
                problems.add(
                        at,
                        path,
                        "has the key \""
                                + Problems.shown(at)
                                + "\"; a key here"
                                + " should be "
                                + rule.should());
            }
        }
        return entries;
    }

    /// A mapping with known keys; empty when it is absent or something else.
    Mapping mapping(Keys keys) {
        if (node instanceof MappingNode mapping) return Mapping.of(problems, path, mapping, keys);
        if (node != null) wrongType("a mapping of " + String.join(", ", keys.names()));
        return Mapping.absent(problems, path, around, keys);
    }

    /// The whole file; null when it is something else than a mapping.
    @Nullable Mapping document(Keys keys) {
        if (node instanceof MappingNode mapping) return Mapping.of(problems, "", mapping, keys);
        if (node != null)
            problems.add(
                    node,
                    "",
                    Problems.shown(node),
                    "the file should be a mapping with the keys %s, not %s"
                            .formatted(String.join(", ", keys.names()), Problems.words(node)));
        return null;
    }

    boolean emptyMapping() {
        return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
    }

    /// `key:` with nothing behind it.
    boolean empty() {
        return is(Tag.NULL);
    }
}
