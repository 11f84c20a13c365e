package dev.skerry.server.http;

import dev.skerry.http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Files of the class path under `/web/`, with the hash of their content as ETag.
final class Pages {
    private static final String FOLDER = "/web";
    private static final int PATH_CHARACTERS_MAX = 200;
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("map", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"));

    private final Map<String, Optional<Page>> pages = new ConcurrentHashMap<>();

    private record Page(String type, String tag, Answer.Body body) {}

    /// The file at a path, or null when there is none.
    ///
    /// @param known the ETag that the reader has
    @Nullable Answer find(String path, @Nullable String known) {
        var file = path.equals("/") ? "/index.html" : path;
        if (!safe(file)) return null;
        var page = pages.get(file);
        if (page == null) {
            page = read(file);
            if (page.isPresent()) pages.put(file, page); // misses are not kept: they have no end
        }
        return page.map(it -> answer(it, known)).orElse(null);
    }

    private static Answer answer(Page page, @Nullable String known) {
        var headers = Map.of("ETag", page.tag(), "Cache-Control", "no-cache");
        return page.tag().equals(known) || "*".equals(known)
                ? new Answer.Whole(304, page.type(), headers, Answer.Body.NONE)
                : new Answer.Whole(200, page.type(), headers, page.body());
    }

    private static boolean safe(String file) {
        return file.length() <= PATH_CHARACTERS_MAX
                && file.matches("(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+")
                && TYPES.containsKey(ending(file));
    }

    private static String ending(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private static Optional<Page> read(String file) {
        try (var in = Pages.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) return Optional.empty();
            var bytes = in.readAllBytes();
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            var tag = '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
            var type = TYPES.getOrDefault(ending(file), "application/octet-stream");
            return Optional.of(new Page(type, tag, new Answer.Body(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
