package dev.skerry.yaml;

import dev.skerry.http.Durations;
import dev.skerry.http.Problem;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What stands behind one key, or does not.
///
/// Each way to read it gives a usable value in any case, `otherwise` when it is absent or wrong,
/// and reports what is wrong: so all problems of a file are found at once.
public final class Value {
    private static final long BYTES_MAX = 1L << 50;
    private static final long MHZ_MAX = 10_000_000;

    private final Problems problems;
    private final String path;
    private final @Nullable Node node;
    private final Node around;

    /// @param node null when the key is absent
    /// @param around the key, or what is pointed at when it is absent
    Value(Problems problems, String path, @Nullable Node node, Node around) {
        this.problems = problems;
        this.path = path;
        this.node = node;
        this.around = around;
    }

    Node around() {
        return around;
    }

    /// Where it stands, as `groups.badge.count`.
    public String path() {
        return path;
    }

    /// The key is not there.
    public boolean absent() {
        return node == null;
    }

    /// `key:` with nothing behind it.
    public boolean empty() {
        return is(Tag.NULL);
    }

    /// Some mapping stands there.
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// Some list stands there.
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /// `key: {}`.
    public boolean emptyMapping() {
        return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
    }

    /// `key: []`.
    public boolean emptyList() {
        return node instanceof SequenceNode sequence && sequence.getValue().isEmpty();
    }

    /// How much is known to be wrong with the file so far.
    public int wrongs() {
        return problems.count();
    }

    /// Reports that the value is wrong.
    ///
    /// @param rest of the sentence after the key, as "should be at most 5"
    public void wrong(String rest) {
        problems.add(node == null ? around : node, path, rest);
    }

    /// Reports that the value is wrong, and does not repeat it: it may be somebody's secret.
    ///
    /// @param rest of the sentence after the key
    public void wrongUnshown(String rest) {
        problems.add(node == null ? around : node, path, "", path + " " + rest);
    }

    /// Reports that the key itself is wrong.
    ///
    /// @param rest of the sentence after the key
    public void wrongKey(String rest) {
        problems.add(around, path, rest);
    }

    /// Reports what is wrong within a text that has a language of its own; the place is as right as
    /// the style in which the text is written allows.
    ///
    /// @param line in the text, from 1
    /// @param column in that line, from 1
    /// @param rest of the sentence after the key
    public void wrongWithin(int line, int column, String rest) {
        if (!(node instanceof ScalarNode scalar)) {
            wrong(rest);
            return;
        }
        var style = scalar.getScalarStyle();
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        int quote = style == ScalarStyle.PLAIN ? 0 : 1;
        int first = Problems.line(scalar);
        problems.add(
                new Problem(
                        block ? first + line : first,
                        block ? column : Problems.column(scalar) + quote + column - 1,
                        path,
                        Problems.shown(scalar),
                        path + " " + rest));
    }

