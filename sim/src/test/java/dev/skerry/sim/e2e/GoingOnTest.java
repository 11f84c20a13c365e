package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import dev.skerry.sim.whole.OwnPorts;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes on when a part is gone: server, agent, the power of a node, the link.
class GoingOnTest {
    /// A machine so busy that the node is late shall not decide what a test finds.
    private static final String WAITED_FOR = "disconnect: {lostAfter: 1h, replace: false}";

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

    @Test
    void aKilledAgentsTasksRunOnAndTheNextAgentTakesThemOver() throws Exception {
        var agent = fleet.agent("rock");
        fleet.run(
                JobText.of("steady")
                        .group("disconnect: {lostAfter: 1h, replace: false}") // it may be slow
                        .shell(
                                board.sign("steady")
                                        + "; i=0; while :; do i=$((i+1)); "
                                        + "echo line $i; sleep 0.05; done")
                        .text());
        var before = fleet.awaitRunning("steady", 1).getFirst();
        long pid = before.at("tasks", "it", "pid").whole();

        agent.child().kill();
        assertTrue(Board.alive(pid), "it runs on without its agent");
        var next = fleet.again(agent);
        Await.until("it is connected", () -> next.child().said().contains("connected to a server"));
        Await.until("the log goes on", () -> fleet.log(before) > 40);
        var after = fleet.awaitRunning("steady", 1).getFirst();
        assertEquals(before.at("id").text(), after.at("id").text(), () -> after.toString());
        assertEquals(pid, after.at("tasks", "it", "pid").whole());
        assertEquals(0, after.at("restarts").whole());
        assertTrue(board.once("steady"));
    }

    @Test
    void aKilledServerHasForgottenNothingAndNodesGoOnWithoutIt() throws Exception {
        fleet.agent("rock");
        var fail = board.file("fail");
        fleet.run(JobText.of("steady").signing(board));
        fleet.run(
                JobText.of("failing")
                        .group("restart: {attempts: 3, interval: 1h, delay: 1s, mode: fail}")
                        .shell(
                                board.sign("failing")
                                        + "; while [ ! -e %s ]; do sleep 0.05; done; rm %s; exit 1"
                                                .formatted(fail, fail))
                        .text());
        fleet.awaitRunning("steady", 1);
        fleet.awaitRunning("failing", 1);
        for (int i = 0; i < 20; i++)
            fleet.run(JobText.of("just-" + i).on("nowhere").signing(board));
        fleet.killServer();

        Files.createFile(fail);
        Await.until("the node restarts it", () -> board.signed("failing").size() == 2);
        assertTrue(Board.alive(board.signed("failing").getLast()));

        fleet.startServer();
        for (int i = 0; i < 20; i++) { // the last may not have been looked at before the kill
            var job = "just-" + i;
            Await.until(job + " is blocked", () -> fleet.get("jobs", job).at("blocked").yes());
        }
        fleet.awaitReachable("rock");
        Await.until(
                "the server hears of the restart",
                () -> fleet.allocations("failing").getFirst().at("restarts").whole() == 1);
        assertEquals(1, fleet.awaitRunning("failing", 1).size());
        assertTrue(board.once("steady"), "nothing was restarted that had not failed");
    }

    @Test
    void aNodeThatWasRebootedStartsItsTasksWithoutAServer() throws Exception {
        var agent = fleet.agent("rock");
        var fail = board.file("fail");
        fleet.run(JobText.of("steady").group(WAITED_FOR).signing(board));
        fleet.run(
                JobText.of("failing")
                        .group(WAITED_FOR)
                        .group("restart: {attempts: 2, interval: 1h, delay: 1s, mode: fail}")
                        .group("reschedule: {attempts: 0}")
                        .shell(
                                board.sign("failing")
                                        + "; while [ ! -e %s ]; do sleep 0.05; done; exit 1"
                                                .formatted(fail))
                        .text());
        fleet.awaitRunning("steady", 1);
        fleet.awaitRunning("failing", 1);

        fleet.killServer();
        fleet.powerOff(agent);
        var next = fleet.again(agent);
        Await.until(
                "the tasks run from the journal: " + next.child().said(),
                () -> board.signed("steady").size() == 2 && board.signed("failing").size() == 2);
        assertTrue(Board.alive(board.signed("steady").getLast()));

        Files.createFile(fail);
        Await.until("its two restarts are used up", () -> board.signed("failing").size() == 4);
        fleet.startServer();
        Await.until(
                "the server hears that it failed for good",
                () -> fleet.allocations("failing").getFirst().at("status").is("failed"));
        assertEquals(4, board.signed("failing").size(), "and not more than the rule allows");
        assertEquals(2, board.signed("steady").size(), "the server's return restarts nothing");
    }

