package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What each command asks of the API, and so which rights whoever types it needs: one table, in
/// `docs/api/commands.md`.
class CommandRightsTest {
    private static final String ADA = "skerry_0123456789ab_" + "a".repeat(43);
    private static final Path DOCS = Path.of(System.getProperty("skerry.root"), "docs/api");

    /// As the API's document is written: a path, its methods, and the need of each.
    private static final Pattern LINE =
            Pattern.compile(
                    "  (?<path>/\\S+):|    (?<method>[a-z]+):( \\{x-needs: (?<beside>[^,]+),.*)?"
                            + "|      x-needs: (?<needs>.+)");

    /// What is not looked at here: it starts servers of its own, or asks none.
    private static final Map<String, String> WITHOUT =
            Map.of(
                    "dev", "a fleet of its own, of which it has the first token",
                    "help", "asks no server",
                    "completion", "asks no server");

    /// Those that log in, or read or write a folder, come with what they need.
    private static final List<String> WITH_MORE =
            List.of(
                    "login",
                    "login --jwt -",
                    "login --page",
                    "server leave --data %s.data",
                    "cell backup %s.cell");

    @TempDir Path folder;
    private FakeServer server;
    private Path file = Path.of("");

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
        file = folder.resolve("job.yaml");
        Examples.files(file);
        var data = Files.createDirectory(folder.resolve("job.yaml.data"));
        Files.writeString(data.resolve("server-id"), "s2\n");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void eachCommandIsInTheTable() throws IOException {
        var asked = new TreeMap<String, Set<String>>();
        var names = leaves("", Commands.line(new Session(Typed.shell(nowhere(), nowhere()))));
        for (var name : names) asked.put(name, new TreeSet<>());
        var all = new ArrayList<>(WITH_MORE);
        all.add("job run %s");
        all.addAll(Examples.SHOWING);
        for (var words : all) {
            int before = server.requests().size();
            typed(words);
            var of = asked.get(named(names, words));
            assertNotNull(of, words);
            for (var request : server.requests().subList(before, server.requests().size()))
                of.add(request);
        }
        var table = new StringBuilder();
        for (var each : asked.entrySet()) table.append(row(each.getKey(), each.getValue()));
        var text = Files.readString(DOCS.resolve("commands.md"));
        int rows = text.indexOf("|---|---|---|\n") + "|---|---|---|\n".length();
        if (Boolean.getBoolean("skerry.rewrite"))
            Files.writeString(DOCS.resolve("commands.md"), text.substring(0, rows) + table);
        assertEquals(Files.readString(DOCS.resolve("commands.md")).substring(rows), table + "");
    }

    private void typed(String words) {
        var environment = new HashMap<>(Typed.NOBODY);
        environment.put("SKERRY_CREDENTIALS", folder.resolve("home/credentials") + "");
        var in = words.contains("--jwt") ? "eyJh.eyJz.c2ln" : words.equals("login") ? ADA : "";
        var typed = Typed.with(0, environment, in, server, words.formatted(file));
        assertEquals(
                0,
                typed.exitCode(),
                () ->
                        words
                                + typed.err()
                                + " (what it is answered is said in "
                                + Examples.WHERE
                                + ")");
    }

    private static String named(List<String> names, String words) {
        for (var name : names) if ((words + " ").startsWith(name + " ")) return name;
        throw new AssertionError("there is no command " + words);
    }

    /// Each command without an example is one of those that need none.
    private static String row(String name, Set<String> requests) throws IOException {
        var asks = new TreeSet<String>();
        var needs = new TreeSet<String>();
        var known = needs();
        for (var request : requests) {
            var operation = operation(known.keySet(), request);
            asks.add(operation);
            needs.add(String.valueOf(known.get(operation)));
        }
        if (needs.size() > 1) needs.remove("a caller");
        var without = WITHOUT.get(name);
        boolean silent = List.of("logout", "version").contains(name);
        if (asks.isEmpty())
            assertTrue(
                    without != null || silent,
                    () ->
                            "nobody knows what skerry "
                                    + name
                                    + " asks: say it in "
                                    + Examples.WHERE);
        return "| `skerry %s` | %s | %s |\n"
                .formatted(
                        name,
                        String.join(", ", asks),
                        without != null
                                ? without
                                : asks.isEmpty() ? "asks no server" : String.join(", ", needs));
    }

    /// That of the document which has the request.
    private static String operation(Set<String> known, String request) {
        var words = request.split("[ ?]", 3);
        var said = words[0] + " " + words[1];
        if (known.contains(said)) return said;
        for (var operation : known)
            if (said.matches(operation.replace("{name}", "[^/]+"))) return operation;
        throw new AssertionError("no route is asked by " + request);
    }

    /// What each operation needs.
    private static Map<String, String> needs() throws IOException {
        var needs = new TreeMap<String, String>();
        var path = "";
        var method = "";
        for (var line : Files.readAllLines(DOCS.resolve("openapi.yaml"))) {
            var found = LINE.matcher(line);
            if (!found.matches()) continue;
            if (found.group("path") != null) path = found.group("path");
            if (found.group("method") != null)
                method = found.group("method").toUpperCase(Locale.ROOT);
            var said = found.group("needs");
            if (said == null) said = found.group("beside");
            if (said != null) needs.put(method + " " + path, said);
        }
        return needs;
    }

    private static List<String> leaves(String name, CommandLine line) {
        if (line.getSubcommands().isEmpty()) return List.of(name);
        var all = new ArrayList<String>();
        line.getSubcommands()
                .forEach((it, inner) -> all.addAll(leaves((name + " " + it).strip(), inner)));
        return all;
    }

    private static Screen nowhere() {
        return Screen.plain(new ByteArrayOutputStream());
    }
}
