package dev.skerry.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.server.raft.Agreement.Quorum;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the answers of other servers come to.
final class AgreementTest {
    @Test
    void thatTooManyAreSilentIsKnownBeforeTheTimeIsOver() {
        var three = new Agreement("a", 7, List.of(Set.of("a", "b", "c")));
        assertEquals(Quorum.OPEN, three.found());
        assertEquals(Quorum.OPEN, three.silent("b"));
        assertEquals(Quorum.UNHEARD, three.silent("c"));
        assertEquals(Quorum.SURE, three.heard("c", 7));
    }

    @Test
    void whoAnswersAfterAllCounts() {
        var five = new Agreement("a", 7, List.of(Set.of("a", "b", "c", "d", "e")));
        assertEquals(Quorum.OPEN, five.silent("b"));
        assertEquals(Quorum.OPEN, five.heard("b", 6));
        assertEquals(Quorum.OPEN, five.silent("c"));
        assertEquals(Quorum.OPEN, five.silent("d"));
        assertEquals(Quorum.UNHEARD, five.silent("e"));
    }

    /// While who belongs to the cell changes, most of both groups have to agree.
    @Test
    void mostOfEachGroupHaveToAgree() {
        var both = List.of(Set.of("a", "b", "c"), Set.of("a", "d", "e"));
        var change = new Agreement("a", 7, both);
        assertEquals(Quorum.OPEN, change.heard("b", 7));
        assertEquals(Quorum.OPEN, change.silent("d"));
        assertEquals(Quorum.SURE, change.heard("e", 7));
        var lost = new Agreement("a", 7, both);
        assertEquals(Quorum.OPEN, lost.silent("d"));
        assertEquals(Quorum.UNHEARD, lost.silent("e"));
    }
}
