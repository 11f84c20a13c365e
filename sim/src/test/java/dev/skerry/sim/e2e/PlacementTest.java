package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import org.junit.jupiter.api.Test;

/// From a job file to a process on the right node, and away from it again.
class PlacementTest {
    @Test
    void workGoesWhereItCanAndMovesWhenAskedTo() throws Exception {
        try (var fleet = Fleet.start()) {
            fleet.agent("paper", "--fact.device.display", "epd2in7");
            fleet.agent("plain");

            fleet.run(
                    JobText.of("shown")
                            .job("constraints: ['node.devices.exists(d, d.type == \"display\")']")
                            .signing(fleet.board));
            var shown = fleet.awaitRunning("shown", 1).getFirst();
            assertEquals("paper", shown.at("nodeName").text());
            Await.until("it has begun", () -> fleet.board.once("shown"));
            var look = fleet.get("jobs", "shown", "evaluations").text();
            assertTrue(look.contains("d.type == \"display\""), look);

            waitsForMeta(fleet);
            drains(fleet);
        }
    }

    private static void waitsForMeta(Fleet fleet) throws Exception {
        fleet.run(
                JobText.of("waiting")
                        .job("constraints: ['node.meta.site == \"hall-1\"']")
                        .signing(fleet.board));
        Await.until("it waits", () -> fleet.get("jobs", "waiting").at("blocked").yes());
        fleet.api.send(Call.of("PATCH", "nodes", "plain", "meta").json("{\"site\":\"hall-1\"}"));
        Await.until("it is placed", () -> !fleet.allocations("waiting").isEmpty());
        var placed = fleet.awaitRunning("waiting", 1).getFirst();
        assertEquals("plain", placed.at("nodeName").text());
    }

    private static void drains(Fleet fleet) throws Exception {
        fleet.run(JobText.of("free").on("paper").signing(fleet.board));
        fleet.awaitRunning("free", 1);
        fleet.run(JobText.of("free").signing(fleet.board));
        fleet.awaitRunning("free", 1);
        fleet.post("{\"deadline\":\"10s\"}", "nodes", "paper", "drain");
        Await.until(
                "the drained node's work is at the other",
                () -> {
                    var free = fleet.running("free");
                    return free.size() == 1 && free.getFirst().at("nodeName").is("plain");
                });
        Await.until(
                "the node is empty", () -> fleet.node("paper").at("used", "cpuMhz").whole() == 0);
        assertEquals(0, fleet.running("shown").size(), "no other node has a display");
    }
}
