package dev.skerry.http;

import io.avaje.json.mapper.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request came to nothing, as RFC 9457 has it.
///
/// @param type a name for programs: `urn:skerry:problem:not-found`
/// @param detail a sentence that says what to do
/// @param field what is wrong, when it is one thing
/// @param value what stands there
/// @param errors all that is wrong in a file
public record ProblemAnswer(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable List<Problem> errors) {
    static final String URN = "urn:skerry:problem:";

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    /// A problem of HTTP itself.
    static ProblemAnswer of(int status, String detail) {
        var title =
                switch (status) {
                    case 400 -> "Bad request";
                    case 401 -> "Not known";
                    case 403 -> "Not allowed";
                    case 404 -> "Not found";
                    case 405 -> "No such method here";
                    case 406 -> "Not in this form";
                    case 408 -> "Too slow";
                    case 413, 414, 431 -> "Too large";
                    case 415 -> "Not understood in this form";
                    case 417 -> "Not promised";
                    case 421 -> "Not this server";
                    case 429 -> "A limit is reached";
                    case 503 -> "Not now";
                    case 504 -> "Not certain";
                    default -> "A fault of the server";
                };
        var kind = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return new ProblemAnswer(URN + kind, title, status, detail, null, null, null);
    }

    /// Its JSON; what is null is left out.
    byte[] json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", type);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        if (field != null) json.put("field", field);
        if (value != null) json.put("value", value);
        if (errors != null) json.put("errors", errors.stream().map(ProblemAnswer::json).toList());
        return JSON.toJsonBytes(json);
    }

    private static Map<String, Object> json(Problem problem) {
        var json = new LinkedHashMap<String, Object>();
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("key", problem.key());
        json.put("value", problem.value());
        json.put("message", problem.message());
        return json;
    }
}