    @Test
    void aNodeThatLostItsJournalTakesOverWhatRunsAndDoesNothingAgain() throws Exception {
        var agent = fleet.agent("rock");
        fleet.run(JobText.of("steady").signing(board));
        fleet.run(JobText.of("done").job("type: batch").shell(board.sign("done")).text());
        fleet.awaitRunning("steady", 1);
        Await.until("it is done", () -> fleet.get("jobs", "done").at("status").is("complete"));

        agent.child().kill();
        Files.delete(agent.data().resolve("journal/journal"));
        var next = fleet.again(agent);
        Await.until("it is connected", () -> next.child().said().contains("connected to a server"));
        Await.until(
                "the servers hear what was lost",
                () -> fleet.node("rock").at("facts").text().contains("was missing or empty"));
        fleet.run(JobText.of("later").signing(board));
        fleet.awaitRunning("later", 1); // by now the node knows what it shall run
        fleet.awaitRunning("steady", 1);
        assertTrue(board.once("steady"), "it runs on");
        assertTrue(fleet.get("jobs", "done").at("status").is("complete"));
        assertEquals(1, board.signed("done").size(), "what has ended well is not done again");

        long pid = board.signed("steady").getFirst();
        fleet.api.send(Call.of("DELETE", "jobs", "steady"));
        Await.until("what was taken over can be stopped", () -> !Board.alive(pid));
    }

    /// One wrong bit, wherever it is, costs what it stands in: no task ends by it, and none is
    /// started twice, neither before a server has spoken nor after.
    @Test
    void aBitInTheJournalEndsNoTask() throws Exception {
        int http = OwnPorts.next();
        var agent = fleet.agent("rock", "--http", "127.0.0.1:" + http);
        for (int i = 0; i < 6; i++)
            fleet.run(JobText.of("job-" + i).group("count: 2").group(WAITED_FOR).signing(board));
        for (int i = 0; i < 6; i++) fleet.awaitRunning("job-" + i, 2);
        Await.until("all have signed", () -> pids().size() == 12);
        var before = pids();
        fleet.killServer();
        var journal = agent.data().resolve("journal/journal");
        for (var lost : new String[] {"", "\"job-", "\"job-"}) { // any, and what was ordered
            fleet.known("rock").child().kill();
            flip(journal, lost);
            var next = fleet.again(agent);
            var damage = journal + " is damaged at byte ";
            Await.until("it says what was lost", () -> next.child().said().contains(damage));
            Await.until("it has looked at its tasks", () -> looked(http));
            assertEquals(before, pids(), next.child().said());
        }
        fleet.startServer();
        fleet.awaitReachable("rock");
        Await.until(
                "the servers hear of it",
                () -> fleet.node("rock").at("facts").text().contains("is damaged at byte"));
        fleet.run(JobText.of("later").signing(board));
        fleet.awaitRunning("later", 1); // by now the node knows what it shall run
        for (int i = 0; i < 6; i++)
            for (var one : fleet.awaitRunning("job-" + i, 2)) {
                assertEquals(0, one.at("restarts").whole(), one.toString());
                assertTrue(before.contains(one.at("tasks", "it", "pid").whole()), one.toString());
            }
        assertEquals(before, pids(), "nothing was ended, nothing started twice");
    }

    /// All that have ever signed, as long as they run.
    private Set<Long> pids() throws Exception {
        var all = new TreeSet<Long>();
        for (int i = 0; i < 6; i++)
            for (long pid : board.signed("job-" + i)) {
                assertTrue(Board.alive(pid), pid + " of job-" + i);
                all.add(pid);
            }
        return all;
    }

