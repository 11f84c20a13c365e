package dev.skerry.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.Agent;
import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentRooms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerTest {
    private static final String TOKEN = "0123456789abcdef/+=0123456789abcdef";
    private static final String HOST = "Host: localhost";

    @TempDir Path data;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Agent agent(String http, String... more) throws Exception {
        var words =
                new ArrayList<String>(
                        List.of(
                                "--data", data.toString(),
                                "--servers", "127.0.0.1:1",
                                "--http", http,
                                "--fact.cpu.score", "100",
                                "--label.room", "hall 2"));
        words.addAll(List.of(more));
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var config = AgentConfig.parse(words, "badge-7");
        return Agent.start(config, AgentRooms.usual(), "0.1.0", out);
    }

    @Test
    void aNodeThatIsCutOffTellsOfItself() throws Exception {
        try (var agent = agent("127.0.0.1:0")) {
            var port = port(agent);
            var self = get(port, "/v1/self", "Host: localhost");
            assertTrue(self.startsWith("HTTP/1.1 200"), self);
            assertTrue(self.contains("\"name\":\"badge-7\""), self);
            assertTrue(self.contains("\"connected\":false"), self);
            assertTrue(self.contains("\"room\":\"hall 2\""), self);
            assertTrue(get(port, "/v1/allocations", "Host: 127.0.0.1").endsWith("\r\n\r\n[]"));
            var front = get(port, "/", "Host: [::1]:9");
            assertTrue(front.contains("no server is heard, for "), front);
            var metrics = get(port, "/metrics", "Host: localhost:1");
            assertTrue(metrics.contains("\nskerry_agent_link_up 0\n"), metrics);
            assertTrue(metrics.contains("\nskerry_agent_tasks{phase=\"running\"} 0\n"), metrics);
        }
    }

    private static final LocalPage PAGE = LocalPage.text("/", () -> "what runs here\n");

    /// The one who runs this test stands for a task's user here, and for a person.
    @Test
    void aTaskGetsNothingAndAPersonDoes() throws Exception {
        long self = Long.parseLong(Files.getAttribute(data, "unix:uid").toString());
        for (var at : List.of("127.0.0.1:0", "[::1]:0")) {
            try (var pages = LocalServer.open(at, null, user -> user == self, List.of(PAGE))) {
                for (var page : List.of("/", "/nothing")) {
                    var refused = on(pages, page);
                    assertEquals(403, status(refused), refused);
                    assertTrue(refused.contains("not for tasks"), refused);
                }
            }
            try (var pages = LocalServer.open(at, null, user -> user != self, List.of(PAGE))) {
                var shown = on(pages, "/");
                assertTrue(shown.endsWith("what runs here\n"), shown);
            }
        }
    }

    private static String on(LocalServer pages, String path) throws IOException {
        var address = pages.address();
        int colon = address.lastIndexOf(':');
        var host = InetAddress.getByName(address.substring(0, colon));
        try (var socket = new Socket(host, Integer.parseInt(address.substring(colon + 1)))) {
            send(socket, bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// With a token it counts who has it.
    @Test
    void aTaskThatHasTheTokenIsShownThePages() throws Exception {
        var token = PagesToken.of(TOKEN);
        try (var pages = LocalServer.open("127.0.0.1:0", token, _ -> true, List.of(PAGE))) {
            int port = Integer.parseInt(pages.address().split(":", -1)[1]);
            assertEquals(200, status(get(port, "/", HOST + "\r\nAuthorization: Bearer " + TOKEN)));
            assertEquals(401, status(get(port, "/", HOST)));
        }
    }

    @Test
    void strangersGetNothing() throws Exception {
        try (var agent = agent("127.0.0.1:0")) {
            var port = port(agent);
            assertEquals(403, status(get(port, "/v1/self", "Host: evil.example")));
            assertEquals(
                    403, status(get(port, "/", "Host: localhost\r\nOrigin: http://evil.example")));
            for (var name :
                    List.of("[evil.example]", "[]", "[::1]x", "[::g]", "1.example", "", ":"))
                assertEquals(403, status(get(port, "/", "Host: " + name)), name);
            for (var address : List.of("[::1]", "[fe80::1]:4648", "[::ffff:127.0.0.1]", "10.0.0.1"))
                assertEquals(200, status(get(port, "/", "Host: " + address)), address);
            assertEquals(404, status(get(port, "/v1/../etc", "Host: localhost")));
            assertEquals(405, status(ask(port, "POST", "/v1/self", "Host: localhost")));
        }
    }

    /// Half a head, a head without its end, a body that does not come, and nothing at all.
    @Test
    void whoIsSlowDelaysNobody() throws Exception {
        var halves =
                List.of(
                        "GET / HT",
                        "GET / HTTP/1.1\r\nHost: localhost\r\n",
                        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx",
                        "");
        var slow = new ArrayList<Socket>();
        try (var agent = agent("127.0.0.1:0")) {
            var port = port(agent);
            for (int i = 0; i < 4 * LocalServer.LIMITS.all(); i++) {
                var socket = new Socket();
                slow.add(socket);
                socket.bind(new InetSocketAddress("127.0.0." + (i % 20 + 1), 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                var half = halves.get(i % halves.size()).getBytes(StandardCharsets.US_ASCII);
                send(socket, half);
            }
            assertEquals(200, status(get(port, "/v1/self", "Host: localhost")));
        } finally {
            for (var socket : slow) socket.close();
        }
    }

    /// It may have been sent away already.
    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException _) {
            // as it may
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        try (var agent = agent("127.0.0.1:0")) {
            var port = port(agent);
            assertEquals(400, status(ask(port, "GET /", "/v1/self", "Host: localhost")));
            assertEquals(400, status(get(port, "http://localhost/", "Host: localhost")));
            assertEquals(400, status(get(port, "/", "Host: localhost\r\nHost: evil.example")));
            assertEquals(400, status(get(port, "/" + "x".repeat(Head.BYTES_MAX), "Host: a")));
            assertEquals(403, status(get(port, "/", "X-Host: localhost")));
            var body = "Host: localhost\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000);
            assertEquals(405, status(ask(port, "POST", "/", body)));
            var head = ask(port, "HEAD", "/v1/self?of=now", "hOST:localhost:1");
            assertEquals(200, status(head));
            assertTrue(head.endsWith("\r\n\r\n"), head);
        }
    }

    @Test
    void aTakenPortIsNoReasonNotToWork() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var agent = agent("127.0.0.1:" + taken.getLocalPort())) {
            assertEquals("", agent.pagesAddress());
            var line = said.toString(StandardCharsets.UTF_8);
            assertTrue(line.contains("cannot be used"), line);
            assertTrue(line.contains("--http"), line);
        }
    }

    /// The agent works all the same: its tasks need it more than its readers do.
    @Test
    void whereOthersReachItThereAreNoPagesWithoutAToken() throws Exception {
        for (var address : List.of("0.0.0.0:0", "[::]:0")) {
            said.reset();
            try (var agent = agent(address)) {
                assertEquals("", agent.pagesAddress());
                var line = said.toString(StandardCharsets.UTF_8);
                assertTrue(line.contains("other machines reach it"), line);
                assertTrue(line.contains("http.token = @FILE"), line);
            }
        }
        said.reset();
        Files.writeString(data.resolve("short"), "too short");
        try (var agent = agent("0.0.0.0:0", "--http.token", "@" + data.resolve("short"))) {
            assertEquals("", agent.pagesAddress());
            var line = said.toString(StandardCharsets.UTF_8);
            assertTrue(line.contains("32 to 256"), line);
            assertTrue(!line.contains("too short"), line);
        }
    }

    @Test
    void whoeverHasTheTokenSeesThePages() throws Exception {
        var file = Files.writeString(data.resolve("token"), TOKEN + "\n");
        try (var agent = agent("0.0.0.0:0", "--http.token", "@" + file)) {
            int port = port(agent);
            for (var path : List.of("/", "/v1/self", "/v1/allocations", "/metrics", "/nothing")) {
                var refused = get(port, path, HOST);
                assertEquals(401, status(refused), path);
                assertTrue(refused.contains("WWW-Authenticate: Bearer"), refused);
                assertTrue(!refused.contains("badge-7"), refused);
            }
            var wrong = TOKEN.replace('a', 'b');
            for (var header :
                    List.of(
                            "Authorization: Bearer " + wrong,
                            "Authorization: Bearer",
                            "Authorization: Basic " + TOKEN,
                            "Cookie: other=" + TOKEN,
                            "Cookie: skerry-node=" + wrong,
                            "Cookie: skerry-node=" + TOKEN + "x; skerry-node=" + TOKEN))
                assertEquals(401, status(get(port, "/v1/self", HOST + "\r\n" + header)), header);
            for (var header :
                    List.of(
                            "Authorization: bearer " + TOKEN,
                            "Cookie: a=b; skerry-node=" + TOKEN)) {
                var answer = get(port, "/v1/self", HOST + "\r\n" + header);
                assertTrue(answer.contains("\"name\":\"badge-7\""), answer);
            }
            var evil = "Host: evil.example\r\nAuthorization: Bearer " + TOKEN;
            assertEquals(403, status(get(port, "/", evil)));
            assertTrue(!said.toString(StandardCharsets.UTF_8).contains(TOKEN));
        }
    }

    @Test
    void aBrowserIsAskedWithAForm() throws Exception {
        var file = Files.writeString(data.resolve("token"), TOKEN);
        try (var agent = agent("127.0.0.1:0", "--http.token", "@" + file)) {
            int port = port(agent);
            var form = get(port, "/", HOST + "\r\nAccept: text/html,*/*");
            assertEquals(401, status(form));
            assertTrue(form.contains("<form method=\"post\" action=\"/login\">"), form);
            assertEquals(401, status(login(port, "token=" + TOKEN.replace('a', 'b'), "")));
            assertEquals(400, status(login(port, "tokens=" + TOKEN, "")));
            assertEquals(400, status(login(port, "token=%zz", "")));
            assertEquals(400, status(login(port, "token=" + "x".repeat(2_000), "")));
            assertEquals(400, status(ask(port, "POST", "/login", HOST)));
            var strange = "Origin: http://evil.example\r\n";
            assertEquals(403, status(login(port, "token=" + TOKEN, strange)));
            var answer =
                    login(port, "token=" + URLEncoder.encode(TOKEN, StandardCharsets.UTF_8), "");
            assertEquals(303, status(answer));
            var cookie = "Set-Cookie: skerry-node=" + TOKEN + "; HttpOnly; SameSite=Strict";
            assertTrue(answer.contains(cookie), answer);
        }
    }

    private static String login(int port, String body, String header) throws IOException {
        var headers =
                "%s\r\n%sContent-Length: %d\r\n\r\n%s".formatted(HOST, header, body.length(), body);
        return ask(port, "POST", "/login", headers);
    }

    @Test
    void mistakesStopTheStart() {
        assertThrows(AgentConfig.WrongSetting.class, () -> agent("127.0.0.1:70000"));
    }

    private static int port(Agent agent) {
        var address = agent.pagesAddress();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String get(int port, String path, String headers) throws IOException {
        return ask(port, "GET", path, headers);
    }

    private static String ask(int port, String method, String path, String headers)
            throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            var request =
                    "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, headers);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
