package dev.skerry.server.http;

import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client sends, with the head of each HTTP/1.0 request made into one of HTTP/1.1, the only
/// version that the library takes. Proxies speak HTTP/1.0 to what is behind them.
///
/// | HTTP/1.0                        | HTTP/1.1                              |
/// |---------------------------------|---------------------------------------|
/// | no host                         | `Host: localhost`: no browser sent it |
/// | the connection ends             | `Connection: close`                   |
/// | knows no `Expect` (RFC 9110)    | left out                              |
final class OldVersion extends DataReader {
    /// Of a head: a longer one is left as it is, and the library refuses it.
    private static final int HEAD_BYTES_MAX = 20 * 1024;

    private static final String OLD = " HTTP/1.0";
    private static final String NEW = " HTTP/1.1";

    private final Source source;
    private boolean atRequest = true;
    private boolean old;

    OldVersion(DataReader from) {
        this(new Source(from));
    }

    private OldVersion(Source source) {
        super(source::next);
        this.source = source;
    }

    /// Where the bytes come from; what was read too early goes first.
    private static final class Source {
        private final DataReader from;
        private byte @Nullable [] first;

        Source(DataReader from) {
            this.from = from;
        }

        byte[] next() {
            var bytes = first;
            first = null;
            if (bytes != null) return bytes;
            from.ensureAvailable();
            return from.readBytes(from.available());
        }
    }

    /// What comes next is a new request.
    void atRequest() {
        atRequest = true;
    }

    /// Whether the last request was of the old version: its answer has no chunks.
    boolean old() {
        return old;
    }

    /// The library looks for the end of a request's first line before anything else.
    @Override
    public int findNewLine(int max) {
        if (atRequest) {
            atRequest = false;
            old = false;
            translate(max);
        }
        return super.findNewLine(max);
    }

    private void translate(int max) {
        int end = super.findNewLine(max);
        if (end == max || !getBuffer(end).readString(end).endsWith(OLD)) return;
        old = true;
        var head = new ByteArrayOutputStream();
        var line = new String(readBytes(end), StandardCharsets.ISO_8859_1);
        put(head, line.substring(0, line.length() - OLD.length()) + NEW);
        skip(2);
        boolean host = false;
        while (true) {
            int left = HEAD_BYTES_MAX - head.size();
            end = left > 0 ? super.findNewLine(left) : left;
            if (end == left) break;
            line = end == 0 ? "" : new String(readBytes(end), StandardCharsets.ISO_8859_1);
            skip(2);
            if (line.isEmpty()) {
                if (!host) put(head, "Host: localhost");
                put(head, "Connection: close");
                put(head, "");
                break;
            }
            host |= named(line, "host:");
            if (!named(line, "expect:")) put(head, line);
        }
        if (available() > 0) head.writeBytes(readBytes(available()));
        source.first = head.toByteArray();
    }

    private static boolean named(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name);
    }

    private static void put(ByteArrayOutputStream head, String line) {
        head.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
