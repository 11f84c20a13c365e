package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.strangers.ForeignExamples;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tenant never learns names, counts or existence of another's things. He walks every operation
/// of every room, with the names of things that are there and of things that are nowhere: what he
/// is answered is the same, and has nothing in it that he has not said himself.
class ForeignTenantTest {
    /// In each name and in each text of the other tenant.
    private static final String MARK = "zq7xk";

    /// As long; nobody has it.
    private static final String NOWHERE = "wv4jp";

    /// What one request may be about, in place of words in braces.
    ///
    /// @param word in all names
    /// @param token its id
    private record Named(String word, String node, String allocation, String token) {
        String in(String text) {
            return text.replace("{W}", word)
                    .replace("{NODE}", node)
                    .replace("{ALLOCATION}", allocation)
                    .replace("{TOKEN}", token);
        }

        /// The same back again.
        String out(String text) {
            return text.replace(node, "{NODE}")
                    .replace(token, "{TOKEN}")
                    .replace(word, "{W}")
                    .replaceAll("\\b" + allocation + "\\b", "{ALLOCATION}");
        }
    }

    /// One request, with braces for what it is about.
    ///
    /// @param body empty: none
    private record Ask(String method, String path, String type, String body) {}

    private static final ForeignExamples EXAMPLES = ForeignExamples.read();

    @TempDir Path folder;
    private Tenants server;

