package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.http.Admitted;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.figures.PrometheusText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is said of a node over a time in which no server ran.
class NodeContactTest {
    private static final long MINUTE_MS = 60_000;
    private static final ClusterMachine MACHINE = new ClusterMachine();
    private Cluster cluster = Cluster.EMPTY;

    private Node node() {
        var node = cluster.nodes().find("n1");
        if (node == null) throw new AssertionError("it has joined");
        return node;
    }

    private void fact(ClusterFact fact) {
        cluster = MACHINE.apply(cluster, fact);
    }

    private List<ClusterFact> present(long lastMinute, long nowMinute) {
        var message = new ClusterMessage.Present(lastMinute * MINUTE_MS);
        return switch (MACHINE.decide(Sight.alone(cluster), message, now(nowMinute))) {
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> {
                facts.forEach(this::fact);
                yield facts;
            }
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    throw new AssertionError(refusal.sentence());
        };
    }

    private static Now now(long minute) {
        return new Now(minute * MINUTE_MS, minute * MINUTE_MS);
    }

    private void joined(long minute) {
        long ms = minute * MINUTE_MS;
        var identity = new Node.Identity("n1", "edge", "default", "here");
        fact(new ClusterFact.NodeJoined(identity, ms, ms, ""));
    }

    private void connected(long minute) {
        long ms = minute * MINUTE_MS;
        joined(minute);
        fact(new ClusterFact.NodeContact("n1", true, ms, ms, 0, 288));
    }

    /// Two tenants' work is on one node: each hears of his own.
    @Test
    void onlyWhatIsForWhoeverAsksIsSaidOfItsWork() {
        connected(1_000);
        fact(
                new ClusterFact.AllocationsPlaced(
                        List.of(placed("a4", "shop"), placed("a5", "bank"))));
        var ofShop = NodeAnswers.detail(nodes(), node(), now(1_001), "shop"::equals);
        var said = new String(ClusterApi.JSON.bytes(ofShop), StandardCharsets.UTF_8);
        assertTrue(said.contains("\"a4\"") && !said.contains("a5") && !said.contains("bank"), said);
        for (var seen : List.of(List.of("shop"), List.of("bank", "shop"), List.<String>of()))
            assertEquals(
                    seen.size(),
                    NodeAnswers.summary(cluster, node(), now(1_001), seen::contains).allocations());
        assertEquals(
                2, NodeAnswers.summary(cluster, node(), now(1_001), "*"::equals).allocations());
    }

    private static Allocation placed(String id, String namespace) {
        return new Allocation(
                id,
                new Allocation.Slot(new JobKey(namespace, "till"), 1, "main", 0),
                "n1",
                Map.of(),
                new Resources(100, 200, 300),
                Allocation.Desired.of(true, "", 0, 1),
                Allocation.Observed.of(Allocation.Status.RUNNING, true, "", 5, 6, Map.of()),
                new Allocation.Lineage(null, null, List.of(), 0.5, 1, 2));
    }

    private NodesSeen nodes() {
        return new NodesSeen(cluster, _ -> true, _ -> true);
    }

    /// Somebody who may read everything.
    private record Reader() implements Admitted {
        @Override
        public Caller caller() {
            return Caller.SERVERS;
        }

