package dev.skerry.agent.health;

import dev.skerry.kernel.Text;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a web server answers to GET. It sees an ordinary client: its answer is read to the end, as
/// far as bounds and time allow, before the connection is closed.
final class HttpProbe {
    static final int HEAD_BYTES_MAX = 16 * 1024;

    /// Of a larger one the rest is not waited for: the service sees its connection close.
    static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

    private static final int LINE_CHARACTERS_MAX = 256;

    /// Answers of 100 to 199 that may come before the real one.
    private static final int INTERIM_MAX = 8;

    /// Of the path, as it is told.
    private static final int PATH_CHARACTERS_MAX = 60;

    private final Line line;
    private long bodyBytes = Long.MAX_VALUE; // until the connection ends
    private boolean chunked;
    private boolean over; // at the end or the bound

    private HttpProbe(Line line) {
        this.line = line;
    }

    static CheckResult ask(int port, String path, long timeoutMs) {
        var shown = Text.fit(path, PATH_CHARACTERS_MAX);
        try (var line = Line.open(port, timeoutMs)) {
            var asked = " (asked: http://" + line.address() + shown + ")";
            try {
                line.say(question(line.address(), path));
                var status = new HttpProbe(line).status();
                boolean well = isOf(status, '2');
                if (status.isEmpty()) return new CheckResult(false, "no HTTP answer" + asked);
                return new CheckResult(well, well ? status : status + asked);
            } catch (SocketTimeoutException e) {
                return new CheckResult(false, "no answer within " + timeoutMs + " ms" + asked);
            } catch (IOException e) {
                return new CheckResult(false, e.getMessage() + asked);
            }
        } catch (IOException e) {
            return new CheckResult(false, e.getMessage() + " (asked: GET " + shown + ")");
        }
    }

    private static byte[] question(String address, String path) {
        return String.join(
                        "\r\n",
                        "GET " + path + " HTTP/1.1",
                        "Host: " + address,
                        "User-Agent: skerry-check",
                        "Connection: close",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isOf(String status, char hundred) {
        return status.startsWith("HTTP/1.")
                && status.startsWith(" " + hundred, "HTTP/1.1".length());
    }

    /// The first line of the answer. It counts although what follows is broken off.
    private String status() throws IOException {
        var status = "";
        for (int i = 0; i < INTERIM_MAX; i++) {
            line.bound(HEAD_BYTES_MAX);
            over = false;
            status = text();
            try {
                boolean whole = headers();
                if (whole && isOf(status, '1')) continue;
                if (whole) body(status);
            } catch (IOException e) {
                // the status is known
            }
            break;
        }
        return status;
    }

    /// Returns whether their end was reached.
    private boolean headers() throws IOException {
        var header = text();
        while (!header.isEmpty()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) bodyBytes = number(lower, 10);
            if (lower.startsWith("transfer-encoding:")) chunked = lower.contains("chunked");
            header = text();
        }
        return !over;
    }

    private void body(String status) throws IOException {
        line.bound(BODY_BYTES_MAX);
        if (status.startsWith(" 204", "HTTP/1.1".length())) return;
        if (status.startsWith(" 304", "HTTP/1.1".length())) return;
        if (!chunked) {
            skip(bodyBytes);
            return;
        }
        while (!over) {
            long bytes = number(":" + text(), 16);
            if (bytes == 0) break;
            skip(bytes);
            text(); // the end of the line after a chunk
        }
        while (!text().isEmpty()) {
            // what comes after the last chunk
        }
    }

    private void skip(long bytes) throws IOException {
        if (line.skip(bytes) < bytes) over = true;
    }

    /// The number after the colon; 0 where there is none.
    private static long number(String field, int radix) {
        var digits = field.substring(field.indexOf(':') + 1).split(";", 2)[0].strip();
        try {
            return Math.max(0, Long.parseLong(digits, radix));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private int next() throws IOException {
        int next = line.next();
        if (next < 0) over = true;
        return next;
    }

    /// A line without its end; of a long one, its beginning.
    private String text() throws IOException {
        var text = new StringBuilder();
        for (int next = next(); next >= 0 && next != '\n'; next = next()) {
            if (next != '\r' && text.length() < LINE_CHARACTERS_MAX) text.append((char) next);
        }
        return text.toString();
    }
}
