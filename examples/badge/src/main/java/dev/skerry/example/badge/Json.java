package dev.skerry.example.badge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;

/// Writes the little JSON that a badge says.
final class Json {
    private Json() {}

    /// An object of members whose values are JSON already.
    static String object(Map<String, String> members) {
        var all = new ArrayList<String>();
        members.forEach((name, value) -> all.add(text(name) + ":" + value));
        return "{" + String.join(",", all) + "}";
    }

    static String texts(Collection<String> texts) {
        return "[" + String.join(",", texts.stream().map(Json::text).toList()) + "]";
    }

    /// A string, or null when it is empty.
    static String textOrNull(String text) {
        return text.isEmpty() ? "null" : text(text);
    }

    static String text(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') json.append('\\').append(letter);
            else if (letter < ' ' || Character.isSurrogate(letter))
                json.append("\\u%04x".formatted((int) letter));
            else json.append(letter);
        }
        return json.append('"').toString();
    }
}
