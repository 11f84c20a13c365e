package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Declined;
import dev.skerry.http.Doors;
import dev.skerry.http.Need;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Stranger;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Saved;
import dev.skerry.server.Server;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.words.WordsRoom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole server that is given one room more than the product has.
class GivenRoomTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// Saved states keep 100 characters of it; the log has all of them.
    private static final String LONG = "x".repeat(120);

    @TempDir Path folder;
    private final WordsRoom words = new WordsRoom(new AtomicInteger());
    private final HttpClient client = HttpClient.newHttpClient();

    private Server server() throws Exception {
        return server(words.besideTheCluster());
    }

    private Server server(List<ServerRoom> rooms) throws Exception {
        return server(rooms, folder.resolve("data"));
    }

    private static Server server(List<ServerRoom> rooms, Path data) throws Exception {
        var settings = ServerSettings.defaults().at(ANY_PORT, ANY_PORT, data);
        return new Server(settings, rooms, new ApiServer(), _ -> {});
    }

    private HttpRequest.Builder request(Server server, String path) {
        var uri = "http://127.0.0.1:" + server.http().getPort() + path;
        return HttpRequest.newBuilder(URI.create(uri)).timeout(DEADLINE);
    }

    private String said(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private void add(Server server, String word) throws Exception {
        said(request(server, "/v1/words/" + word).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void itsFactsAreLoggedAndItsStateIsSavedAndLoaded() throws Exception {
        try (var server = server()) {
            add(server, "rock");
            add(server, LONG);
            assertEquals("rock " + LONG, said(request(server, "/v1/words")));
        }
        try (var server = server()) {
            assertEquals("rock " + LONG.substring(20), said(request(server, "/v1/words")));
            add(server, "sea");
        }
        try (var server = server()) {
            var kept = "rock " + LONG.substring(20) + " sea";
            assertEquals(kept, said(request(server, "/v1/words")));
        }
    }

    @Test
    void itsEventsAreToldBesideThoseOfOthers() throws Exception {
        try (var server = server()) {
            add(server, "rock");
            var request = request(server, "/v1/events?index=0").build();
            var lines = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (var all = lines.body()) {
                var data = all.filter(it -> it.contains("WordAdded") && it.startsWith("data: "));
                var event = data.findFirst().orElseThrow().substring("data: ".length());
                Documented.fits("Event", event);
                assertTrue(event.contains("{\"word\":\"rock\"}"), event);
            }
        }
    }

    /// What lies on the disk is what a kill leaves: the log, and no state that was saved.
    @Test
    void whatTheLogHoldsIsToldAgainByTheNextServer() throws Exception {
        try (var server = server()) {
            add(server, "rock");
            var before = events(server);
            copy(folder.resolve("data"), folder.resolve("killed"));
            try (var next = server(words.besideTheCluster(), folder.resolve("killed"))) {
                assertEquals(before, events(next));
            }
        }
    }

    @Test
    void afterAnOrderlyEndItIsSaidWhatIsGoneAndWhy() throws Exception {
        try (var server = server()) {
            add(server, "rock");
        }
        try (var server = server()) {
            add(server, "sea");
            var told = events(server);
            assertTrue(told.getFirst().contains("\"kind\":\"Gap\""), told.getFirst());
            Documented.fits("Event", told.getFirst());
            var said =
                    "(What happened before 2.* \\(index [0-9]+\\) is gone: events are kept in"
                            + " memory, and a server that starts finds those only that its log"
                            + " holds since the state was saved last, as it is at each orderly"
                            + " end\\.)";
            assertTrue(Pattern.compile(said).matcher(told.getFirst()).find(), told.getFirst());
            assertTrue(told.getLast().contains("{\"word\":\"sea\"}"), told.getLast());
        }
    }

    /// All up to that of the word that was added last.
    private List<String> events(Server server) throws Exception {
        add(server, "end");
        var request = request(server, "/v1/events?index=0").build();
        var told = new ArrayList<String>();
        try (var lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            var data = lines.filter(it -> it.startsWith("data: ")).iterator();
            while (data.hasNext()) {
                var event = data.next().substring("data: ".length());
                if (event.contains("{\"word\":\"end\"}")) break;
                told.add(event);
            }
        }
        return told;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : all.toList())
                Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }

    @Test
    void itsFiguresStandBesideThoseOfOthers() throws Exception {
        try (var server = server()) {
            add(server, "rock");
            var figures = said(request(server, "/metrics")).lines().toList();
            assertTrue(figures.contains("skerry_words 1"), figures + "");
            assertTrue(figures.contains("skerry_jobs 0"), figures + "");
            assertTrue(figures.contains("skerry_leader 1"), figures + "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "twice"})
    void figuresThatItCannotMakeCostNobodyElseTheirs(String wrong) throws Exception {
        try (var server = server()) {
            add(server, wrong);
            var request = request(server, "/metrics").build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            var figures = answer.body().lines().toList();
            assertTrue(figures.contains("skerry_jobs 0"), figures + "");
            assertTrue(figures.contains("skerry_leader 1"), figures + "");
            assertTrue(figures.contains("skerry_room_figures{room=\"cluster\"} 1"), figures + "");
            assertTrue(figures.contains("skerry_room_figures{room=\"hashes\"} 0"), figures + "");
            assertEquals(List.of(), figures.stream().filter(GivenRoomTest::itsOwn).toList());
        }
    }

    private static boolean itsOwn(String line) {
        return line.contains("skerry_words") || line.contains("skerry_half") || line.endsWith(" 7");
    }

    /// The room that knows callers: whoever brings a name is it, and nobody else gets in.
    private record Names(WordsRoom words) implements ServerRoom, Callers {
        @Override
        public Saved<?> saved() {
            return words.saved();
        }

        @Override
        public Callers callers(ServerParts server) {
            return this;
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return words.api(server, doors);
        }

        @Override
        public Admitted admit(InetAddress from, Map<String, String> said) throws Declined {
            var bearer = said.getOrDefault("authorization", "");
            var name = bearer.replaceFirst("^Bearer ", "");
            var caller = new Caller(Caller.Kind.PERSON, name);
            if (name.isEmpty()) return new Stranger(caller, "Say who you are.");
            if (name.equals("mallory"))
                throw Declined.later("There were too many names; come again.", 7);
            return new Named(caller);
        }
    }

    private record Named(Caller caller) implements Admitted {
        @Override
        public boolean allows(Need.Right right, String place) {
            return caller.name().equals("ada");
        }

        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public String lack() {
            return "";
        }
    }

    @Test
    void whoCallsIsSaidByTheRoomThatKnowsIt() throws Exception {
        try (var server = server(List.of(new ClusterServerRoom(), new Names(words)))) {
            var request = request(server, "/v1/words");
            var nobody = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(401, nobody.statusCode());
            assertTrue(nobody.body().contains("\"title\":\"Not known\""), nobody.body());
            assertTrue(nobody.body().contains("\"detail\":\"Say who you are.\""), nobody.body());
            var open = request(server, "/v1/openapi.yaml");
            assertTrue(said(open).startsWith("openapi: "), "what needs nothing is for everybody");
            var many =
                    request(server, "/v1/openapi.yaml").header("Authorization", "Bearer mallory");
            var later = client.send(many.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(429, later.statusCode());
            assertEquals("7", later.headers().firstValue("Retry-After").orElse(""));
            var eve = request(server, "/v1/words").header("Authorization", "Bearer eve").build();
            assertEquals(403, client.send(eve, HttpResponse.BodyHandlers.ofString()).statusCode());
            assertEquals(
                    "", said(request(server, "/v1/words").header("Authorization", "Bearer ada")));
        }
    }

    @Test
    void whatItRunsIsOpenedAndClosedWithTheServer() throws Exception {
        try (var _ = server()) {
            assertEquals(1, words.running().get());
        }
        assertEquals(0, words.running().get());
    }
}