    @BeforeEach
    void open() throws Exception {
        server = new Tenants(folder.resolve("data"));
        server.own();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// Those of the document that the server has laid together from its rooms.
    private Map<String, Documented.Operation> operations() throws Exception {
        var document = server.ask(server.tenant, "GET", "/v1/openapi.yaml", "", "").body();
        return Documented.operations(document);
    }

    private List<Ask> asks(Documented.Operation operation) {
        var asks = new ArrayList<Ask>();
        for (var path : paths(operation.path())) {
            boolean own = !path.contains("{") && operation.path().contains("{");
            if (own && !operation.method().equals("GET")) continue; // he may change that
            for (var query : queries(operation))
                for (var body : bodies(operation))
                    asks.add(new Ask(operation.method(), path + query, operation.accepts(), body));
        }
        return asks;
    }

    private static List<String> paths(String path) {
        if (!path.contains("{")) return List.of(path);
        return EXAMPLES.of(path.substring(0, path.indexOf('{'))).stream()
                .map(it -> path.replace("{name}", it))
                .toList();
    }

    private static List<String> bodies(Documented.Operation operation) {
        return operation.accepts().isEmpty()
                ? List.of("")
                : EXAMPLES.of(operation.method() + " " + operation.path());
    }

    /// None, each parameter by itself, and each with each namespace.
    private static List<String> queries(Documented.Operation operation) {
        var queries = new TreeSet<>(List.of(""));
        boolean waits = operation.parameters().contains("wait");
        var places = new ArrayList<>(List.of(""));
        if (operation.parameters().contains("namespace"))
            for (var place : values("namespace")) places.add("&namespace=" + place);
        for (var parameter : operation.parameters()) {
            if (parameter.equals("namespace")) continue;
            for (var value : values(parameter))
                for (var place : places)
                    queries.add(
                            "?"
                                    + parameter
                                    + "="
                                    + value
                                    + place
                                    + (waits && !parameter.equals("wait") ? "&wait=1ms" : ""));
        }
        for (var place : places) if (!place.isEmpty()) queries.add("?" + place.substring(1));
        return List.copyOf(queries);
    }

    private static List<String> values(String parameter) {
        return EXAMPLES.of("?" + parameter);
    }

    @Test
    void heFindsNothingOfAnother() throws Exception {
        var theirs = server.add(MARK);
        var there = new Named(MARK, theirs.node(), theirs.allocation(), theirs.token());
        var nowhere = new Named(NOWHERE, "n-0a1b2c3d4e5f", "a987654", "5f4e3d2c1b0a");
        long before = server.state();
        int walked = 0;
        for (var operation : operations().values()) {
            if (operation.goesOn()) continue; // heHearsNothingOfAnother
            for (var ask : asks(operation)) {
                var found = answer(ask, there);
                var absent = answer(ask, nowhere);
                assertEquals(nowhere.out(told(absent)), there.out(told(found)), ask + "");
                unmarked(ask, there, found);
            }
            walked++;
        }
        for (var page : List.of("/", "/index.html", "/" + MARK, "/v1/" + MARK))
            unmarked(
                    new Ask("GET", page, "", ""),
                    there,
                    server.ask(server.tenant, "GET", page, "", ""));
        assertEquals(server.routes() - 1, walked, "of all but the stream of events");
        assertEquals(before, server.state(), "he has changed nothing");
    }

    private HttpResponse<String> answer(Ask ask, Named named) throws Exception {
        return server.ask(
                server.tenant,
                ask.method(),
                named.in(ask.path()),
                ask.type(),
                named.in(ask.body()).replace("{SELF}", server.tenant));
    }

    /// What may differ from one moment to the next is left out.
    private static String told(HttpResponse<String> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        for (var name : List.of("date", "content-length", "x-skerry-index")) headers.remove(name);
        return answer.statusCode() + " " + steady(headers + "\n" + answer.body());
    }

    private static String steady(String text) {
        return text.replaceAll("\"(index|\\w+Ms)\":[0-9]+", "\"$1\":0")
                .replaceAll("\"(code|expires)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("Max-Age=[0-9]+", "Max-Age=0");
    }

    /// No mark is in the answer but in words that were asked for.
    private static void unmarked(Ask ask, Named there, HttpResponse<String> answer) {
        var said = there.in(ask.path() + " " + ask.body());
        var words =
                Pattern.compile("[\\w-]*" + MARK + "[\\w-]*|" + there.node() + "|" + there.token())
                        .matcher(said)
                        .results()
                        .map(it -> it.group())
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        var left = answer.headers().map() + "\n" + answer.body();
        for (var word : words) left = left.replace(word, "");
        unmarked(there, left, ask + "");
    }

    private static void unmarked(Named there, String text, String why) {
        for (var mark : List.of(MARK, there.node(), there.token()))
            assertFalse(text.contains(mark), () -> why + " tells of " + mark + ":\n" + text);
    }

    /// All that has happened, in words of its own and by its numbers, until something is over.
    @Test
    void heHearsNothingOfAnother() throws Exception {
        var before = data(server.events(server.tenant));
        var theirs = server.add(MARK);
        var there = new Named(MARK, theirs.node(), theirs.allocation(), theirs.token());
        var heard = server.events(server.tenant);
        unmarked(there, heard, "the stream of events");
        assertEquals(before, data(heard));
        assertTrue(before.contains("was placed on own-node."), before);
        var admin = server.events(server.admin());
        assertTrue(admin.contains("Job " + MARK + "-shop/" + MARK + "-job was accepted"), admin);
    }

    private static String data(String stream) {
        return stream.lines()
                .filter(it -> it.startsWith("data: "))
                .collect(Collectors.joining("\n"));
    }

    /// Whatever of his own he looks at, he cannot see by it that others have more than before.
    @Test
    void whatIsHisIsTheSameWhateverOthersDo() throws Exception {
        var before = own(server.tenant);
        var figures = figures();
        server.add(MARK);
        assertEquals(before, own(server.tenant));
        assertEquals(figures, figures());
        assertTrue(figures.contains("skerry_nodes{state=\"ready\"} 1"), figures);
        assertTrue(figures.contains("skerry_jobs 2"), figures);
        assertTrue(figures.contains("skerry_namespace_allocations{namespace=\"own\""), figures);
        assertFalse(figures.contains("skerry_tokens"), figures);
    }

    /// By the operation, and by what it is asked.
    private Map<String, String> own(String token) throws Exception {
        var seen = new LinkedHashMap<String, String>();
        for (var operation : operations().values()) {
            boolean list = operation.parameters().contains("namespace");
            if (operation.goesOn() || !operation.method().equals("GET")) continue;
            for (var name : List.of("till", "waits", "own", "own-node", server.allocation()))
                for (var query : list ? List.of("?namespace=own", "?namespace=*") : List.of("")) {
                    var path = operation.path().replace("{name}", name) + query;
                    seen.put(path, told(server.ask(token, "GET", path, "", "")));
                }
        }
        for (var job : List.of(Tenants.TILL, Tenants.WAITS))
            seen.put(
                    job, told(server.ask(token, "POST", "/v1/jobs/plan", "application/yaml", job)));
        return seen;
    }

    /// Those of things, as somebody is shown them who may see figures and is a tenant otherwise.
    private String figures() throws Exception {
        var answer = server.ask(server.watcher, "GET", "/metrics", "", "");
        assertEquals(200, answer.statusCode(), answer.body());
        var ofTheServer =
                "(# \\w+ )?(skerry_(log|messages|mailbox|leader|jvm|room|servers)_?|process_).*";
        return answer.body()
                .lines()
                .filter(it -> !it.matches(ofTheServer))
                .collect(Collectors.joining("\n"));
    }

    /// The walk would find what there is to be found: whoever may see all finds all of it.
    @Test
    void whoMaySeeAllFindsTheMarks() throws Exception {
        var theirs = server.add(MARK);
        var found = new TreeSet<String>();
        for (var operation : operations().values()) {
            if (operation.goesOn() || !operation.method().equals("GET")) continue;
            for (var path : paths(operation.path())) {
                var there = new Named(MARK, theirs.node(), theirs.allocation(), theirs.token());
                var query = operation.parameters().contains("namespace") ? "?namespace=*" : "";
                if (path.contains("/jobs/")) query = "?namespace=" + MARK + "-shop";
                var answer = server.ask(server.admin(), "GET", there.in(path) + query, "", "");
                if (answer.statusCode() == 200 && answer.body().contains(MARK))
                    found.add(operation.path());
            }
        }
        assertEquals(new TreeSet<>(EXAMPLES.of("found")), found);
    }
}
