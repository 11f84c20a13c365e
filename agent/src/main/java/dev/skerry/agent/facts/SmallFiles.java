package dev.skerry.agent.facts;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads what the kernel shows as files. They come and go and say what drivers like: nothing here
/// fails, what cannot be read is empty.
final class SmallFiles {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int NAMES_MAX = 4096;

    /// `video2` before `video10`.
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private SmallFiles() {}

    /// The text of a file, at most 64 KiB of it.
    static String text(Path file) {
        try (var in = new FileInputStream(file.toFile())) {
            return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// The first line, without white space around it.
    static String line(Path file) {
        var text = text(file);
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /// The number that a file holds.
    static long number(Path file, long otherwise) {
        return number(line(file), otherwise);
    }

    static long number(String text, long otherwise) {
        if (text.isEmpty()) return otherwise;
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /// The value of the first line `key: value` or `key=value` with this key.
    static String field(String text, String key, char separator) {
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            if (end < 0) end = text.length();
            if (text.startsWith(key, at)) {
                int sign = text.indexOf(separator, at + key.length());
                if (sign >= 0 && sign < end && text.substring(at, sign).strip().equals(key))
                    return unquoted(text.substring(sign + 1, end).strip());
            }
            at = end + 1;
        }
        return "";
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /// The names in a directory, by their numbers.
    static List<String> names(Path directory) {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                if (names.size() == NAMES_MAX) break;
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        names.sort(BY_NUMBER);
        return names;
    }

    /// At most 64 characters, none of which could confuse a reader.
    static String word(String text) {
        var word = new StringBuilder();
        for (int i = 0; i < text.length() && word.length() < 64; i++) {
            char c = text.charAt(i);
            boolean odd = Character.isSurrogate(c) || c == 127 || c == 0xFFFD;
            if (c >= ' ' && !odd) word.append(c);
        }
        return word.toString().strip();
    }
}
