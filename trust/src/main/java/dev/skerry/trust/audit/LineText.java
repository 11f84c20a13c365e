package dev.skerry.trust.audit;

import java.util.List;

/// A JSON object on one line, key by key. What it writes goes into hashes that others compute
/// again: it never changes.
final class LineText {
    private final StringBuilder text = new StringBuilder("{");

    LineText put(String key, long value) {
        key(key).append(value);
        return this;
    }

    LineText put(String key, String value) {
        key(key).append('"').append(inside(value)).append('"');
        return this;
    }

    LineText put(String key, List<String> values) {
        return objects(key, values.stream().map(it -> '"' + inside(it) + '"').toList());
    }

    /// Objects that are closed already.
    LineText objects(String key, List<String> values) {
        key(key).append('[').append(String.join(",", values)).append(']');
        return this;
    }

    private StringBuilder key(String key) {
        if (text.length() > 1) text.append(',');
        return text.append('"').append(key).append("\":");
    }

    String closed() {
        return text + "}";
    }

    /// What stands between the quotes.
    static String inside(String value) {
        var to = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') to.append('\\').append(c);
            else if (c < ' ') to.append("\\u00").append(digit(c >> 4)).append(digit(c & 15));
            else to.append(c);
        }
        return to.toString();
    }

    private static char digit(int value) {
        return Character.forDigit(value, 16);
    }
}
