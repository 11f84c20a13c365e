package dev.skerry.server.http;

import static dev.skerry.server.http.Documented.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a request is said as a problem, with what to do instead.
class RefusalsTest {
    static final String MIB = "x".repeat(1024 * 1024);

    @TempDir Path folder;
    ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder);
    }

    @AfterEach
    void close() {
        api.close();
    }

    /// In the units in which it was typed; null, which only programs send, is told to those.
    @Test
    void aDeadlineIsRefusedAsItWasTyped() throws Exception {
        api.node("n-000000000001", "badge-1");
        var path = "/v1/nodes/badge-1/drain";
        for (var typed : new String[] {"99x", "40d", "", "-1s"}) {
            var body = "{\"deadline\":\"" + typed + "\"}";
            assertTrue(
                    problem(400, api.send("POST", path, ApiTest.JSON, body))
                            .contains(
                                    "deadline is \\\""
                                            + typed
                                            + "\\\"; it should be a duration from 0s to 30d, as"
                                            + " 1h30m."),
                    typed);
        }
        var number = api.send("POST", path, ApiTest.JSON, "{\"deadline\":5}");
        assertTrue(problem(400, number).contains("or null to end the drain"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404|GET|/v1/nothing||There is nothing at /v1/nothing
                    404|GET|/v1/jobs/x||There is no job \\"x\\"; `skerry job
                    404|GET|/v1/jobs/*||There is no job \\"*\\", and * stands for none; `skerry
                    400|GET|/v1/jobs/x?namespace=*||namespace is \\"*\\"; it should be the name of
                    400|DELETE|/v1/jobs/x?namespace=*||only lists show those of all (*)
                    404|GET|/v1/nodes/x||There is no node \\"x\\"
                    404|GET|/v1/allocations/x||There is no allocation \\"x\\"; `skerry alloc
                    404|DELETE|/v1/jobs/x||There is no job
                    404|POST|/v1/allocations/x/stop||There is no allocation
                    405|PUT|/v1/jobs||/v1/jobs is not for PUT; use GET, POST.
                    405|DELETE|/v1/status||use GET.
                    400|GET|/v1/jobs?namespace=A%20b||namespace is \\"A b\\"; it should be * for all
                    400|GET|/v1/jobs?naemspace||naemspace is \\"\\"; it should be one of the
                    400|GET|/v1/jobs?=1||A parameter of the query has no name.
                    400|GET|/v1/jobs?&&||A parameter of the query has no name.
                    400|GET|/v1/jobs?naemspace=x||naemspace is \\"x\\"; it should be one of the
                    400|GET|/v1/jobs?index=-1||index is \\"-1\\"; it should be a whole number
                    400|GET|/v1/jobs?index=1&wait=1h||wait is \\"1h\\"; it should be a duration
                    400|GET|/v1/nodes?perPage=0||a whole number from 1 to 10000
                    400|POST|/v1/join-tokens|{"ttl":"1 hour"}|ttl is \\"1 hour\\"; it should
                    400|POST|/v1/join-tokens|{"tll":"1h"}|one of node, pool, ttl
                    400|POST|/v1/join-tokens|{"pool":7}|pool is \\"7
                    400|POST|/v1/join-tokens|[1]|The body should be a JSON object
                    400|POST|/v1/join-tokens|{"pool":|The body should be a JSON object
                    400|POST|/v1/join-tokens|{"ttl":"\\u12|it ends too early
                    400|POST|/v1/join-tokens|{"pool":"\\ud83d"}|pool is \\"�\\"; it should be text w
                    400|POST|/v1/join-tokens|{"pool":"A b"}|pool is \\"A b\\"
                    400|POST|/v1/join-tokens|{"ttl":"1ms"}|ttl is \\"1ms\\"
                    400|POST|/v1/join-tokens|{"ttl":"1000d"}|ttl is \\"1000d\\"; it should
                    400|POST|/v1/join-tokens|{"ttl":"1000d"}|from 1s to 30d, as 1h30m.
                    """)
    void saidAsProblems(int status, String method, String path, String body, String says)
            throws Exception {
        var sent = body == null ? "" : body;
        var request = api.request(path).method(method, HttpRequest.BodyPublishers.ofString(sent));
        if (!sent.isEmpty()) request.header("Content-Type", ApiTest.JSON);
        var answer = problem(status, api.send(request));
        assertTrue(answer.contains(says), () -> says + " is not in " + answer);
    }

    @Test
    void aWrongJobFileIsAnsweredWithEveryMistake() throws Exception {
        var wrong =
                """
                job: Bad Name
                prioritty: 5
                constraints: [node.powr.charge > 3]
                groups: {g: {count: x, tasks: {t: {command: /bin/true}}}}
                """;
        for (var path : new String[] {"/v1/jobs", "/v1/jobs/validate", "/v1/jobs/plan"}) {
            var answer = problem(400, api.send("POST", path + "?file=a.yaml", ApiTest.YAML, wrong));
            for (var says :
                    new String[] {
                        "\"detail\":\"a.yaml:1:6: job should be",
                        ", and 3 more",
                        "\"line\":2,\"column\":1,\"key\":\"prioritty\"",
                        "\\\"powr\\\" is not a field of node; did you mean \\\"power\\\"?",
                        "\"line\":3,\"column\":19",
                        "groups.g.count should be a whole number",
                    }) assertTrue(answer.contains(says), () -> says + " is not in " + answer);
        }
        assertEquals("[]", api.get("/v1/jobs").body());
    }

    /// The client gives up after twenty seconds: there is an answer, and the server goes on.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "job: &x\n  <<: *x\n",
                "&x\n<<: *x\n",
                "job: a\ngroups: &g {g: {<<: [*g, *g]}}\n",
                "a: &x {<<: &y {<<: *x}}\n",
            })
    void aFileThatMergesItselfIsAnswered(String file) throws Exception {
        for (var path : new String[] {"/v1/jobs/validate", "/v1/jobs/plan", "/v1/jobs"}) {
            var answer = problem(400, api.send("POST", path, ApiTest.YAML, file));
            assertTrue(answer.matches("(?s).*\"line\":[1-9],\"column\":[1-9].*"), answer);
            assertTrue(answer.contains("when its aliases (*name) are written out"), answer);
            assertEquals(200, api.get("/v1/status").statusCode());
        }
    }

    /// As JSON if it says so or looks so, with the name of a file only where there was one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    json||{"job": "a"|line 1, column 12: the body is not JSON: expected ',' or '}',
                    yaml||{"job": "a" "b"}|not JSON: expected ',' or '}', but got a value
                    json|?file=a.json|{"job": "a",, "b": 1}|a.json:1:13: the file is not JSON: exp
                    yaml|?file=a.json|{"job": "a}|a.json:1:12: the file is not JSON: a text has no
                    yaml||{"job": "a"}}|line 1, column 13: the body is not JSON: expected the end,
                    json||[1, @]|the body is not JSON: found character '@' that begins no value
                    json||nonsense: [|line 1, column 12: the body is not JSON: expected a value, but
                    yaml||nonsense: [|line 1, column 12: the body is not YAML: while parsing a flow
                    yaml|?file=a.yaml|{job: [|a.yaml:1:8: the file is not YAML: while parsing
                    json||{"job": "a"}|"detail":"line 1, column 1: groups is missing
                    """)
    void aBrokenBodyIsSpokenOfAsWhatItIs(String type, String query, String body, String says)
            throws Exception {
        var path = "/v1/jobs/validate" + (query == null ? "" : query);
        var answer = problem(400, api.send("POST", path, "application/" + type, body));
        var plain = answer.replace("\\\"", "\"").replace("\\u0027", "'");
        assertTrue(plain.contains(says), answer);
        assertTrue(query != null || !answer.contains("job.yaml"), answer);
    }

    @Test
    void aBodyThatNestsWithoutEndIsRefused() throws Exception {
        var deep = "{\"pool\":" + "[".repeat(1_000_000);
        var answer = problem(400, api.send("POST", "/v1/join-tokens", ApiTest.JSON, deep));
        assertTrue(answer.contains("it nests too deep"), answer);
    }

    @Test
    void aJobThatChangedInBetweenIsNotOverwritten() throws Exception {
        api.send("POST", "/v1/jobs?expectedVersion=0", ApiTest.YAML, ApiTest.BADGE);
        var more = ApiTest.BADGE + "priority: 7\n";
        problem(409, api.send("POST", "/v1/jobs?expectedVersion=0", ApiTest.YAML, more));
        assertEquals(
                200,
                api.send("POST", "/v1/jobs?expectedVersion=1", ApiTest.YAML, more).statusCode());
    }

    @Test
    void aNameOfTwoNodesIsNotGuessed() throws Exception {
        api.node("n-000000000001", "badge");
        api.node("n-000000000002", "badge");
        assertTrue(problem(409, api.get("/v1/nodes/badge")).contains("n-000000000002"));
        assertTrue(problem(409, api.get("/v1/nodes/n-")).contains("2 nodes are meant"));
    }

    /// Everything begins with nothing: where there is but one node it would be that one.
    @Test
    void aNodeIsNotMeantByNothing() throws Exception {
        api.node("n-000000000001", "badge");
        var token = api.send("POST", "/v1/join-tokens", ApiTest.JSON, "{\"node\":\"\"}");
        for (var answer : List.of(token, api.get("/v1/allocations?node=")))
            assertTrue(problem(400, answer).contains("\"field\":\"node\""), answer.body());
        assertEquals(200, api.get("/v1/allocations?node=badge").statusCode());
    }

    @Test
    void anAllocationIsMeantByTheBeginningOfItsId() throws Exception {
        api.node("n-000000000001", "badge-1");
        var ids = api.cluster().allocations().keys();
        Optional<String> only = Optional.empty();
        for (int count = 1; ids.size() < 3 || only.isEmpty(); count++) {
            var group = "{count: " + count + ", tasks: {t: {command: /bin/true}}}";
            api.send("POST", "/v1/jobs", ApiTest.YAML, "job: x\ngroups: {g: " + group + "}");
            api.schedule("x");
            ids = api.cluster().allocations().keys();
            only = ids.stream().filter(RefusalsTest::begins).findFirst().filter(alone(ids));
        }
        var begin = only.orElseThrow().substring(0, 2);
        for (var method : new String[] {"restart", "stop"}) {
            var path = "/v1/allocations/" + begin + "/" + method;
            var answer = api.send("POST", path, ApiTest.JSON, "");
            assertTrue(answer.body().contains("\"" + only.orElseThrow() + "\""), answer.body());
        }
        var one = api.get("/v1/allocations/" + begin).body();
        assertTrue(one.contains("\"id\":\"" + only.orElseThrow() + "\""), one);
        var several = problem(409, api.get("/v1/allocations/a"));
        assertTrue(
                several.contains(ids.size() + " allocations are meant by \\\"a\\\". Say which: a"),
                several);
    }

    private static boolean begins(String id) {
        return id.length() == 3;
    }

    private static Predicate<String> alone(Collection<String> ids) {
        return id -> ids.stream().filter(it -> it.startsWith(id.substring(0, 2))).count() == 1;
    }

    /// What the web server refuses by itself is a problem too.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400|GET /v1/jobs/%zz HTTP/1.1|path is \\"/v1/jobs/%zz\\"; it should be with two
                    400|GET /v1/jobs/a%4 HTTP/1.1|\\"%4\\" is none
                    400|GET /v1/jobs/a% HTTP/1.1|\\"%\\" is none
                    400|GET /v1/jobs/a%00b HTTP/1.1|path is \\"/v1/jobs/a%00b\\"; it should be wi
                    400|GET /v1/jobs/%ff HTTP/1.1|path is \\"/v1/jobs/%ff\\"; it should be UTF-8
                    400|GET /v1/jobs?prefix=%zz HTTP/1.1|prefix is \\"%zz\\"; it should be with
                    400|GET /v1/jobs?prefix=%00 HTTP/1.1|prefix is \\"%00\\"; it should be without
                    400|GET /v1/jobs?prefix=%c3%28 HTTP/1.1|prefix is \\"%c3%28\\"; it should be U
                    400|GET /v1/jobs?%zz=1 HTTP/1.1|query is \\"%zz\\"; it should be with two
                    400|GET /v1/jobs?index=1&index=2 HTTP/1.1|index is \\"2\\"; it should be given
                    400|GET /?a=1&b=2&%61 HTTP/1.1|a is \\"\\"; it should be given once; it
                    400|GET /v1/jobs#a HTTP/1.1|path is \\"/v1/jobs#a\\"; it should be without #
                    400|GET v1/jobs HTTP/1.1|path is \\"v1/jobs\\"; it should be a path that
                    400|GET ftp://localhost/v1/jobs HTTP/1.1|it should be a path that begins
                    400|GET http://me@localhost/ HTTP/1.1|a host without a user
                    400|GET http:///v1/jobs HTTP/1.1|a host without a user
                    400|GET * HTTP/1.1|path is \\"*\\"; it should be a path, as /v1/status
                    405|OPTIONS * HTTP/1.1|/v1/openapi.yaml says it
                    405|OPTIONS / HTTP/1.1|/ is not for OPTIONS; use GET, HEAD.
                    405|CONNECT localhost:443 HTTP/1.1|CONNECT is for proxies, and here is none
                    405|CONNECT / HTTP/1.0|CONNECT is for proxies, and here is none
                    400|POST /v1/jobs HTTP/1.1 Content-Length: -5|Content-Length should be
                    400|nonsense|This is no request
                    414|GET /LONG HTTP/1.1|The path is too long
                    431|GET / HTTP/1.1 Content-X: LONGLONG|at most 16 KiB
                    """)
    void whatIsNoRequestIsAProblemToo(int status, String line, String says) throws Exception {
        var head = line.replace("LONG", "x".repeat(9_000)).replace(" Content-", "\r\nContent-");
        var answer = rawRequest(head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains(says), answer);
    }

    /// Who reads the first of two takes another one for the caller than who reads the last.
    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer ada|authorization: Bearer eve, authorization",
        "AUTHORIZATION: Bearer ada|Host: localhost|Authorization: Bearer ada, authorization",
        "Authorization: Bearer ada|Authorization:, authorization",
        "Cookie: a=1|Cookie: b=2, cookie",
        "Origin: http://localhost|origin: http://stranger, origin",
        "Content-Type: application/json|Content-Type: text/plain, content-type",
    })
    void whoAsksIsSaidOnce(String fields, String name) throws Exception {
        var head = "GET /v1/status HTTP/1.1\r\n" + fields.replace("|", "\r\n");
        var host = fields.contains("Host") ? "" : "\r\nHost: localhost";
        var answer = rawRequest(head + host + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains("A head has the field " + name + " once."), answer);
    }

    @Test
    void bodiesAreBoundedAndOfKnownTypes() throws Exception {
        problem(413, api.send("POST", "/v1/jobs", ApiTest.YAML, MIB + "x"));
        var chunked =
                HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(MIB + "x"));
        problem(
                413,
                api.send(
                        api.request("/v1/jobs")
                                .header("Content-Type", ApiTest.YAML)
                                .POST(chunked)));
        problem(415, api.send("POST", "/v1/jobs", "text/html", ApiTest.BADGE));
        problem(415, api.send("POST", "/v1/join-tokens", ApiTest.YAML, "ttl: 1h"));
        problem(400, api.send("DELETE", "/v1/jobs/badge", ApiTest.JSON, "{}"));
        problem(406, api.send(api.request("/v1/jobs").header("Accept", "text/html")));
        assertEquals(
                200,
                api.send(api.request("/v1/jobs").header("Accept", "text/html, */*;q=0.1"))
                        .statusCode());
    }

    @Test
    void pagesOfStrangersMayNotUseIt() throws Exception {
        problem(403, api.send(api.request("/v1/jobs").header("Origin", "http://evil.example")));
        problem(403, api.send(api.request("/v1/jobs").header("Origin", "null")));
        problem(403, api.send(api.request("/v1/jobs").header("Sec-Fetch-Site", "cross-site")));
        var own = "http://127.0.0.1:" + api.port();
        assertEquals(200, api.send(api.request("/v1/jobs").header("Origin", own)).statusCode());
        assertTrue(raw("evil.example").startsWith("HTTP/1.1 421"), "another name");
        assertTrue(raw("127.0.0.1.evil.example").startsWith("HTTP/1.1 421"), "a longer name");
        assertTrue(raw("localhost:4646").startsWith("HTTP/1.1 200"), "localhost");
        assertTrue(raw("[::1]:4646").startsWith("HTTP/1.1 200"), "an address");
        assertTrue(raw("skerry.test").startsWith("HTTP/1.1 200"), "a name that it has");
    }

    /// Whoever follows a link to one of our pages sees it; nothing else is for pages of others.
    @ParameterizedTest
    @CsvSource({
        "GET,/test-page.html,navigate,document,200",
        "GET,/test-page.html,navigate,iframe,403",
        "GET,/test-page.html,navigate,object,403",
        "GET,/test-page.html,no-cors,image,403",
        "GET,/test-page.html,no-cors,document,403",
        "HEAD,/test-page.html,navigate,document,403",
        "POST,/test-page.html,navigate,document,403",
        "GET,/nothing.html,navigate,document,403",
        "GET,/v1/jobs,navigate,document,403",
        "GET,/v1/openapi.yaml,navigate,document,403",
        "GET,/v1/nothing,navigate,document,403",
        "GET,/metrics,navigate,document,403",
    })
    void aLinkToAPageMayBeFollowed(String method, String path, String mode, String dest, int status)
            throws Exception {
        var request =
                api.request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Sec-Fetch-Mode", mode)
                        .header("Sec-Fetch-Dest", dest);
        assertEquals(status, api.send(request).statusCode());
        var foreign = request.header("Origin", "http://evil.example");
        assertEquals(403, api.send(foreign).statusCode(), "it says that it is a page of others");
    }

    private String raw(String host) throws IOException {
        return rawRequest(
                "GET /v1/jobs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private String rawRequest(String request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            return answer(new BufferedReader(in));
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        var answer = new StringBuilder();
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            answer.append(line).append('\n');
            var low = line.toLowerCase(Locale.ROOT);
            if (low.startsWith("content-length: ")) length = Integer.parseInt(low.substring(16));
        }
        for (int i = 0; i < length; i++) answer.append((char) in.read());
        return answer.toString();
    }

    @Test
    void everyAnswerIsGuarded() throws Exception {
        for (var path : new String[] {"/v1/jobs", "/v1/nothing", "/test-page.html"}) {
            var headers = api.get(path).headers();
            assertTrue(
                    headers.firstValue("content-security-policy")
                            .orElse("")
                            .startsWith("default-src 'self'"),
                    path);
            assertEquals("nosniff", headers.firstValue("x-content-type-options").orElse(""), path);
        }
    }

    @Test
    void pagesAreServedFromOneFolderOnly() throws Exception {
        var page = api.get("/test-page.html");
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/html; charset=utf-8", page.headers().firstValue("content-type").orElse(""));
        var tag = page.headers().firstValue("etag").orElseThrow();
        var again = api.send(api.request("/test-page.html").header("If-None-Match", tag));
        assertEquals(304, again.statusCode());
        for (var path :
                new String[] {
                    "/..%2fapi/openapi.yaml",
                    "/%2e%2e/api/openapi.yaml",
                    "/../META-INF/services/dev.skerry.server.Front",
                    "/test-page.html%00.png",
                    "/.hidden.html",
                }) {
            int status = api.get(path).statusCode();
            assertTrue(status == 404 || status == 400, path + " gave " + status);
        }
    }
}
