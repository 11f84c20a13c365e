package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.sim.whole.OwnPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is wrong is refused with its reason, and the node stays closed to its tasks.
@ExtendWith(SharedFleet.class)
class BadInputTest {
    private static final int ELF_MACHINE_AT = 18;
    private static final byte ELF_SPARC = 2;

    /// A group whose tasks are tried once.
    private static final String ONCE =
            "restart: {attempts: 0, interval: 1h, delay: 1s, mode: fail}\n"
                    + "    reschedule: {attempts: 0}";

    final Fleet fleet;
    final Fleet.Agent agent;

    BadInputTest(Fleet fleet) {
        this.fleet = fleet;
        this.agent = fleet.known("rock");
    }

    @Test
    void nobodyJoinsWithWhatIsNotTheirs() throws Exception {
        var used = used();
        var body = "{\"pool\":\"default\",\"ttl\":\"1s\"}";
        var late = fleet.post(body, "join-tokens").at("token").text();
        long untilNs = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
        var thief = fleet.launch(fleet.link, "thief", used);
        var unknown = "0".repeat(64) + used.substring(64);
        var stranger = fleet.launch(fleet.link, "stranger", unknown);
        var others = used.substring(0, 65) + "0".repeat(64);
        var foreign = fleet.launch(fleet.link, "foreign", others);
        says(thief, "used already", used);
        says(stranger, "unknown here", unknown);
        says(foreign, "authority", others);
        Await.until("it has expired", () -> System.nanoTime() - untilNs > 0);
        says(fleet.launch(fleet.link, "late", late), "expired", late);

        var identity = Files.createDirectories(fleet.home.resolve("copy/identity"));
        Files.copy(
                agent.data().resolve("identity/certified.pem"), identity.resolve("certified.pem"));
        Files.writeString(identity.resolve("node-id"), "n-000000000000\n");
        says(fleet.launch(fleet.link, "copy", ""), "belongs to n-", used);
        for (var name : new String[] {"thief", "stranger", "foreign", "late", "copy"})
            assertThrows(Failure.class, () -> fleet.node(name), name);
    }

    private String used() {
        return agent.flags().get(agent.flags().indexOf("--token") + 1);
    }

    private static void says(Fleet.Agent refused, String why, String token) throws Exception {
        var child = refused.child();
        Await.until(refused.name() + " is refused: " + why, () -> child.said().contains(why));
        assertFalse(child.said().contains(token.substring(0, 64)), "a secret said");
        child.kill();
    }

    @Test
    void aDataDirectoryHasOneAgentAndOneServer() throws Exception {
        var second = fleet.otherAgent(agent.flags().toArray(String[]::new));
        var server = fleet.launchServer();
        assertEquals(1, second.exitCode());
        assertTrue(second.said().contains("another agent uses"), second.said());
        assertTrue(agent.child().alive());
        assertEquals(1, server.exitCode());
        assertTrue(server.said().contains("another server uses"), server.said());
    }

    @Test
    void aProgramThatCannotRunIsRefusedWithTheReason() throws Exception {
        var plain = Files.writeString(fleet.board.file("plain"), "#!/bin/sh\n");
        var foreign = fleet.board.file("foreign");
        var bytes = Files.readAllBytes(Path.of("/bin/true"));
        bytes[ELF_MACHINE_AT] = ELF_SPARC;
        Files.write(foreign, bytes);
        assertTrue(foreign.toFile().setExecutable(true, false));

        var whys = new LinkedHashMap<String, String>();
        run(whys, "missing", "/nowhere/program", "is not there");
        run(whys, "plain", plain.toString(), "is not executable");
        run(whys, "foreign", foreign.toString(), "is built for");
        for (var why : whys.entrySet()) refused(why.getKey(), why.getValue());
    }

    private void run(Map<String, String> whys, String job, String program, String why)
            throws Failure {
        fleet.run(JobText.of(job).group("reschedule: {attempts: 0}").command(program).text());
        whys.put(job, why);
    }

    private void refused(String job, String why) throws Exception {
        Await.until(
                job + " is refused: " + why,
                () ->
                        fleet.allocations(job).stream()
                                .anyMatch(it ->
                                        it.at("tasks", "it", "message").text().contains(why)));
    }

