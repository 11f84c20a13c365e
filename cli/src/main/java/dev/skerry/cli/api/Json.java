package dev.skerry.cli.api;

import dev.skerry.cli.show.Printable;
import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A piece of JSON, read without being told its shape. What is not there reads as nothing: an empty
/// text, zero, no elements. So an older command line can read the answers of a newer server.
///
/// @param value a Map, List, String, Number, Boolean or null
public record Json(@Nullable Object value) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    public static final Json NOTHING = new Json(null);

    /// @throws Failure when the text is not JSON
    public static Json parse(String text) throws Failure {
        try {
            return new Json(MAPPER.fromJson(text));
        } catch (JsonException | IllegalStateException | ClassCastException e) {
            var begin = text.substring(0, Math.min(80, text.length())).strip();
            throw new Failure(
                    ExitCode.FAILED,
                    "The answer is not JSON: it begins with \"" + begin + "\".",
                    "Is that a Skerry server? See --address.");
        }
    }

    /// Text as JSON, in quotes.
    public static String quoted(String text) {
        return MAPPER.toJson(text);
    }

    /// Texts as JSON, a list of them.
    public static String quoted(List<String> texts) {
        return texts.stream().map(Json::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /// Words that stand between commas, as JSON: a list of texts.
    public static String quotedWords(String text) {
        return quoted(List.of(text.strip().split("\\s*,\\s*", -1)));
    }

    /// The value under that path of keys.
    public Json at(String... keys) {
        var here = value;
        for (var key : keys) {
            if (!(here instanceof Map<?, ?> map)) return NOTHING;
            here = map.get(key);
        }
        return new Json(here);
    }

    public List<Json> list() {
        var all = new ArrayList<Json>();
        if (value instanceof List<?> list) for (var element : list) all.add(new Json(element));
        return all;
    }

    /// The members of an object, by name.
    public SequencedMap<String, Json> members() {
        var all = new TreeMap<String, Json>();
        if (value instanceof Map<?, ?> map)
            map.forEach((key, member) -> all.put(String.valueOf(key), new Json(member)));
        return all;
    }

    /// The entries of a mapping with the same words between each name and its value.
    public String pairs(String between) {
        return members().entrySet().stream()
                .map(it -> it.getKey() + between + it.getValue().text())
                .collect(Collectors.joining(", "));
    }

    public boolean none() {
        return value == null;
    }

    public boolean yes() {
        return Boolean.TRUE.equals(value);
    }

    public long whole() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    public double number() {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /// As it would be read aloud, 3 and not 3.0, and as it can be shown.
    public String text() {
        return Printable.line(exact());
    }

    /// The same as it came, to be written into a file or sent back; never to be shown.
    public String exact() {
        if (value == null) return "";
        if (value instanceof Double number && number == Math.rint(number))
            return Long.toString(number.longValue());
        return value.toString();
    }

    public boolean is(String text) {
        return text.equals(text());
    }
}