    /// Reports that a key is absent that must be there.
    ///
    /// @param should what is expected, as a sentence
    public void missing(String should) {
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

    /// A text that must be there; `""` when it is absent or wrong.
    public String required(Rule rule) {
        if (node == null) missing("it should be " + rule.should());
        return text("", rule);
    }

    /// The name that a file gives what it says, which is the one that it is sent to.
    ///
    /// @param kind of that, for people: `role`
    public String named(String name, String kind) {
        var said = required(Rule.NAME);
        if (!said.isEmpty() && !said.equals(name))
            wrong("should be \"%s\", the %s that it is sent to".formatted(name, kind));
        return said;
    }

    public String text(String otherwise, Rule rule) {
        if (node == null) return otherwise;
        if (is(Tag.INT, Tag.FLOAT, Tag.BOOL) && rule.fits(raw())) {
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

    /// A number or a text, by what it means.
    ///
    /// @param meaning of how it is written; null: it is wrong
    /// @param should what would be right, after "should be "
    public <T> T parsed(Function<String, @Nullable T> meaning, String should, T otherwise) {
        return parsed(meaning, _ -> should, otherwise);
    }

    /// The same, where what would be right is said by what is there.
    public <T> T parsed(
            Function<String, @Nullable T> meaning, Function<String, String> should, T otherwise) {
        if (node == null) return otherwise;
        var meant = is(Tag.INT, Tag.STR) ? meaning.apply(raw()) : null;
        if (meant != null) return meant;
        wrongType(should.apply(raw()));
        return otherwise;
    }

    public boolean flag(boolean otherwise) {
        if (node == null) return otherwise;
        if (is(Tag.BOOL)) return raw().toLowerCase(Locale.ROOT).equals("true");
        wrongType("true or false");
        return otherwise;
    }

    public long whole(long min, long max, long otherwise) {
        if (node == null) return otherwise;
        if (is(Tag.INT) && raw().matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(raw());
            if (number >= min && number <= max) return number;
        }
        wrongType("a whole number from %,d to %,d".formatted(min, max));
        return otherwise;
    }

    /// Milliseconds.
    public long duration(long minMs, long otherwiseMs) {
        return duration(minMs, Durations.MAX_MS, otherwiseMs);
    }

    /// Milliseconds.
    public long duration(long minMs, long maxMs, long otherwiseMs) {
        var should = "a duration with its units, as 30s or 1h30m";
        if (minMs > 0) should += ", at least " + Text.duration(minMs);
        if (maxMs < Durations.MAX_MS) should += ", at most " + Text.duration(maxMs);
        return quantity(Durations::ms, minMs, maxMs, otherwiseMs, should, raw() + "s");
    }

    /// Bytes, at most 1 PiB.
    public long size(long minBytes, long otherwiseBytes) {
        return size(minBytes, BYTES_MAX, otherwiseBytes);
    }

    /// Bytes.
    public long size(long minBytes, long maxBytes, long otherwiseBytes) {
        var should = "a size with its unit, as 96MiB or 1.5GiB";
        if (minBytes > 0) should += ", at least " + Units.sizeText(minBytes);
        if (maxBytes != BYTES_MAX) should += ", at most " + Units.sizeText(maxBytes);
        return quantity(Units::size, minBytes, maxBytes, otherwiseBytes, should, raw() + "MiB");
    }

    /// MHz, at most 10 THz.
    public long frequency(long minMhz, long otherwiseMhz) {
        var should = "a part of a processor in MHz or GHz, as 200MHz, at least " + minMhz + "MHz";
        return frequency(minMhz, MHZ_MAX, otherwiseMhz, should);
    }

    /// MHz of many processors together.
    public long frequencies(long maxMhz, long otherwiseMhz) {
        var should = "processors in MHz or GHz, as 20GHz, at most " + maxMhz / 1_000 + "GHz";
        return frequency(0, maxMhz, otherwiseMhz, should);
    }

    private long frequency(long minMhz, long maxMhz, long otherwiseMhz, String should) {
        return quantity(Units::frequency, minMhz, maxMhz, otherwiseMhz, should, raw() + "MHz");
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
    public <T> T choice(Map<String, T> choices, T otherwise) {
        if (node == null) return otherwise;
        var choice = is(Tag.STR) ? choices.get(raw()) : null;
        if (choice != null) return choice;
        wrongType("one of " + String.join(", ", choices.keySet()));
        problems.extendLast(NearWords.hint(raw(), choices.keySet()));
        return otherwise;
    }

    /// The elements of a list; none when it is absent.
    public List<Value> list(int max) {
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

    /// The elements of a list, or the one value that stands there instead.
    public List<Value> listOrOne(int max) {
        return node == null || node instanceof SequenceNode ? list(max) : List.of(this);
    }

    /// A list of texts; none when it is absent.
    public List<String> texts(int max, Rule rule) {
        return list(max).stream().map(value -> value.text("", rule)).toList();
    }

    /// The texts of a list, each as what it means. Those that mean nothing are left out.
    ///
    /// @param meaning null: it is wrong
    /// @param should what would be right, after "should be "
    public <T> List<T> meant(
            int max, Rule rule, Function<String, @Nullable T> meaning, String should) {
        var all = new ArrayList<T>();
        for (var element : list(max)) {
            var text = element.text("", rule);
            if (text.isEmpty()) continue;
            var meant = meaning.apply(text);
            if (meant != null) all.add(meant);
            else element.wrong("should be %s, not \"%s\"".formatted(should, Text.fit(text, 80)));
        }
        return all;
    }

    /// The entries of a mapping whose keys are free within a rule, in the order of the file.
    public Map<String, Value> entries(int max, Rule rule) {
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
    public Mapping mapping(Keys keys) {
        if (node instanceof MappingNode mapping) return Mapping.of(problems, path, mapping, keys);
        if (node != null) wrongType("a mapping of " + String.join(", ", keys.names()));
        return Mapping.absent(problems, path, around, keys);
    }
}
