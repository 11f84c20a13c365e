package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.link.WorkOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is forced comes before all else that a node is told with it, wherever in the list it
/// stands.
final class ForcedOrdersTest {
    private static Bench whole(Bench bench, long version, List<WorkOrder> orders) {
        return bench.say(
                new NodeMessage.Ordered("e", version, true, true, orders, List.of(), List.of()));
    }

    /// As to a node that comes back after months.
    @Test
    void itIsStartedFirst() {
        var bench = Bench.connected();
        var orders = new ArrayList<>(Sheet.papers(order("a1"), order("a2")));
        orders.add(order("a3").forced());
        whole(bench, 1, orders);
        var asked = bench.story().split("\\| ", 2)[1].strip();
        assertTrue(asked.startsWith("start a3/web#1 start a1/web#1 start a2/web#1 "), asked);
    }

    @Test
    void whatItEndsIsEndedFirst() {
        var bench = Bench.connected().order(order("a1"), order("a2"));
        bench.started("a1", "web", 1).started("a2", "web", 1).quiet();
        whole(bench, 2, List.of(order("a1").stopped().paper(), order("a2").stopped().forced()));
        assertTrue(bench.story().endsWith("| SIGTERM a2/web#1 SIGTERM a1/web#1 synced 2\n"));
    }

    /// A node that was told to keep as much as it can has one place left.
    @Test
    void whatRoomIsLeftIsForIt() {
        var many = new Sheet[NodeMachine.RUNS_MAX - 1];
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).stopped();
        var bench = Bench.connected().order(many).quiet();
        bench.say(
                new NodeMessage.Ordered(
                        "e",
                        2,
                        false,
                        true,
                        List.of(order("b1").paper(), order("b2").forced()),
                        List.of(),
                        List.of()));
        assertTrue(bench.state.runs().has("b2"));
        assertFalse(bench.state.runs().has("b1"));
        assertEquals(NodeMachine.RUNS_MAX, bench.state.runs().size());
    }
}
