package dev.skerry.server.http.wire;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The head of a request, made into one that the library takes: it knows one version, one form of
/// what a request is for, and some fields in lower case only.
///
/// | what comes                      | what the library gets                          |
/// |---------------------------------|------------------------------------------------|
/// | `GET http://host/path HTTP/1.1` | `GET /path HTTP/1.1` and `Host: host`          |
/// | `Transfer-Encoding: Chunked`    | the same in lower case                         |
/// | `Expect: 100-Continue`          | the same in lower case, if there is a body     |
/// | HTTP/1.0, as proxies speak it   | HTTP/1.1 with `Connection: close`              |
/// | the same without a host         | with `Host: localhost`: no browser sent it     |
/// | the same with `Expect`          | without: that version has no such field        |
/// | what is refused already         | a request without a body, which is not answered |
///
/// @param lines for the library, without their ends
/// @param old it was of HTTP/1.0
/// @param chunked the body is in chunks
/// @param refused what is answered at once; null: nothing is wrong with the head so far
record RequestHead(List<String> lines, boolean old, boolean chunked, @Nullable Answer refused) {
    private static final String NEW = "HTTP/1.1";

    /// Those that the product's routes have; a room may bring others.
    private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE";

    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /// Fields that say who asks, or what of. Of two each reader might take another one.
    private static final Set<String> ONCE =
            Set.of(
                    "authorization",
                    "cookie",
                    "content-type",
                    "last-event-id",
                    "origin",
                    "sec-fetch-site");

    /// @param lines at least one
    static RequestHead of(List<String> lines) {
        var words = lines.getFirst().split(" ", -1);
        boolean old = words[words.length - 1].equals("HTTP/1.0");
        boolean known = old || words[words.length - 1].equals(NEW);
        try {
            if (words.length != 3 || !known || !METHOD.matcher(words[0]).matches())
                throw new Declined(
                        400,
                        "This is no request: its first line should be a method, what it is for, and"
                                + " HTTP/1.1 or HTTP/1.0, with one space between.");
            return new Fields(lines, old).head(words[0], RequestTarget.of(words[0], words[1]));
        } catch (Declined e) {
            return refused(words[0], old, e);
        }
    }

    /// @param lines those that were read until it was too much, perhaps none
    static RequestHead refused(List<String> lines, Declined why) {
        var first = lines.isEmpty() ? "" : lines.getFirst();
        return refused(first.split(" ", 2)[0], first.endsWith(" HTTP/1.0"), why);
    }

    private static RequestHead refused(String method, boolean old, Declined why) {
        var harmless = method.equals("HEAD") ? "HEAD / " : "GET / ";
        var lines = List.of(harmless + NEW, "Host: localhost", "Connection: close");
        var answer = why.answer();
        var refused = answer.status() == 405 ? answer.with("Allow", METHODS) : answer;
        return new RequestHead(lines, old, false, refused);
    }

    /// As the library reads it.
    byte[] bytes() {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Fields {
        private final List<String> others = new ArrayList<>();
        private final List<String> codings = new ArrayList<>();
        private final List<String> expects = new ArrayList<>();
        private final List<String> hosts = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final boolean old;
        private boolean length;
        private boolean some;

        Fields(List<String> lines, boolean old) throws Declined {
            this.old = old;
            for (var line : lines.subList(1, lines.size())) put(line);
        }

        private void put(String line) throws Declined {
            if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f))
                throw new Declined(400, "A field of a head has no control characters.");
            int colon = line.indexOf(':');
            var name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
            var value = colon < 0 ? "" : stripped(line.substring(colon + 1));
            var plain = stripped(name);
            if (ONCE.contains(plain) && !seen.add(plain))
                throw new Declined(400, "A head has the field %s once.".formatted(plain));
            switch (name) {
                case "host" -> hosts.add(line);
                case "transfer-encoding" -> codings.add(value);
                case "expect" -> expects.add(value.toLowerCase(Locale.ROOT));
                default -> {
                    others.add(line);
                    length |= name.equals("content-length");
                    some |= name.equals("content-length") && !value.equals("0");
                }
            }
        }

        /// Without what HTTP calls white space, which is less than others do.
        private static String stripped(String value) {
            int begin = 0;
            int end = value.length();
            while (begin < end && isSpace(value.charAt(begin))) begin++;
            while (begin < end && isSpace(value.charAt(end - 1))) end--;
            return value.substring(begin, end);
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }

        RequestHead head(String method, RequestTarget target) throws Declined {
            boolean chunked = isChunked();
            boolean body = some || !codings.isEmpty();
            var lines = new ArrayList<String>();
            lines.add(method + " " + target.path() + " " + NEW);
            lines.addAll(hosts(target.authority()));
            lines.addAll(others);
            for (var coding : codings)
                lines.add("Transfer-Encoding: " + (chunked ? "chunked" : coding));
            if (old) lines.add("Connection: close");
            else if (waits() && body) lines.add("Expect: 100-continue");
            return new RequestHead(lines, old, chunked, null);
        }

        private boolean isChunked() {
            return !old
                    && !length
                    && codings.size() == 1
                    && codings.getFirst().equalsIgnoreCase("chunked");
        }

        private List<String> hosts(@Nullable String authority) {
            if (hosts.isEmpty() && old)
                return List.of("Host: " + (authority == null ? "localhost" : authority));
            return authority == null || hosts.size() != 1 ? hosts : List.of("Host: " + authority);
        }

        /// Whether the client sends its body only when it is told to.
        private boolean waits() throws Declined {
            if (old) return false;
            for (var expected : expects)
                if (!expected.equals("100-continue"))
                    throw new Declined(
                            417, "Expect should be 100-continue; nothing else is promised here.");
            return !expects.isEmpty();
        }
    }
}
