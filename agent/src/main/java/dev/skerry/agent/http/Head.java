package dev.skerry.agent.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The beginning of one request, as far as these pages need it.
///
/// @param path without what is asked behind it
/// @param host null: it has none
/// @param origin the same
record Head(String method, String path, @Nullable String host, @Nullable String origin) {
    static final int BYTES_MAX = 8 * 1024;

    /// It is none.
    static final class WrongRequest extends Exception {
        private static final long serialVersionUID = 1;

        WrongRequest(String why) {
            super(why);
        }
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
            if (end >= 0) return parse(text.substring(0, end).split("\r\n", -1));
        }
        throw new WrongRequest("a request has at most " + BYTES_MAX + " bytes here");
    }

    private static Head parse(String[] lines) throws WrongRequest {
        var words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/"))
            throw new WrongRequest("this is no request of HTTP/1.1");
        int query = words[1].indexOf('?');
        var path = query < 0 ? words[1] : words[1].substring(0, query);
        return new Head(words[0], path, header(lines, "host:"), header(lines, "origin:"));
    }

    private static @Nullable String header(String[] lines, String name) throws WrongRequest {
        String found = null;
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].toLowerCase(Locale.ROOT).startsWith(name)) continue;
            if (found != null) throw new WrongRequest("a request says " + name + " once");
            found = lines[i].substring(name.length()).strip();
        }
        return found;
    }
}
