package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.state.Allocation.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nodes that are missed, and come back.
class DisconnectTest {
    @Test
    void byDefaultItIsLostAndPlacedAnew() {
        var fleet = Fleet.of("a\nb").submit("service");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        fleet.back("a").obey();
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void notReplacedItHoldsItsSlot() {
        var fleet = Fleet.of("a\nb").submit("service replace=false");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("nothing\n", fleet.settle());
        fleet.submit("service replace=false command=new");
        assertEquals("nothing\n", fleet.settle());
        fleet.back("a").obey();
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@a\n", fleet.obey().settle());
    }

    @Test
    void replacedItStaysUnknownUntilItsTimeIsOver() {
        var fleet = Fleet.of("a\nb\nc").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
        fleet.later(60_000);
        assertEquals(Status.LOST, fleet.allocation(fleet.id("web[0]@a")).observed().status());
        assertEquals("nothing\n", fleet.settle());
    }

    /// The node is heard before it has said what runs: nothing is started beside it.
    @Test
    void whatIsBackIsNotReplacedBeforeItsNodeHasSpoken() {
        var fleet = Fleet.of("a").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.back("a");
        assertEquals("nothing\n", fleet.settle());
        fleet.report(fleet.id("web[0]@a"), Status.RUNNING, 0);
        assertEquals("nothing\n", fleet.settle());
    }

    @ParameterizedTest
    @CsvSource({
        "KEEP_ORIGINAL, stop web[0]@b",
        "KEEP_REPLACEMENT, stop web[0]@a",
        "BEST_SCORE, stop web[0]@b",
        "LONGEST_RUNNING, stop web[0]@a"
    })
    void whenBothRunThePolicyChooses(String policy, String stop) {
        var fleet = Fleet.of("a cpu=500\nb");
        fleet.submit("service lostAfter=60000 reconcile=" + policy);
        assertEquals("web[0]->a\n", fleet.settle());
        fleet.obey().missed("a");
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        fleet.obey().later(5000).back("a");
        assertEquals("nothing\n", fleet.settle());
        fleet.report(fleet.id("web[0]@a"), Status.RUNNING, fleet.tickMs); // started anew meanwhile
        var stays = stop.endsWith("a") ? "b" : "a";
        var holder = fleet.id("web[0]@" + stays);
        assertEquals(stop + " (its slot is held by " + holder + ")\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
    }

    @Test
    void anOriginalOfAnOlderVersionLoses() {
        var fleet = Fleet.of("a\nb").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a").submit("service lostAfter=60000 command=new");
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        fleet.obey().back("a").obey();
        var holder = fleet.id("web[0]@b");
        assertEquals("stop web[0]@a (its slot is held by " + holder + ")\n", fleet.settle());
    }

    @Test
    void anOriginalThatFailedWhileAwayLoses() {
        var fleet = Fleet.of("a\nb").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a").settle();
        fleet.obey().back("a").says("web[0]@a", Status.FAILED);
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void anOriginalThatWasUpdatedInPlaceKeepsItsRight() {
        var fleet = Fleet.of("a\nb").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a").submit("service lostAfter=60000 note=new");
        assertEquals("web[0]->b after web[0]@a | update web[0]@a\n", fleet.settle());
        fleet.obey().back("a").obey();
        var holder = fleet.id("web[0]@a");
        assertEquals("stop web[0]@b (its slot is held by " + holder + ")\n", fleet.settle());
    }

    @Test
    void aReplacementThatIsMissedTooIsReplaced() {
        var fleet = Fleet.of("a\nb\nc").submit("service lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a").settle();
        fleet.obey().missed("b");
        assertEquals("web[0]->c after web[0]@b\n", fleet.settle());
        fleet.obey().back("b").back("a").obey();
        var holder = fleet.id("web[0]@a");
        assertEquals(
                ("stop web[0]@b (its slot is held by %1$s)"
                                + " | stop web[0]@c (its slot is held by %1$s)\n")
                        .formatted(holder),
                fleet.settle());
    }

    @Test
    void aBatchThatEndedAwayEndsItsReplacement() {
        var fleet = Fleet.of("a\nb").submit("batch lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a").settle();
        fleet.obey().back("a").says("web[0]@a", Status.COMPLETE);
        assertEquals("stop web[0]@b (already complete)\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
    }

    @Test
    void aLowerCountStopsUnknownOnesToo() {
        var fleet = Fleet.of("a\nb").submit("service count=2 replace=false");
        fleet.settle();
        fleet.obey().missed("b").submit("service count=1 replace=false");
        assertEquals("stop web[1]@b (count lowered) | update web[0]@a\n", fleet.settle());
    }
}
