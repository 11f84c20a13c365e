package dev.skerry.example.note.codec;

import dev.skerry.kernel.Malformed;
import java.nio.charset.StandardCharsets;

/// Words in a line of bytes; the last of them may have spaces. Enough for a sample: what the
/// product keeps and sends is JSON or has fields.
public final class NoteLine {
    private final String[] words;

    private NoteLine(String[] words) {
        this.words = words;
    }

    public static byte[] bytes(Object... words) {
        var text = new StringBuilder();
        for (var word : words) text.append(text.isEmpty() ? "" : " ").append(word);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// @param most words of it
    public static NoteLine of(byte[] bytes, int most) {
        return new NoteLine(new String(bytes, StandardCharsets.UTF_8).split(" ", most));
    }

    /// Its first word.
    public String kind() {
        return words[0];
    }

    public String word(int at) throws Malformed {
        if (at >= words.length) throw new Malformed("a line has too few words");
        return words[at];
    }

    public long number(int at) throws Malformed {
        try {
            return Long.parseLong(word(at));
        } catch (NumberFormatException e) {
            throw new Malformed("a line has a word where a number should be", e);
        }
    }
}