        @Override
        public boolean allows(Need.Right right, String place) {
            return true;
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

    private String detail(long minute) {
        var detail = NodeAnswers.detail(nodes(), node(), now(minute), _ -> true);
        return new String(ClusterApi.JSON.bytes(detail), StandardCharsets.UTF_8);
    }

    /// Nobody has missed it, however long its first link takes; from then on it can be missed.
    @Test
    void whoHasJustJoinedIsNotMissed() {
        joined(1_000);
        assertEquals(
                "joined", NodeAnswers.summary(cluster, node(), now(1_000), _ -> true).status());
        assertTrue(detail(1_060).contains("\"status\":\"joined\",\"reachable\":false"));
        assertTrue(detail(1_060).contains("\"since\":\"1970-01-01T16:40:00Z\""));
        assertEquals("joined 1, heard 0", figures());
        long ms = 1_061 * MINUTE_MS;
        fact(new ClusterFact.NodeContact("n1", true, ms, ms, 0, 288));
        assertEquals("ready", NodeAnswers.summary(cluster, node(), now(1_061), _ -> true).status());
        assertEquals("joined 0, heard 1", figures());
        fact(new ClusterFact.NodeContact("n1", false, ms + 1, ms + 1, 0, 288));
        assertEquals(
                "missed", NodeAnswers.summary(cluster, node(), now(1_062), _ -> true).status());
        assertEquals("joined 0, heard 0", figures());
        var again = new Node.Identity("n1", "edge", "default", "here");
        fact(new ClusterFact.NodeJoined(again, ms + 2, ms + 2, ""));
        assertEquals(
                "missed", NodeAnswers.summary(cluster, node(), now(1_063), _ -> true).status());
    }

    private String figures() {
        var text = new PrometheusText();
        ClusterFigures.write(cluster, 0, new Reader(), text);
        var lines = text.toString().lines().toList();
        return "joined %s, heard %s"
                .formatted(
                        value(lines, "skerry_nodes{state=\"joined\"} "),
                        value(lines, "skerry_heartbeats_active "));
    }

    private static String value(List<String> lines, String name) {
        var line = lines.stream().filter(it -> it.startsWith(name)).findFirst().orElseThrow();
        return line.substring(name.length());
    }

    private void contact(boolean reachable, long minute, long silentMs) {
        var message = new ClusterMessage.Contact("n1", reachable, 0, silentMs);
        var decided = MACHINE.decide(Sight.alone(cluster), message, now(minute));
        if (decided instanceof Decision.Accepted<ClusterFact, ?>(var facts, _))
            facts.forEach(this::fact);
        else throw new AssertionError(decided);
    }

    /// It is noticed late that a node is silent: it was not connected since it was heard last.
    @Test
    void whoIsMissedWasNotConnectedSinceItWasHeardLast() {
        connected(1_000);
        contact(false, 1_010, 4 * MINUTE_MS);
        assertTrue(detail(1_010).contains("\"since\":\"1970-01-01T16:46:00Z\""), detail(1_010));
        assertTrue(detail(1_010).contains("\"connectedMs\":360000,\"missedMs\":240000,"));
        contact(true, 1_020, 0);
        assertTrue(
                detail(1_030)
                        .contains(
                                "{\"contact\":\"missed\",\"reachable\":false,\"at\":"
                                        + "\"1970-01-01T16:46:00Z\"}],\"day\":{\"connectedMs\":"
                                        + "960000,\"missedMs\":840000,\"unknownMs\":0,\"breaks\":1,"
                                        + "\"longestBreakMs\":840000}"),
                detail(1_030));
    }

    /// Never before it was heard first, nor later than now, whatever the clock does.
    @Test
    void aSilenceBeginsWithinWhatIsKnown() {
        connected(1_000);
        contact(false, 1_010, Long.MAX_VALUE);
        assertEquals(1_000 * MINUTE_MS, node().contact().sinceWallMs());
        contact(true, 1_020, 4 * MINUTE_MS);
        assertEquals(1_020 * MINUTE_MS, node().contact().sinceWallMs(), "it is heard now");
        contact(false, 1_005, 4 * MINUTE_MS); // the clock was set back
        assertEquals(1_005 * MINUTE_MS, node().contact().sinceWallMs());
        contact(true, 1_010, 0);
        contact(false, 1_015, -1);
        assertEquals(1_015 * MINUTE_MS, node().contact().sinceWallMs());
    }

    @Test
    void aFleetThatWasOffForHundredMinutesSaysSo() {
        connected(1_000);
        present(1_010, 1_110);
        var list = NodeAnswers.summary(cluster, node(), now(1_127), _ -> true);
        assertEquals("1970-01-01T18:30:00Z", list.since());
        assertEquals("ready", list.status());
        var detail = detail(1_127);
        var history =
                """
                "history":[{"contact":"joined","reachable":false,"at":"1970-01-01T16:40:00Z"},\
                {"contact":"connected","reachable":true,"at":"1970-01-01T16:40:00Z"},\
                {"contact":"unknown","at":"1970-01-01T16:50:00Z"}],\
                "day":{"connectedMs":1620000,"missedMs":0,"unknownMs":6000000,"breaks":0,\
                "longestBreakMs":0}\
                """;
        assertTrue(detail.contains(history), detail);
        assertTrue(detail.contains("\"since\":\"1970-01-01T18:30:00Z\""), detail);
    }

    @Test
    void aRestartOrAnElectionIsNone() {
        connected(1_000);
        var message = new ClusterMessage.Present(1_010 * MINUTE_MS);
        var soon = new Now(0, 1_010 * MINUTE_MS + 29_999);
        assertEquals(Decision.of(List.of()), MACHINE.decide(Sight.alone(cluster), message, soon));
    }

    @Test
    void withoutANoteItBeginsWithTheLastThatWasDecided() {
        assertEquals(List.of(), present(0, 900));
        connected(1_000);
        assertEquals(List.of(away(1_000, 1_110)), present(0, 1_110));
        assertEquals(List.of(), present(0, 1_110));
    }

    private static ClusterFact away(long fromMinutes, long untilMinutes) {
        return new ClusterFact.ServersAway(
                fromMinutes * MINUTE_MS,
                untilMinutes * MINUTE_MS,
                Absences.LEAST_MS,
                Absences.KEPT_MAX);
    }

    @Test
    void peopleAreTold() {
        var fact = away(1_010, 1_110);
        fact(fact);
        var sentence =
                "No server ran from 1970-01-01T16:50:00Z to 1970-01-01T18:30:00Z: how the nodes"
                        + " were meanwhile is not known.";
        assertEquals(sentence, EventText.of(List.of(fact), cluster, cluster).getFirst().text());
    }
}
