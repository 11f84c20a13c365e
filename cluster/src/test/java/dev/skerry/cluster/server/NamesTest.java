package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.http.Declined;
import dev.skerry.http.StateAt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What nodes are called. Boards that were flashed with one image all have its name.
class NamesTest {
    private final ClusterMachine machine = new ClusterMachine();
    private Cluster cluster = Cluster.EMPTY;

    private String happens(ClusterFact fact) {
        var before = cluster;
        cluster = machine.apply(cluster, fact);
        return EventText.of(List.of(fact), before, cluster).getFirst().text();
    }

    private static String id(int number) {
        return "n-%012d".formatted(number);
    }

    private String join(int number, String name) {
        var identity = new Node.Identity(id(number), name, "default", "home");
        return happens(new ClusterFact.NodeJoined(identity, 0, 0, "j" + number));
    }

    @Test
    void whatHappensToANodeIsSaidByItsName() {
        assertEquals("Node shop joined pool default.", join(1, "shop"));
        var heard = new ClusterFact.NodeContact(id(1), true, 1, 1, 0, 9);
        assertEquals("Node shop is reachable.", happens(heard));
        var token = new Node.JoinToken("00", "default", 1, 1, "", id(1), "");
        assertEquals(
                "A join token to take the place of node shop was made.",
                happens(new ClusterFact.TokenIssued(token)));
        assertEquals("Node shop was removed.", happens(new ClusterFact.NodeRemoved(id(1))));
        assertEquals(
                "Node n-000000000001 was removed.",
                happens(new ClusterFact.NodeRemoved(id(1))),
                "nobody knows its name by now");
    }

    @Test
    void aNameThatTwoHaveIsSaidWithTheId() {
        assertEquals("Node pi joined pool default.", join(1, "pi"));
        assertEquals(
                "Node pi (n-000000000002) joined pool default. Another node is named pi too: say"
                        + " which by its id, or give each a name of its own with --name.",
                join(2, "pi"));
        join(3, "shop");
        assertEquals("pi (n-000000000001)", NodeAnswers.name(cluster, id(1), _ -> true));
        assertEquals("shop", NodeAnswers.name(cluster, id(3), _ -> true));
        assertEquals(
                "Node pi (n-000000000002) was removed.",
                happens(new ClusterFact.NodeRemoved(id(2))));
        assertEquals("pi", NodeAnswers.name(cluster, id(1), _ -> true), "it is the only one again");
        join(4, "pi");
        assertEquals(
                "Node pi (n-000000000001) joined pool default. Another node is named pi too:"
                        + " say which by its id, or give each a name of its own with --name.",
                join(1, "pi"));
        join(1, "roof");
        assertEquals("pi", NodeAnswers.name(cluster, id(4), _ -> true), "it was given another");
    }

    /// Fifty boards join under one name; whoever says that name is told whom he can mean.
    @Test
    void whoSaysANameThatManyHaveIsToldTheirIds() throws Exception {
        var said = new ArrayList<String>();
        for (int i = 1; i <= 50; i++) said.add(join(i, "raspberrypi"));
        assertEquals(
                "Node raspberrypi (n-000000000050) joined pool default. 49 others are named"
                        + " raspberrypi too: say which by its id, or give each a name of its own"
                        + " with --name.",
                said.getLast());
        happens(new ClusterFact.NodeContact(id(2), true, 1, 1, 0, 9));
        var view = new StateAt<>(7, cluster);
        var declined =
                assertThrows(Declined.class, () -> NodeRoutes.node(view, "raspberrypi", _ -> true));
        assertEquals(
                "50 nodes are meant by \"raspberrypi\". Say which by its id: n-000000000001"
                        + " (raspberrypi, joined), n-000000000002 (raspberrypi, ready),"
                        + " n-000000000003 (raspberrypi, joined), n-000000000004 (raspberrypi,"
                        + " joined), n-000000000005 (raspberrypi, joined) and 45 more.",
                declined.getMessage());
        assertEquals(id(2), NodeRoutes.node(view, id(2), _ -> true).id());
    }
}
