package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Need;
import dev.skerry.http.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However a path is spelt, it is the same route with the same need, or nothing.
class SpellingsTest {
    private static final String NODE = EachRoute.NODE;

    @TempDir Path folder;

    /// Of `/v1/jobs/badge`, and what comes of each: the route itself, or a refusal.
    private static List<String> spellings(String path) {
        var all = new ArrayList<String>();
        var rest = path.substring(1);
        var last = rest.substring(rest.lastIndexOf('/') + 1);
        all.add("/" + path);
        all.add(path.replaceFirst("(?<=.)/", "//"));
        all.add(path + "/");
        all.add(path + "//");
        all.add(path + "/.");
        all.add(path + "/..");
        all.add(path + "/x/..");
        all.add("/./" + rest);
        all.add("/../" + rest);
        all.add("/x/../" + rest);
        all.add("/%2e%2e/" + rest);
        all.add("/x/%2E%2e/" + rest);
        all.add("/%2f" + rest);
        all.add("/%5c" + rest);
        all.add("\\" + rest);
        all.add("/\\" + rest);
        all.add(path.replace('/', '\\'));
        all.add("/" + rest.replace("/", "%2F"));
        all.add("/" + rest.replaceFirst("/", ";x/"));
        all.add("/" + rest.replaceFirst("/", ";x=y,z/"));
        all.add("/;/" + rest);
        all.add(path + ";");
        all.add(path + ";x=1");
        all.add(path + "%3Bx");
        all.add(path + ".");
        all.add(path + "..");
        all.add(path + "%20");
        all.add(path + "%09");
        all.add(path + "%0d%0aX:%20y");
        all.add(path + "%00");
        all.add(path + "%252e");
        all.add(path.toUpperCase(Locale.ROOT));
        all.add(encoded(path));
        all.add(path.substring(0, path.length() - last.length()) + encoded(last));
        all.add("/%c0%af" + rest);
        all.add("http://localhost" + path);
        all.add("http://localhost/" + path);
        all.add("HTTP://LOCALHOST" + path);
        return all;
    }

    /// Letters and digits need no percent signs, and mean the same with them.
    private static String encoded(String path) {
        return Pattern.compile("[a-z0-9]")
                .matcher(path)
                .replaceAll(it -> "%%%02X".formatted((int) it.group().charAt(0)));
    }

    private static int status(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 "), answer);
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String request(Route route, String spelling) {
        var body = route.accepts().isEmpty() ? "" : "{}";
        var head =
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        .formatted(route.method(), spelling);
        if (!route.accepts().isEmpty())
            head +=
                    "Content-Type: %s\r\nContent-Length: %d\r\n"
                            .formatted(route.accepts().getFirst(), body.length());
        return head + "\r\n" + body;
    }

    /// Nobody is let in, so whatever reaches a handler says that something else was asked.
    @Test
    void noSpellingGoesAroundANeed() throws Exception {
        var somebody = new SomeCaller();
        somebody.sentence = "Nobody is let in here.";
        try (var api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody)) {
            var each = new EachRoute(api, "a-000000000001");
            int same = 0;
            for (var route : each.routes()) {
                if (route.need() instanceof Need.Nothing) continue;
                for (var spelling : spellings(route.path().replace("{name}", NODE))) {
                    int status = status(api.raw(request(route, spelling)));
                    assertTrue(
                            List.of(400, 401, 404, 405, 421).contains(status),
                            route.method() + " " + spelling + ": " + status);
                    if (status == 401) same++;
                }
            }
            assertTrue(same > 4 * 20, same + " are the route itself");
        }
        assertEquals(List.of(), somebody.asked, "no right was looked for");
    }

    /// Who may do nothing anywhere is refused for the need of the route, whatever he writes.
    @Test
    void eachSpellingHasTheNeedOfItsRoute() throws Exception {
        var somebody = new SomeCaller();
        try (var api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody)) {
            var each = new EachRoute(api, "a-000000000001");
            for (var route : each.routes()) {
                if (!(route.need() instanceof Need.Right right)) continue;
                if (!List.of(Need.Where.IN_THE_FLEET, Need.Where.IN_THE_QUERY)
                        .contains(right.where())) continue;
                for (var spelling : spellings(route.path().replace("{name}", NODE))) {
                    somebody.asked.clear();
                    int status = status(api.raw(request(route, spelling)));
                    var words = route.method() + " " + spelling + ": " + status;
                    assertTrue(List.of(400, 403, 404, 405).contains(status), words);
                    if (status != 403) continue;
                    assertTrue(somebody.asked.getFirst().startsWith(right.text() + " "), words);
                }
            }
        }
    }

    /// A page of a stranger gets no further by another spelling.
    @Test
    void noSpellingGoesAroundTheGate() throws Exception {
        try (var api = new ApiFixture(folder)) {
            for (var spelling : spellings("/v1/nodes")) {
                var request =
                        "GET %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
                                .formatted(spelling);
                int status = status(api.raw(request + "Connection: close\r\n\r\n"));
                assertTrue(List.of(400, 403, 421).contains(status), spelling + ": " + status);
            }
        }
    }

    @Test
    void whatIsOddIsSaid() throws Exception {
        try (var api = new ApiFixture(folder)) {
            for (var odd : List.of("//v1/nodes", "/v1;x/nodes", "/v1/../v1/nodes", "/v1%2fnodes")) {
                var answer =
                        api.raw("GET " + odd + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertEquals(400, status(answer), odd);
                assertTrue(answer.contains("\"field\":\"path\""), answer);
            }
        }
    }
}
