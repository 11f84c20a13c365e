package dev.skerry.server.http.wire;

import dev.skerry.http.Declined;
import dev.skerry.kernel.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request is for: the forms of RFC 9112 (section 3.2), as a path of this server.
///
/// | form                          | what comes of it                       |
/// |-------------------------------|----------------------------------------|
/// | `/v1/jobs?namespace=a`        | as it is                               |
/// | `http://host/v1/jobs`         | its path; its host counts, no other    |
/// | `host:443` (CONNECT), `*`     | refused: here is no proxy, no other way |
/// | `//v1`, `/v1;x`, `/v1/../v1`  | refused: a path has one spelling       |
///
/// @param path with the query, as it came
/// @param authority of the absolute form; null: the header `Host` says it
record RequestTarget(String path, @Nullable String authority) {
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i:https?)://([^/?#]*+)([/?#].*+)?+", Pattern.DOTALL);

    private static final int SHOWN_CHARACTERS_MAX = 100;
    private static final int HEXADECIMAL = 16;

    static RequestTarget of(String method, String target) throws Declined {
        if (method.equals("CONNECT"))
            throw new Declined(405, "CONNECT is for proxies, and here is none; GET a path.");
        if (target.equals("*")) throw star(method);
        var absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) {
            checkOrigin(target);
            return new RequestTarget(target, null);
        }
        var authority = absolute.group(1);
        if (authority.isEmpty() || authority.contains("@"))
            throw wrong(target, "http://, a host without a user, and a path");
        var rest = absolute.group(2) == null ? "" : absolute.group(2);
        var path = rest.startsWith("/") ? rest : "/" + rest;
        checkOrigin(path);
        return new RequestTarget(path, authority);
    }

    private static Declined star(String method) {
        return method.equals("OPTIONS")
                ? new Declined(
                        405,
                        "OPTIONS * asks for what all of a server can; /v1/openapi.yaml says it.")
                : wrong("*", "a path, as /v1/status; only OPTIONS knows *");
    }

    private static void checkOrigin(String target) throws Declined {
        if (!target.startsWith("/"))
            throw wrong(target, "a path that begins with a slash, as /v1/status");
        if (target.indexOf('#') >= 0)
            throw wrong(target, "without #, which browsers keep to themselves");
        int mark = target.indexOf('?');
        checkPath(mark < 0 ? target : target.substring(0, mark));
        if (mark >= 0) checkQuery(target.substring(mark + 1));
    }

    /// One path has one spelling here, but for percent signs that need not be there: what others
    /// would make shorter, or read as two steps, or cut something off of, is refused.
    private static void checkPath(String path) throws Declined {
        decoded("path", path);
        var steps = path.split("/", -1);
        for (int i = 1; i < steps.length; i++) {
            var step = decoded("path", steps[i]);
            if (step.equals(".") || step.equals(".."))
                throw wrong(path, "without \"" + step + "\", which names no step of a path");
            if (step.isEmpty() && i < steps.length - 1)
                throw wrong(path, "with one slash between two steps");
            if (steps[i].indexOf(';') >= 0)
                throw wrong(path, "without a semicolon, which is %3B in a name");
            if (step.chars().anyMatch(it -> it == '/' || it == '\\' || it < ' ' || it == 0x7f))
                throw wrong(path, "of names without slashes, backslashes and control characters");
        }
    }

    private static void checkQuery(String query) throws Declined {
        var seen = new HashMap<String, String>();
        for (var parameter : query.split("&", -1)) {
            int equal = parameter.indexOf('=');
            var key = decoded("query", equal < 0 ? parameter : parameter.substring(0, equal));
            var value = equal < 0 ? "" : decoded(key, parameter.substring(equal + 1));
            var before = key.isEmpty() ? null : seen.putIfAbsent(key, value);
            if (before != null)
                throw field(key, value, "given once; it is \"%s\" before".formatted(fit(before)));
        }
    }

    /// What percent signs stand for.
    ///
    /// @param field what is decoded, for the words of a refusal
    private static String decoded(String field, String text) throws Declined {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f)
                throw field(field, text, "of ASCII, and all else as percent signs and two digits");
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            var digits = text.substring(i + 1, Math.min(i + 3, text.length()));
            if (!digits.matches("[0-9A-Fa-f]{2}"))
                throw field(
                        field,
                        text,
                        "with two hexadecimal digits after each percent sign, which itself is %25;"
                                + " \"%"
                                + digits
                                + "\" is none");
            if (digits.equals("00")) throw field(field, text, "without %00, which no text has");
            bytes.write(Integer.parseInt(digits, HEXADECIMAL));
            i += 2;
        }
        try {
            var utf8 = StandardCharsets.UTF_8.newDecoder();
            return utf8.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw field(field, text, "UTF-8 after its percent signs are decoded");
        }
    }

    private static Declined wrong(String target, String should) {
        return field("path", target, should);
    }

    private static Declined field(String field, String value, String should) {
        return Declined.field(fit(field), fit(value), should);
    }

    private static String fit(String text) {
        return Text.fit(text, SHOWN_CHARACTERS_MAX);
    }
}
