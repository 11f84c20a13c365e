package dev.skerry.example.badge.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Files that travel inside the jar. A missing one is a broken build, never a user's mistake.
public final class Resource {
    private static final String FOLDER = "/dev/skerry/example/badge/";

    private Resource() {}

    public static byte[] bytes(String name) {
        try (var stream = Resource.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) throw new IllegalStateException("the jar lacks " + name);
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// Lines that are neither empty nor a comment (`# …`).
    public static List<String> lines(String name) {
        return text(name).lines().filter(line -> !line.isBlank() && !comment(line)).toList();
    }

    private static boolean comment(String line) {
        return line.startsWith("# ") && !Character.isDigit(line.charAt(2));
    }
}
