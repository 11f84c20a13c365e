package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cli.api.Call;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks as callers: real processes with curl, and the file that their node has written for them.
class TaskIdentityTest {
    Fleet fleet;
    Board board;

    @BeforeEach
    void start() throws Exception {
        fleet = Fleet.start();
        board = fleet.board;
    }

    @AfterEach
    void end() throws Exception {
        fleet.close();
    }

    /// A shell that calls with its identity, over and over: each line of the file is the status.
    private String calling(String name, String method, String path) {
        return JobText.of(name)
                .shell(
                        ("umask 0; while :; do printf 'Authorization: Bearer %%s' "
                                        + "\"$(cat $SKERRY_IDENTITY_FILE)\" >header; "
                                        + "curl -sS -o %1$s.body -w '%%{http_code}\\n' -X %2$s "
                                        + "-H @header 'http://127.0.0.1:%3$d%4$s' >>%1$s; "
                                        + "sleep 0.5; done")
                                .formatted(board.file(name), method, fleet.http, path))
                .text();
    }

    private String last(String name) throws Exception {
        var file = board.file(name);
        if (!Files.exists(file)) return "";
        var lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private void awaitAnswer(String name, String status) throws Exception {
        Await.equal("what " + name + " is answered with", status, () -> last(name));
    }

    private void apply(String role) throws Exception {
        var bytes = role.getBytes(StandardCharsets.UTF_8);
        fleet.api.send(Call.of("PUT", "roles", "callers").body("application/yaml", bytes));
    }

    private List<Path> identities() throws Exception {
        try (var all = Files.walk(fleet.home.resolve("rock/runs"), 3)) {
            return new ArrayList<>(all.filter(it -> it.endsWith("_secrets/identity")).toList());
        }
    }

    @Test
    void aTaskMayWhatTheRoleOfItsJobAllows() throws Exception {
        fleet.agent("rock");
        fleet.run(JobText.of("other").signing(board));
        fleet.run(calling("who", "GET", "/v1/self"));
        fleet.run(calling("lists", "GET", "/v1/jobs"));
        fleet.run(calling("stops", "DELETE", "/v1/jobs/other"));
        fleet.run(calling("admin", "GET", "/v1/tokens"));
        var asks = "/v1/self/may?do=read%20cluster/jobs&namespace=default";
        fleet.run(calling("asks", "GET", asks));
        awaitAnswer("asks", "200");
        assertTrue(Files.readString(board.file("asks.body")).contains("\"allowed\":false"));
        awaitAnswer("who", "200");
        var self = Files.readString(board.file("who.body"));
        assertTrue(self.contains("\"caller\":\"task:default/who\""), self);
        assertTrue(self.contains("\"task\":{\"namespace\":\"default\",\"job\":\"who\""), self);
        assertTrue(self.contains("\"roles\":[],\"may\":[]"), self);
        awaitAnswer("lists", "403");
        awaitAnswer("stops", "403");
        apply(
                """
                role: callers
                tasks: [default/lists, default/who, default/admin, default/asks]
                rules: [{allow: [read cluster/*, administer trust/*]}]
                """);
        awaitAnswer("lists", "200");
        assertTrue(Files.readString(board.file("lists.body")).contains("\"other\""));
        Await.until(
                "it is told",
                () -> {
                    var text = Files.readString(board.file("who.body"));
                    return text.contains("read cluster/* in namespaces default");
                });
        Await.until(
                "it is told that it may",
                () -> Files.readString(board.file("asks.body")).contains("\"allowed\":true"));
        awaitAnswer("stops", "403");
        awaitAnswer("admin", "403");
        assertTrue(fleet.get("jobs", "other").at("status").is("running"));
        apply(
                """
                role: callers
                tasks: [default/stops]
                rules: [{allow: [write cluster/jobs]}]
                """);
        awaitAnswer("stops", "200");
        awaitAnswer("lists", "403");
        Await.until("so it is", () -> fleet.get("jobs", "other").at("status").is("stopped"));
        var lines = fleet.api.send(Call.get("audit").with("who", "task:default/stops")).text();
        assertTrue(lines.contains("\"by\":\"a"), lines);
        assertTrue(lines.contains("cluster JobStopped"), lines);
        for (var file : identities()) closed(file);
    }

    /// Root's, and readable for the group of its run only.
    private static void closed(Path file) throws Exception {
        var seen = Files.readAttributes(file, PosixFileAttributes.class);
        boolean root = AgentConfig.root();
        int mode = (Integer) Files.getAttribute(file, "unix:mode") & 07777;
        assertEquals(root ? "440" : "400", Integer.toOctalString(mode), file + "");
        int group = (Integer) Files.getAttribute(file, "unix:gid");
        int run = (Integer) Files.getAttribute(file.resolveSibling(".."), "unix:gid");
        assertEquals(run, group, seen.group() + "");
        assertFalse(root && group == 0, "a group of its own");
    }

    /// Neither to read that of another, nor to put anything in the place of its own.
    @Test
    void anotherTasksIdentityIsOutOfReach() throws Exception {
        fleet.agent("rock");
        if (!AgentConfig.root()) { // all tasks are one user then, and the agent says so
            var facts = fleet.node("rock").at("facts").text();
            assertTrue(facts.contains("can read and change each other's files"), facts);
            return;
        }
        fleet.run(JobText.of("other").signing(board));
        fleet.awaitRunning("other", 1);
        var theirs = identities().getFirst();
        fleet.run(
                JobText.of("thief")
                        .shell(
                                ("umask 0; { cat %s; echo x >$SKERRY_IDENTITY_FILE;"
                                                + " ln -s /etc/passwd $SKERRY_IDENTITY_FILE.new;"
                                                + " rm -f $SKERRY_IDENTITY_FILE; "
                                                + " cat $SKERRY_IDENTITY_FILE | wc -c;"
                                                + " env | grep -c eyJ; } >%s 2>&1; %s;"
                                                + " exec sleep 1000")
                                        .formatted(theirs, board.file("loot"), board.sign("thief")))
                        .text());
        Await.until("it has tried", () -> board.once("thief"));
        var loot = Files.readString(board.file("loot"));
        assertFalse(loot.contains("eyJ"), loot);
        assertEquals(4, loot.split("ermission denied", -1).length - 1, loot);
        var last = loot.lines().toList();
        assertTrue(Integer.parseInt(last.get(last.size() - 2).strip()) > 1_000, loot);
        assertEquals("0", last.getLast(), loot);
    }

    @Test
    void itIsNobodyOnceItsAllocationHasEndedOrItsNodeIsOut() throws Exception {
        fleet.agent("rock");
        fleet.run(JobText.of("ends").signing(board));
        var id = fleet.awaitRunning("ends", 1).getFirst().at("id").text();
        var text = Files.readString(fleet.home.resolve("rock/runs/" + id + "/_secrets/identity"));
        assertEquals(200, status(text));
        fleet.api.send(Call.of("DELETE", "jobs", "ends"));
        Await.until("it is nobody", () -> status(text) == 401 || status(text) == 429);
        fleet.run(calling("who", "GET", "/v1/self"));
        awaitAnswer("who", "200");
        fleet.post("{}", "nodes", "rock", "revoke");
        Await.until("it is refused", () -> last("who").equals("401") || last("who").equals("429"));
    }

    private int status(String identity) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fleet.http + "/v1/self"))
                        .header("Authorization", "Bearer " + identity)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    /// Without any server, and by an agent that comes back.
    @Test
    void itsNodeWritesItAnewWithoutALink() throws Exception {
        var agent = fleet.agent("rock");
        fleet.run(calling("who", "GET", "/v1/self"));
        awaitAnswer("who", "200");
        var file = identities().getFirst();
        var first = Files.readString(file);
        fleet.killServer();
        agent.child().kill();
        fleet.again(agent);
        Await.until("it is written anew", () -> !Files.readString(file).equals(first));
        fleet.startServer();
        Await.until(
                "it is good",
                () -> {
                    Files.writeString(board.file("who"), "");
                    awaitAnswer("who", "200");
                    return true;
                });
    }
}