    /// A port that other work has, and one on which a stranger listens.
    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "ports: {web: {static: " + stranger.getLocalPort() + "}}";
            fleet.run(JobText.of("second").on("rock").group(port).group(ONCE).signing(fleet.board));
            refused("second", "port " + stranger.getLocalPort() + " (web) is taken");
            assertEquals(0, fleet.board.signed("second").size(), "it was never started");
        }
        int free = OwnPorts.next();
        var file = fleet.home.resolve("twice.yaml");
        var group = "count: 2\n    ports: {web: {static: %d}}".formatted(free);
        Files.writeString(file, JobText.of("twice").on("rock").group(group).signing(fleet.board));
        var run = fleet.cli("job", "run", file.toString(), "--timeout", "2s");
        assertEquals(5, run.exitCode(), run.said());
        assertTrue(run.said().contains("1 where port " + free + " is taken"), run.said());
        assertEquals(1, fleet.running("twice").size(), "the other one has it");
        fleet.api.send(Call.of("DELETE", "jobs", "twice"));
    }

    /// One command each, all at the same time.
    private record Case(Child child, int exitCode, List<String> says) {
        void check() throws Exception {
            assertEquals(exitCode, child.exitCode(), child.said());
            for (var words : says) assertTrue(child.said().contains(words), child.said());
            assertFalse(child.said().contains("\tat "), child.said());
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(fleet.home.resolve(name), text);
    }

    @Test
    void theCommandLineSaysWhatIsWrongAndWhatToDo() throws Exception {
        var tab = file("tab.yaml", "job: a\n\tgroups: {}\n");
        var large = file("large.yaml", "#".repeat(1024 * 1024 + 1));
        var arguments = "args: [" + "x".repeat(8_193) + "]";
        var longer = file("long.yaml", JobText.of("a").command("/bin/true").task(arguments).text());
        var giant = file("giant.yaml", giant());
        var nowhere = file("nowhere.yaml", JobText.of("nowhere").on("nobody").command("x").text());
        var cases = new ArrayList<Case>();
        cases.add(run(2, tab, tab + ":2:1: the file is not YAML", "has one problem."));
        cases.add(run(2, large, large + " is larger than 1 MiB."));
        cases.add(
                run(
                        2,
                        longer,
                        longer + ":7:16: groups.main.tasks.it.args[0] should be text of at most",
                        "it has 8,193 characters"));
        cases.add(
                run(
                        5,
                        giant,
                        "without enough memory",
                        "MiB in all, so it never fits here",
                        "giant did not come up within 1s.",
                        "`skerry job status giant"));
        cases.add(run(5, nowhere, "refused by node.name == \"nobody\"", "node.name is \"rock\""));
        cases.add(
                new Case(
                        fleet.cli("node", "status", "nobody"),
                        3,
                        List.of("no node \"nobody\"; `skerry node list` shows what there is.")));
        for (var each : cases) each.check();
        for (var job : new String[] {"giant", "nowhere"})
            fleet.api.send(Call.of("DELETE", "jobs", job).with("purge", "true"));
    }

    private static String giant() {
        return JobText.of("giant").command("/bin/true").text().replace("16MiB", "900TiB");
    }

    private Case run(int exitCode, Path file, String... says) throws IOException {
        var words = new String[] {"job", "run", file.toString(), "--timeout", "1s"};
        return new Case(fleet.cli(words), exitCode, List.of(says));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheServerGoesOn() throws Exception {
        var body = "#".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
        var call = Call.post("jobs").body("application/yaml", body);
        var refused = assertThrows(Failure.class, () -> fleet.api.send(call));
        assertEquals("A body has at most 1 MiB; a job file is small.", refused.sentence());
        var half = Call.of("PATCH", "nodes", "rock", "meta").json("{\"a\":\"\\ud800\"}");
        assertTrue(
                assertThrows(Failure.class, () -> fleet.api.send(half))
                        .sentence()
                        .contains("without half characters"));
        fleet.api.send(Call.of("PATCH", "nodes", "rock", "meta").json("{\"a\":\"b\"}"));
        assertEquals("b", fleet.node("rock").at("meta", "a").text());
    }

    @Test
    void aStartThatCannotBeSaysWhy() throws Exception {
        var taken = "127.0.0.1:" + fleet.http;
        var newer = Files.createDirectories(fleet.home.resolve("newer"));
        Files.writeString(newer.resolve("format"), "skerry agent 9\n");
        var later = Files.createDirectories(fleet.home.resolve("later"));
        Files.writeString(later.resolve("format"), "skerry server 9\n");
        var own = fleet.home.resolve("own") + "";
        var cases = new ArrayList<Case>();
        cases.add(server(1, "--http=" + taken, "--http " + taken + " cannot be used", "in use"));
        cases.add(server(1, "--link=" + taken, "--link " + taken + " cannot be used", "in use"));
        cases.add(server(1, "--data=" + later, "has the format \"skerry server 9\"", "start the"));
        cases.add(server(2, "--lnk=" + taken, "There is no flag --lnk. Did you mean --link?"));
        cases.add(agent(1, "--data=" + newer, "has the format \"skerry agent 9\"", "start the"));
        cases.add(
                agent(2, "--serverz=" + taken, "key is \"serverz\"; it should be one of servers"));
        cases.add(agent(2, "--token=abc", "token is \"3 characters\"; it should be 64"));
        cases.add(agent(1, "--data=/proc/x", "the folder /proc/x cannot be used", "--data names"));
        for (var each : cases) each.check();
        aDamagedServerSaysOneLine();

        var node = fleet.otherAgent("--http=" + taken, "--data=" + own);
        var says = "http " + taken + " cannot be used (Address already in use): the agent works";
        Await.until("it works without its pages", () -> node.said().contains(says));
        assertTrue(node.alive());
        node.kill();
    }

    /// Whatever the libraries beneath it have to say of the damage.
    private void aDamagedServerSaysOneLine() throws Exception {
        var log = copyOfServer("damaged-log", "log_inprogress_[0-9]+", 2);
        var key = copyOfServer("damaged-key", "authority\\.pem", 100);
        for (var data : List.of(log, key)) {
            var start = server(1, "--data=" + data, data + "", " is damaged", "backup");
            start.check();
            var lines = start.child.said().lines().filter(it -> !it.startsWith("WARNING"));
            assertEquals(1, lines.count(), start.child.said());
        }
    }

    /// Of the data of the fleet's server, with one wrong bit.
    private Path copyOfServer(String name, String file, int at) throws IOException {
        var from = fleet.home.resolve("server");
        var to = fleet.home.resolve(name);
        try (var all = Files.walk(from)) {
            for (var one : all.toList()) {
                var copy = to.resolve(from.relativize(one) + "");
                if (Files.isDirectory(one)) Files.createDirectories(copy);
                else if (!one.endsWith("presence.new")) Files.copy(one, copy);
                if (!(one.getFileName() + "").matches(file)) continue;
                var bytes = Files.readAllBytes(copy);
                bytes[at] ^= 1;
                Files.write(copy, bytes);
            }
        }
        return to;
    }

    private Case server(int exitCode, String flag, String... says) throws IOException {
        var all = new LinkedHashMap<String, String>();
        for (var usual : new String[] {"--http=127.0.0.1:0", "--link=127.0.0.1:0"})
            all.put(usual.substring(0, 6), usual);
        all.put("--data", "--data=" + Files.createTempDirectory(fleet.home, "other"));
        all.put(flag.substring(0, 6), flag);
        var child = fleet.otherServer(all.values().toArray(String[]::new));
        return new Case(child, exitCode, List.of(says));
    }

    private Case agent(int exitCode, String flag, String... says) throws IOException {
        var data = "--data=" + Files.createTempDirectory(fleet.home, "other");
        var child =
                flag.startsWith("--data=")
                        ? fleet.otherAgent("--http=none", flag)
                        : fleet.otherAgent("--http=none", data, flag);
        return new Case(child, exitCode, List.of(says));
    }

    @Test
    void aTaskCannotReadItsNodesSecrets() throws Exception {
        var data = agent.data();
        var seen = fleet.board.file("seen");
        fleet.run(
                JobText.of("curious")
                        .on("rock")
                        .shell(
                                ("for f in %1$s/journal/journal %1$s/identity/certified.pem"
                                                + " %1$s/exec/tasks; do"
                                                + " head -c1 $f >/dev/null 2>&1 && ls $f;"
                                                + " done >%2$s;"
                                                + " ls %1$s >>%2$s 2>/dev/null;"
                                                + " grep NoNewPrivs /proc/self/status >>%2$s;"
                                                + " id -un >>%2$s; %3$s; sleep 1000")
                                        .formatted(data, seen, fleet.board.sign("curious")))
                        .text());
        Await.until("it has looked", () -> fleet.board.once("curious"));
        boolean root = "root".equals(System.getProperty("user.name"));
        var lines = Files.readAllLines(seen);
        assertTrue(lines.contains("NoNewPrivs:\t1"), lines.toString());
        if (root) assertEquals(2, lines.size(), lines.toString());
        if (root) assertTrue(lines.getLast().matches("6[1-5]\\d{3}"), lines.toString());
        for (var secret : new String[] {"journal", "identity"})
            assertEquals(Set.of(), others(data.resolve(secret)), secret + " is open to others");
    }

    /// What a task would look for at another: its environment, its files, the files that it shares
    /// with its own, and whether it can be ended. At itself it finds all of it.
    @Test
    void aTaskGetsNothingOfAnothers() throws Exception {
        var files = "echo mine >secret.txt; echo ours >$SKERRY_ALLOC_DIR/shared.txt; echo said; ";
        fleet.run(
                JobText.of("victim")
                        .on("rock")
                        .task("env: {SECRET: hunter2}")
                        .shell(files + fleet.board.sign("victim") + "; exec sleep 1000")
                        .text());
        Await.until("the other is there", () -> fleet.board.once("victim"));
        var victim = fleet.awaitRunning("victim", 1).getFirst();
        long pid = fleet.board.signed("victim").getFirst();
        var run = agent.data().resolve("runs").resolve(victim.at("id").text());
        var own = fleet.board.file("own");
        var others = fleet.board.file("others");
        fleet.run(
                JobText.of("spy")
                        .on("rock")
                        .shell(
                                files
                                        + LOOK
                                        + "umask 0; look $$$$ $(dirname $SKERRY_ALLOC_DIR) >%s;"
                                                .formatted(own)
                                        + " look %d %s >%s; ".formatted(pid, run, others)
                                        + fleet.board.sign("spy")
                                        + "; exec sleep 1000")
                        .text());
        Await.until("it has looked", () -> fleet.board.once("spy"));
        assertEquals(
                """
                read environ
                read secret.txt
                read shared.txt
                changed secret.txt
                changed shared.txt
                made
                signalled
                """,
                Files.readString(own));
        if (!AgentConfig.root()) return; // its node says that it has but one user
        assertEquals("", Files.readString(others));
        assertEquals("mine\n", Files.readString(run.resolve("it/local/secret.txt")));
        assertTrue(Board.alive(pid));
        int spy = uid(fleet.board.signed("spy").getFirst());
        assertNotEquals(uid(pid), spy);
        for (var folder : List.of(run, run.resolve("_alloc"), run.resolve("it/local")))
            assertEquals(uid(pid), Files.getAttribute(folder, "unix:gid"), folder + "");
        assertEquals(uid(pid), Files.getAttribute(run.resolve("it/local"), "unix:uid"));
        for (var job : List.of("victim", "spy")) fleet.api.send(Call.of("DELETE", "jobs", job));
    }

    /// `look PID RUN` says what is open to whoever calls it.
    private static final String LOOK =
            "look() {"
                    + " for f in /proc/$1/environ $2/it/local/secret.txt $2/_alloc/shared.txt; do"
                    + " cat $f >/dev/null 2>&1 && echo read $(basename $f); done;"
                    + " for f in $2/it/local/secret.txt $2/_alloc/shared.txt; do"
                    + " (echo more >>$f) 2>/dev/null && echo changed $(basename $f); done;"
                    + " (echo new >$2/_alloc/new) 2>/dev/null && echo made;"
                    + " kill -0 $1 2>/dev/null && echo signalled; }; ";

    private static int uid(long pid) throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
    }

    private static Set<PosixFilePermission> others(Path folder) throws IOException {
        var all = Files.getPosixFilePermissions(folder);
        all.removeIf(one -> one.name().startsWith("OWNER"));
        return all;
    }
}
