package dev.skerry.example.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.Agent;
import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentParts;
import dev.skerry.agent.AgentRoom;
import dev.skerry.agent.AgentRooms;
import dev.skerry.cli.Main;
import dev.skerry.cli.session.Shell;
import dev.skerry.cli.show.Screen;
import dev.skerry.example.note.agent.NoteAgentRoom;
import dev.skerry.example.note.agent.NoteNodeRoom;
import dev.skerry.example.note.cli.NoteNoun;
import dev.skerry.example.note.codec.CardRoom;
import dev.skerry.example.note.node.Card;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.example.note.server.NoteServerRoom;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Server;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.http.ApiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server, an agent and a command line that are given the room: it is whole, and no file of
/// theirs knows it.
class NoteRoomTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();

    private Server server(ServerRoom... more) throws Exception {
        var tokens = new ServerSettings.Tokens(folder.resolve("token"), 1, Duration.ofHours(1));
        var settings =
                ServerSettings.defaults()
                        .at(ANY_PORT, ANY_PORT, folder.resolve("server"))
                        .with(tokens);
        var rooms = new ArrayList<ServerRoom>(List.of(new ClusterServerRoom()));
        rooms.addAll(List.of(more));
        return new Server(settings, rooms, new ApiServer(), _ -> {});
    }

    private Agent agent(Server server, AgentRoom... more) throws Exception {
        var words =
                List.of(
                        "--data",
                        folder.resolve("agent").toString(),
                        "--servers",
                        "127.0.0.1:" + server.link().getPort(),
                        "--token",
                        "@" + folder.resolve("token"),
                        "--fact.cpu.score",
                        "100",
                        "--http",
                        "127.0.0.1:0");
        List<AgentRoom> rooms = new ArrayList<>(AgentRooms.usual());
        rooms.addAll(List.of(more));
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Agent.start(AgentConfig.parse(words, "badge-7"), rooms, "0.1.0", out);
    }

    @Test
    void aNoteIsLeftForANodeWhichShowsIt() throws Exception {
        try (var server = server(new NoteServerRoom());
                var agent = agent(server, new NoteAgentRoom())) {
            await(() -> agent.connected());
            assertEquals(
                    "0 " + agent.node() + " has a note\n",
                    note(server, "write", agent.node(), "by the door"));
            var seen = "0 " + agent.node() + " 1 seen by the door\n";
            await(() -> note(server, "list").equals(seen));
            assertEquals("by the door\n", get(agent.pagesAddress(), "/v1/note"));
            assertTrue(get(agent.pagesAddress(), "/").contains("\nnote: by the door\n"));
            var figures = get("127.0.0.1:" + server.http().getPort(), "/metrics");
            assertTrue(figures.contains("\nskerry_notes 1\n"), figures);
            await(() -> marked(server, agent.node()));
        }
    }

    @Test
    void whatIsWrongIsRefused() throws Exception {
        try (var server = server(new NoteServerRoom())) {
            var nobody = note(server, "write", "n-000000000001", "hello");
            assertTrue(nobody.startsWith("3 skerry: There is no node \"n-000000000001\""), nobody);
        }
    }

    /// The servers are newer than the node, as they are first in every fleet. What it does not know
    /// ends no link, and waits for it.
    @Test
    void aNodeWithoutTheRoomStaysAndGetsItsNoteWhenItHasTheRoom() throws Exception {
        try (var server = server(new NoteServerRoom())) {
            String node;
            try (var agent = agent(server)) {
                node = agent.node();
                await(() -> agent.connected());
                note(server, "write", node, "by the door");
                await(() -> marked(server, node));
                assertEquals("0 " + node + " 1 sent by the door\n", note(server, "list"));
                assertTrue(agent.connected());
            }
            assertEquals(1, count("connected to a server"), said + "");
            try (var agent = agent(server, new NoteAgentRoom())) {
                await(() -> note(server, "list").contains(" seen "));
                assertEquals("by the door\n", get(agent.pagesAddress(), "/v1/note"));
            }
        }
    }

    /// The other way round: the node is newer. Its journal and the servers' log go on with the
    /// room.
    @Test
    void aServerWithoutTheRoomHasTheNodeAllTheSame() throws Exception {
        String node;
        try (var server = server();
                var agent = agent(server, new NoteAgentRoom())) {
            node = agent.node();
            await(() -> agent.connected());
            await(() -> count("which lacks note") > 0);
            assertEquals("\n", get(agent.pagesAddress(), "/v1/note"));
            assertTrue(note(server, "list").startsWith("3 "), note(server, "list"));
        }
        try (var server = server(new NoteServerRoom());
                var agent = agent(server, new NoteAgentRoom())) {
            await(() -> agent.connected());
            note(server, "write", node, "by the door");
            await(() -> note(server, "list").contains(" seen "));
        }
        var older = assertThrows(IOException.class, () -> server().close());
        assertTrue((older + "").contains("\"note\""), older + "");
    }

    /// It has the room's pages and nothing to count.
    private record Uncounted(AgentParts.Calls calls)
            implements AgentRoom.AtWork, NoteNodeRoom.CardHands {
        @Override
        public NoteNodeRoom onNode() {
            return new NoteNodeRoom(this);
        }

        @Override
        public void figures(PrometheusText to) {
            throw new IllegalStateException("it cannot count");
        }

        @Override
        public Card card() {
            return calls.house().of(CardRoom.CARD);
        }

        @Override
        public void post(CardMessage message) {
            calls.post(CardRoom.CARD, message);
        }

        @Override
        public void send(Frame.FromNode frame) {
            // it says nothing
        }

        @Override
        public void close() {
            // nothing runs
        }
    }

    @Test
    void aRoomThatCannotCountCostsOnlyItsOwnFigures() throws Exception {
        var room =
                new AgentRoom() {
                    @Override
                    public Room<?, ?, ?, ?> room() {
                        return CardRoom.CARD;
                    }

                    @Override
                    public AtWork open(AgentParts agent) {
                        return new Uncounted(agent.calls());
                    }
                };
        try (var server = server();
                var agent = agent(server, room)) {
            var figures = get(agent.pagesAddress(), "/metrics");
            assertTrue(figures.contains("skerry_agent_room_figures{room=\"note\"} 0"), figures);
            assertTrue(figures.contains("skerry_agent_room_figures{room=\"cluster\"} 1"), figures);
            assertTrue(figures.contains("skerry_agent_tasks{phase=\"running\"} 0"), figures);
        }
    }

    private boolean marked(Server server, String node) throws Exception {
        var at = "127.0.0.1:" + server.http().getPort();
        return get(at, "/v1/nodes/" + node).contains("\"note\":\"yes\"");
    }

    private long count(String words) {
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(it -> it.contains(words))
                .count();
    }

    /// What `skerry note` ends with and says.
    private static String note(Server server, String... words) {
        var said = new ByteArrayOutputStream();
        var all =
                new ArrayList<>(
                        List.of(
                                "--address",
                                "http://127.0.0.1:" + server.http().getPort(),
                                "note"));
        all.addAll(List.of(words));
        var nobody = Map.of("SKERRY_CREDENTIALS", "/nonexistent/credentials");
        var screen = Screen.plain(said);
        var shell = new Shell(screen, screen, InputStream.nullInputStream(), nobody);
        int code =
                Main.run(
                        session -> List.of(NoteNoun.of(session)),
                        shell,
                        all.toArray(new String[0]));
        return code + " " + said.toString(StandardCharsets.UTF_8);
    }

    private String get(String at, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + at + path)).timeout(DEADLINE);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long untilNs = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < untilNs, "in " + DEADLINE);
            Thread.onSpinWait();
        }
    }
}
