package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.RoundCounts;
import dev.skerry.cluster.state.Allocation.Rounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One allocation that a node runs by a calendar.
///
/// It is 00:16:41 UTC in the beginning: the next five minutes are full at 200 s.
abstract class TimetableFixture {
    static final Launch.OnNode EVERY_FIVE = every("*/5 * * * *");
    static final long MINUTE_MS = 60_000;

    final Bench bench = Bench.connected();
    long version;

    static Launch.OnNode every(String cron) {
        return new Launch.OnNode(List.of(cron), "UTC", true);
    }

    static WorkOrder paper(Sheet sheet, int rounds, Launch.@Nullable OnNode calendar) {
        var was = sheet.desired();
        var desired =
                new Allocation.Desired(
                        was.run(), was.reason(), was.restarts(), was.generation(), rounds);
        return sheet.paper(desired, false, calendar);
    }

    final Bench say(WorkOrder paper) {
        return bench.say(
                new NodeMessage.Ordered(
                        "e", ++version, false, true, List.of(paper), List.of(), List.of()));
    }

    /// One task, which is ordered and waits for its first time.
    final Bench placed() {
        return say(paper(order("a1").batch(), 0, EVERY_FIVE)).acknowledged().quiet();
    }

    /// Its first run, which is under way.
    final Bench first() {
        placed().tick(199_000).started("a1", "web", 1).quiet();
        return bench;
    }

    final Rounds rounds() {
        var run = bench.state.runs().find("a1");
        var rounds = run == null ? null : run.rounds();
        assertNotNull(rounds);
        return rounds;
    }

    final RoundCounts counts() {
        return rounds().counts();
    }

    /// When it runs next, on the node's other clock.
    final long next() {
        return rounds().nextWallMs() - bench.wallOffMs;
    }

    final Allocation.Observed seen() {
        var run = bench.state.runs().find("a1");
        assertNotNull(run);
        return RunStanding.of(run, bench.now());
    }

    final String says() {
        return seen().description();
    }

    final String look() {
        var run = bench.state.runs().find("a1");
        return run == null ? "" : Bench.text(run).trim();
    }
}
