package dev.skerry.ui;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whom a small server lets in. Nobody is asked before there is a token.
final class FakeDoor {
    private static final String COOKIE = "skerry-session=";

    /// Lets in, once it has been said that callers are asked, whoever has one of these.
    final Set<String> tokens = ConcurrentHashMap.newKeySet();

    /// Codes of links that log in, each with its token; good once.
    final Map<String, String> codes = new ConcurrentHashMap<>();

    /// Paths that nobody may read.
    final Set<String> closed = ConcurrentHashMap.newKeySet();

    boolean asks;

    /// What somebody has shown last to log in: `token`, `code` or `jwt`.
    volatile String shown = "";

    /// Whoever comes is known, without being asked.
    boolean knows;

    /// @param cookie to be set; empty: none
    record Reply(int status, String detail, String cookie) {}

    /// What stands between a request and its answer; null: nothing.
    @Nullable Reply stop(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (closed.contains(path)) return new Reply(403, "ada may not read " + path + ".", "");
        if (!asks) return null;
        if (path.equals("/v1/session")) return session(exchange);
        var cookie = exchange.getRequestHeaders().getFirst("Cookie");
        if (cookie == null || !cookie.contains(COOKIE))
            return new Reply(401, "Log in first: `skerry login`, or a token in the header.", "");
        var token = cookie.substring(cookie.indexOf(COOKIE) + COOKIE.length());
        if (tokens.contains(token)) return null;
        return new Reply(401, "This token was revoked, or never was one.", "");
    }

    private Reply session(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) return cookie("; Max-Age=0");
        var body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        .replaceAll("[{}\"]", "");
        var proof = body.substring(body.indexOf(':') + 1);
        shown = body.substring(0, body.indexOf(':'));
        if (body.startsWith("code")) {
            var token = codes.remove(proof);
            return token == null
                    ? new Reply(401, "This link was used, or is too old.", "")
                    : cookie(token);
        }
        return tokens.contains(proof)
                ? cookie(proof)
                : new Reply(401, "This is no token of this server.", "");
    }

    private static Reply cookie(String value) {
        var attributes = "; HttpOnly; SameSite=Strict; Path=/";
        return new Reply(200, "", COOKIE + value + attributes);
    }
}
