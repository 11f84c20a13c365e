package dev.skerry.agent.http;

import dev.skerry.kernel.figures.PrometheusText;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// A page of the agent's own, made anew each time.
///
/// @param path as in `/v1/self`
/// @param type its media type
public record LocalPage(String path, String type, Supplier<byte[]> body) {
    /// Of text for people.
    public static LocalPage text(String path, Supplier<String> text) {
        return of(path, "text/plain; charset=utf-8", text);
    }

    /// In Prometheus' text format 0.0.4.
    public static LocalPage figures(String path, Supplier<String> text) {
        return of(path, PrometheusText.MEDIA_TYPE, text);
    }

    /// Of JSON.
    public static LocalPage json(String path, Supplier<byte[]> body) {
        return new LocalPage(path, "application/json", body);
    }

    private static LocalPage of(String path, String type, Supplier<String> text) {
        return new LocalPage(path, type, () -> text.get().getBytes(StandardCharsets.UTF_8));
    }
}
