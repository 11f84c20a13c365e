package dev.skerry.example.badge;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The environment as it was given: read once, name by name, so that names nobody asked for are
/// noticed. Only names that begin with `BAEDGE_` are ours to refuse.
final class Variables {
    static final int VALUE_BYTES_MAX = 256;
    private static final Set<String> SECRET_WORDS =
            Set.of("TOKEN", "SECRET", "PASSWORD", "PASS", "KEY", "CREDENTIAL", "CREDENTIALS");

    private final Map<String, String> given;
    private final Set<String> taken = new TreeSet<>();

    Variables(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    /// Whether a value must never be shown. Judged by the words of its name.
    static boolean secret(String name) {
        for (var word : name.toUpperCase(Locale.ROOT).split("_", -1))
            if (SECRET_WORDS.contains(word)) return true;
        return false;
    }

    /// What may be shown to everybody: names of the badge and of Skerry that are not secret,
    /// sorted.
    SortedMap<String, String> shown() {
        var shown = new TreeMap<String, String>();
        given.forEach((name, value) -> {
            boolean ours = name.startsWith("BAEDGE_") || name.startsWith("SKERRY_");
            if (ours && !secret(name)) shown.put(name, value);
        });
        return shown;
    }

    /// A line of printable text; what was given wins over `otherwise` even when it is empty.
    String text(String name, String otherwise) throws SettingRefused {
        return text(name, otherwise, VALUE_BYTES_MAX);
    }

    String text(String name, String otherwise, int bytesMax) throws SettingRefused {
        taken.add(name);
        var value = given.getOrDefault(name, otherwise);
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytesMax)
            throw new SettingRefused(
                    name, value, "at most %d bytes, not %d".formatted(bytesMax, bytes));
        if (value.chars().anyMatch(Character::isISOControl))
            throw new SettingRefused(name, value, "one line without control characters");
        return value;
    }

    boolean yes(String name) throws SettingRefused {
        var value = text(name, "false");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingRefused(name, value, "true or false");
        };
    }

    int port(String name, int otherwise) throws SettingRefused {
        var value = text(name, Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) return port;
        } catch (NumberFormatException _) {
            // refused below, like a number out of range
        }
        throw new SettingRefused(name, value, "a port from 1 to 65535, or 0 for any free one");
    }

    /// Refuses names of the badge that nothing asked for: most of them are misspelt.
    void refuseLeftovers() throws SettingRefused {
        for (var name : new TreeSet<>(given.keySet()))
            if (name.startsWith("BAEDGE_") && !taken.contains(name))
                throw new SettingRefused(name, given.getOrDefault(name, ""), known());
    }

    private String known() {
        var known = taken.stream().filter(name -> name.startsWith("BAEDGE_")).toList();
        return "no such variable, but one of " + String.join(", ", known);
    }
}
