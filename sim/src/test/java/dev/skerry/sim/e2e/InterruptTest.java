package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ctrl-C on what would go on without end.
@ExtendWith(SharedFleet.class)
class InterruptTest {
    /// In a group of processes of its own, and with the signal as it is in a terminal: whoever was
    /// started in the background ignores it, and so would all that it starts.
    static final List<String> AS_IN_A_TERMINAL = List.of("setsid", "env", "--default-signal=INT");

    private final Fleet fleet;

    InterruptTest(Fleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void eventsAndLogsEndAsTheyShould() throws Exception {
        fleet.run(
                JobText.of("talking")
                        .on("rock")
                        .shell("while :; do echo a line; sleep 0.1; done")
                        .text());
        var id = fleet.awaitRunning("talking", 1).getFirst().at("id").text();
        var events = fleet.cli(AS_IN_A_TERMINAL, "events", "-f");
        var logs = fleet.cli(AS_IN_A_TERMINAL, "alloc", "logs", "-f", id);
        Await.until("events are shown", () -> events.said().contains("talking"));
        Await.until("the log is shown", () -> logs.said().contains("a line"));
        for (var child : new Child[] {events, logs}) {
            child.interrupt();
            assertEquals(130, child.exitCode(), child.said());
            assertFalse(child.said().contains("\tat "), child.said());
            assertFalse(child.said().contains("skerry: "), child.said());
        }
    }
}
