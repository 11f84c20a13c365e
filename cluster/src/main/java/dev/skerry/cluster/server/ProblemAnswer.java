package dev.skerry.cluster.server;

import dev.skerry.cluster.server.jobfile.Problem;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a request came to nothing, as RFC 9457 has it.
///
/// @param type a name for programs: `urn:skerry:problem:not-found`
/// @param detail a sentence that says what to do
/// @param field what is wrong, when it is one thing
/// @param value what stands there
/// @param errors all that is wrong in a job file
@Json
public record ProblemAnswer(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable List<Problem> errors) {
    static final String URN = "urn:skerry:problem:";

    /// A problem of HTTP itself.
    static ProblemAnswer of(int status, String detail) {
        var title =
                switch (status) {
                    case 400 -> "Bad request";
                    case 403 -> "Not allowed";
                    case 404 -> "Not found";
                    case 405 -> "No such method here";
                    case 406 -> "Not in this form";
                    case 413, 414, 431 -> "Too large";
                    case 415 -> "Not understood in this form";
                    case 421 -> "Not this server";
                    case 429 -> "A limit is reached";
                    case 503 -> "Not now";
                    default -> "A fault of the server";
                };
        var kind = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return new ProblemAnswer(URN + kind, title, status, detail, null, null, null);
    }
}