    /// Every task that the node knows of runs, as the node itself says, and there are some.
    private static boolean looked(int http) throws Exception {
        var page = URI.create("http://127.0.0.1:" + http + "/v1/allocations").toURL();
        try (var in = page.openStream()) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.contains("\"phase\":\"running\"") && !text.contains("\"pid\":0");
        } catch (ConnectException e) {
            return false; // it is not up yet
        }
    }

    /// Turns one bit of a record in the middle, of those with that word in them.
    private static void flip(Path journal, String word) throws Exception {
        var bytes = Files.readAllBytes(journal);
        var buffer = ByteBuffer.wrap(bytes);
        var records = new ArrayList<Integer>();
        for (int at = 8; at + 8 <= bytes.length && buffer.getInt(at) > 0; ) {
            int length = buffer.getInt(at);
            var text = new String(bytes, at + 8, length, StandardCharsets.ISO_8859_1);
            if (text.contains(word)) records.add(at);
            at += 8 + length;
        }
        assertTrue(records.size() >= 3, records.size() + " records with " + word);
        bytes[records.get(records.size() / 3) + 8 + 20] ^= 1;
        Files.write(journal, bytes);
    }

    @Test
    void aCutThatLastsLongerThanThePolicyIsActedOnByBothSides() throws Exception {
        try (var relay = new Relay(fleet.link)) {
            fleet.agentAt(relay.port(), "skerry");
            fleet.run(disconnect("replaced", "lostAfter: 1h, replace: true"));
            fleet.run(disconnect("single", "lostAfter: 1h, replace: false"));
            fleet.run(disconnect("moved", "lostAfter: 6s, stopAfter: 4s, replace: false"));
            for (var job : new String[] {"replaced", "single", "moved"}) fleet.awaitRunning(job, 1);
            fleet.agent("shore");
            var away = board.signed("moved").getFirst();

            relay.cut();
            Await.until("the node stops it by itself", () -> !Board.alive(away));
            assertEquals(1, board.signed("moved").size(), "it never runs twice");
            Await.until("it is replaced then", () -> board.signed("moved").size() == 2);
            Await.until("the other is replaced", () -> board.signed("replaced").size() == 2);
            var pids = board.signed("replaced");
            assertTrue(Board.alive(pids.getFirst()) && Board.alive(pids.getLast()));

            relay.mend();
            fleet.awaitReachable("skerry");
            Await.until("the replacement ends", () -> !Board.alive(pids.getLast()));
            var kept = fleet.awaitRunning("replaced", 1).getFirst();
            assertEquals("skerry", kept.at("nodeName").text());
            assertEquals(pids.getFirst(), kept.at("tasks", "it", "pid").whole());
            assertEquals(0, kept.at("restarts").whole());
            assertEquals(
                    "skerry", fleet.awaitRunning("single", 1).getFirst().at("nodeName").text());
            assertTrue(board.once("single"), "never two");
            assertEquals("shore", fleet.awaitRunning("moved", 1).getFirst().at("nodeName").text());
            assertEquals(2, board.signed("moved").size());
            assertEquals(2, board.signed("replaced").size());
        }
    }

    private String disconnect(String name, String policy) {
        return JobText.of(name)
                .group("disconnect: {%s, reconcile: keepOriginal}".formatted(policy))
                .signing(board);
    }

    /// What a job file says of its end holds for every end that can be asked for.
    @Test
    void anAgentThatTakesItsTasksAlongEndsThemAsTheirJobsSay() throws Exception {
        var agent = fleet.agent("rock", "--end.tasks", "stop");
        var saved = board.file("saved");
        var job =
                JobText.of("careful")
                        .shell(
                                "trap '' TERM; trap \"umask 0; echo work >%s; exit 0\" USR1; "
                                                .formatted(saved)
                                        + board.sign("careful")
                                        + "; while :; do sleep 0.1; done")
                        .text();
        fleet.run(job.replace("{timeout: 2s}", "{signal: SIGUSR1, timeout: 50s}"));
        Await.until("it runs", () -> board.once("careful"));
        fleet.awaitRunning("careful", 1);
        assertTrue(ProcessHandle.of(agent.child().pid()).orElseThrow().destroy());
        agent.child().exitCode();
        var said = agent.child().said();
        assertTrue(said.contains("the agent ends, and its tasks with it"), said);
        assertFalse(said.contains("tasks go on"), said);
        assertEquals("work\n", Files.readString(saved));
        assertFalse(Board.alive(board.signed("careful").getFirst()));
    }

    @Test
    void aStoppedJobLeavesNoProcess() throws Exception {
        fleet.agent("rock");
        fleet.run(
                JobText.of("tree")
                        .shell(
                                ("trap '' TERM; setsid sh -c 'umask 0; echo $$$$ >>%1$s;"
                                                + " exec sleep 1000' & %2$s;"
                                                + " sleep 1000 & wait; sleep 1000")
                                        .formatted(board.file("child"), board.sign("tree")))
                        .text());
        var allocation = fleet.awaitRunning("tree", 1).getFirst();
        Await.until("the child is there", () -> board.once("child"));

        fleet.post("{}", "allocations", allocation.at("id").text(), "restart");
        Await.until("it is started anew", () -> board.signed("tree").size() == 2);
        assertFalse(Board.alive(board.signed("child").getFirst()), "its tree went with it");
        Await.until("the next child", () -> board.signed("child").size() == 2);

        fleet.post("{}", "allocations", allocation.at("id").text(), "stop");
        Await.until("another takes its place", () -> board.signed("child").size() == 3);
        var stopped = board.signed("child").get(1);
        Await.until("its tree is gone", () -> !Board.alive(stopped));

        fleet.api.send(Call.of("DELETE", "jobs", "tree"));
        Await.until("it is gone", () -> !Board.alive(board.signed("tree").getLast()));
        Await.until("and its child", () -> !Board.alive(board.signed("child").getLast()));
        Await.until("so it says", () -> fleet.get("jobs", "tree").at("status").is("stopped"));
    }
}
