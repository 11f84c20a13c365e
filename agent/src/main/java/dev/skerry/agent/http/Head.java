package dev.skerry.agent.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The beginning of one request, as far as these pages need it.
///
/// @param path without what is asked behind it
/// @param said the headers that are looked at, by their names in small letters
/// @param more what has come behind it already
record Head(String method, String path, Map<String, String> said, String more) {
    static final int BYTES_MAX = 8 * 1024;

    private static final List<String> LOOKED_AT =
            List.of("host", "origin", "authorization", "cookie", "accept", "content-length");

    /// It is none.
    static final class WrongRequest extends Exception {
        private static final long serialVersionUID = 1;

        WrongRequest(String why) {
            super(why);
        }
    }

    /// What a header says; null: it is not there.
    @Nullable String said(String name) {
        return said.get(name);
    }

    /// Reads to the empty line behind the headers, and perhaps on.
    static Head read(InputStream in) throws IOException, WrongRequest {
        var bytes = new byte[BYTES_MAX];
        int count = 0;
        while (count < BYTES_MAX) {
            int more = in.read(bytes, count, BYTES_MAX - count);
            if (more < 0) throw new EOFException("the request broke off");
            count += more;
            var text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0)
                return parse(text.substring(0, end).split("\r\n", -1), text.substring(end + 4));
        }
        throw new WrongRequest("a request has at most " + BYTES_MAX + " bytes here");
    }

    private static Head parse(String[] lines, String more) throws WrongRequest {
        var words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/"))
            throw new WrongRequest("this is no request of HTTP/1.1");
        int query = words[1].indexOf('?');
        var path = query < 0 ? words[1] : words[1].substring(0, query);
        var said = new HashMap<String, String>();
        for (var line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            var name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            if (!LOOKED_AT.contains(name)) continue;
            if (said.put(name, line.substring(colon + 1).strip()) != null)
                throw new WrongRequest("a request says " + name + " once");
        }
        return new Head(words[0], path, said, more);
    }

    /// What follows it, as characters of one byte each.
    String body(InputStream in, int bytesMax) throws IOException, WrongRequest {
        int length = length();
        if (length < 0 || length > bytesMax)
            throw new WrongRequest("a body has its length, of at most " + bytesMax + " bytes here");
        if (more.length() >= length) return more.substring(0, length);
        var rest = in.readNBytes(length - more.length());
        return more + new String(rest, StandardCharsets.ISO_8859_1);
    }

    private int length() {
        try {
            return Integer.parseInt(said.getOrDefault("content-length", "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
