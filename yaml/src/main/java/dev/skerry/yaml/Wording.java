package dev.skerry.yaml;

import dev.skerry.http.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a text is spoken of when it is wrong.
///
/// @param file its name; empty: it was no file, but the body of a request
/// @param json it says that it is JSON, or looks like it
public record Wording(String file, boolean json) {
    private static final String FILE = "the file ";

    /// @param mediaType it was sent as; null: nobody said it
    public static Wording of(String file, @Nullable String mediaType, byte[] bytes) {
        var name = file.toLowerCase(Locale.ROOT);
        var type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        boolean json = name.endsWith(".json") || type.startsWith("application/json");
        return new Wording(file, json || (!yaml && opensObject(bytes)));
    }

    private static boolean opensObject(byte[] bytes) {
        for (var each : bytes) if (each > ' ') return each == '{';
        return false;
    }

    String language() {
        return json ? "JSON" : "YAML";
    }

    /// What the library found, in words that fit.
    String syntax(String context, String what) {
        if (json) return notLanguage(asJson(what));
        return notLanguage(context.isEmpty() ? what : context + ": " + what);
    }

    String notLanguage(String why) {
        return FILE + "is not " + language() + ": " + why;
    }

    /// The library knows JSON as a part of YAML, and speaks of what only YAML has.
    private static String asJson(String what) {
        return what.replaceFirst("found unexpected end of stream", "a text has no closing quote")
                .replaceFirst("\\. \\(Do not use .* for indentation\\)", "")
                .replaceFirst("that cannot start any token", "that begins no value")
                .replaceAll("'?<(stream end|document start)>'?", "the end")
                .replaceAll("'?<scalar>'?|the node content", "a value");
    }

    /// Where it was no file, none is spoken of.
    List<Problem> said(List<Problem> problems) {
        return file.isEmpty() ? problems.stream().map(Wording::ofBody).toList() : problems;
    }

    private static Problem ofBody(Problem it) {
        if (!it.message().startsWith(FILE)) return it;
        var message = "the body " + it.message().substring(FILE.length());
        return new Problem(it.line(), it.column(), it.key(), it.value(), message);
    }
}
