package dev.skerry.agent.container;

import dev.skerry.agent.driver.TaskRefused;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a runtime has said of what went wrong, a JSON document a line.
final class RuntimeLog {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int WORDS_MAX = 300;

    /// What the image itself is to blame for, in the words of the system.
    private static final List<String> NEVER =
            List.of("executable file not found", "no such file or directory", "exec format error");

    private static final String ANY = "unable to start container process: ";

    private RuntimeLog() {}

    /// The first of it, in its own words.
    ///
    /// @param refused what is known without it
    static String reason(Path log, TaskRefused refused) {
        try (var in = Files.newInputStream(log)) {
            var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            for (var line : text.lines().toList()) {
                var said = shorter(message(line));
                if (!said.isEmpty()) return said.length() <= WORDS_MAX ? said : cut(said);
            }
        } catch (IOException e) {
            // it came to nothing before it could say anything
        }
        return refused.reason();
    }

    /// The same as a refusal: for good, if there is no such program in the image.
    static TaskRefused told(Path log, TaskRefused refused) {
        var said = reason(log, refused);
        if (said.equals(refused.reason())) return refused;
        var words = "its container can't be made: " + said;
        boolean never = NEVER.stream().anyMatch(said::contains);
        return never ? TaskRefused.forGood(words) : TaskRefused.forNow(words);
    }

    /// What comes after all that is said of every failure.
    private static String shorter(String said) {
        int at = said.indexOf(ANY);
        return at < 0 ? said : said.substring(at + ANY.length());
    }

    private static String cut(String said) {
        return said.substring(0, WORDS_MAX) + "…";
    }

    private static String message(String line) {
        try {
            var all = Jsonb.builder().build().<Map<String, Object>>type(Types.mapOf(Object.class));
            var fields = all.fromJson(line);
            boolean wrong = "error".equals(fields.get("level"));
            return wrong && fields.get("msg") instanceof String said ? said : "";
        } catch (JsonException e) {
            return "";
        }
    }
}
