package dev.skerry.example.badge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The body of a posted form.
final class Form {
    static final int BODY_BYTES_MAX = 4096;

    private Form() {}

    /// Fields by name; the first of a name wins. Throws when an escape (`%xx`) is broken.
    static Map<String, String> parse(String body) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) continue;
            fields.putIfAbsent(
                    decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
