package dev.skerry.server.leader;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRooms;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A server that follows, leads, and follows again: in which term it decides, and what time it is.
class LeaderCoreTest {
    private final AtomicLong monotonicMs = new AtomicLong(77);
    private final ServerClock clock = clock();
    private final LeaderCore core = new LeaderCore(ServerRooms.empty(), clock);

    private ServerClock clock() {
        return new ServerClock(
                () -> 1_000_000, () -> TimeUnit.MILLISECONDS.toNanos(monotonicMs.get()));
    }

    /// A server that leads in that term has noted what time it is.
    private static Batch noted(long term, long number, long tickMs) {
        var told = CLUSTER.told(new ClusterFact.TimeNoted(tickMs));
        return new Batch(term, number, List.of(new Act(Caller.SERVERS, 0, List.of(told))));
    }

    private static Batch timeless(long term, long number) {
        var told = CLUSTER.told(new ClusterFact.NamespaceDeleted("shop"));
        return new Batch(term, number, List.of(new Act(Caller.SERVERS, 0, List.of(told))));
    }

    private void pass(long ms) {
        monotonicMs.addAndGet(ms);
    }

    @Test
    void theTimeGoesOnWhileItFollows() {
        core.committed(1, noted(1, 1, 100_000));
        pass(20_000);
        core.committed(2, timeless(1, 2));
        pass(5_000);
        core.leads(2);
        assertEquals(125_000, clock.tickMs());
    }

    /// Most were gone for half a minute, and went on without it. What they have decided since is
    /// due when it would be by their time, also if the one leads next that was never gone.
    @Test
    void whoWasNeverGoneGoesOnByTheTimeOfThoseWhoLed() {
        core.committed(1, noted(1, 1, 100_000));
        pass(30_000);
        core.committed(2, noted(2, 1, 100_500));
        pass(1_000);
        core.leads(3);
        assertEquals(101_500, clock.tickMs());
    }

    @Test
    void whoHasLedFollowsWhoLeadsNext() {
        core.committed(1, noted(1, 1, 100_000));
        core.leads(2);
        pass(30_000);
        core.deposed();
        assertEquals(130_000, clock.tickMs());
        core.committed(2, noted(3, 1, 101_000));
        core.leads(4);
        assertEquals(101_000, clock.tickMs());
    }

    /// While it believes to lead, no room is woken earlier than it was told by its time.
    @Test
    void whoLeadsNoMoreAndDoesNotKnowFollowsOnceItDoes() {
        core.committed(1, noted(1, 1, 100_000));
        core.leads(2);
        pass(30_000);
        core.committed(2, noted(3, 1, 101_000));
        assertEquals(130_000, clock.tickMs());
        core.leads(4);
        assertEquals(101_000, clock.tickMs());
        core.committed(3, noted(5, 1, 102_000));
        core.deposed();
        assertEquals(102_000, clock.tickMs());
        assertEquals(3, core.index());
    }

    /// Nor is what it notes itself, when it leads next.
    @Test
    void whoWasOvertakenOnceKeepsItsTimeWhenItLeadsAgain() {
        core.leads(2);
        core.committed(1, noted(3, 1, 101_000));
        core.leads(4);
        pass(60_000);
        core.committed(2, noted(4, 1, 161_000));
        pass(2_000);
        core.deposed();
        assertEquals(163_000, clock.tickMs());
    }

    /// Others have decided, as far as the state tells that it was sent.
    @Test
    void whoIsSentAStateWhileItBelievesToLeadFollowsThatOnceItKnows() {
        var other = new LeaderCore(ServerRooms.empty(), clock());
        other.committed(1, noted(1, 1, 101_000));
        core.committed(1, noted(1, 1, 100_000));
        core.leads(2);
        pass(30_000);
        core.load(7, other.house());
        assertEquals(130_000, clock.tickMs());
        core.deposed();
        assertEquals(101_000, clock.tickMs());
    }

    /// Its own notes are as old as the log is slow.
    @Test
    void whoLeadsKeepsItsTimeWhenItsOwnNotesAreCommitted() {
        core.committed(1, noted(1, 1, 100_000));
        core.leads(2);
        pass(60_000);
        long noted = clock.tickMs();
        pass(2_000);
        core.committed(2, noted(2, 1, noted));
        assertEquals(162_000, clock.tickMs());
        core.deposed();
        core.committed(3, timeless(3, 1));
        assertEquals(162_000, clock.tickMs());
    }

    @Test
    void whoIsSentTheStateOrStartsWithItGoesOnFromThere() {
        var other = new LeaderCore(ServerRooms.empty(), clock());
        other.committed(1, noted(1, 1, 100_000));
        core.load(7, other.house());
        assertEquals(7, core.index());
        pass(3_000);
        core.leads(2);
        assertEquals(103_000, clock.tickMs());
    }

    /// Elsewhere in the log it is dropped.
    @Test
    void whatItDecidesIsOfTheTermInWhichItLeads() {
        core.leads(2);
        core.deposed();
        core.leads(5);
        var leads = core.leadership();
        assertNotNull(leads);
        decide();
        var batch = core.close(leads);
        assertNotNull(batch);
        assertEquals(1, batch.acts().size());
        assertEquals(5, batch.term());
    }

    /// It was decided on what does not hold any more.
    @Test
    void whatWasDecidedInALeadershipThatIsOverComesToNothing() {
        core.leads(2);
        var before = core.leadership();
        assertNotNull(before);
        decide();
        core.committed(1, timeless(3, 1));
        var now = core.leadership();
        assertNotNull(now);
        assertNotEquals(before, now);
        decide();
        assertNull(core.close(before));
        var batch = core.close(now);
        assertNotNull(batch);
        assertEquals(0, batch.acts().size());
    }

    @Test
    void whatAnotherLeadershipTakesBackIsNotThatOfThisOne() {
        core.leads(2);
        var before = core.leadership();
        assertNotNull(before);
        decide();
        var lost = core.close(before);
        assertNotNull(lost);
        core.leads(5);
        var now = core.leadership();
        assertNotNull(now);
        decide();
        core.takeBack(before, lost);
        var batch = core.close(now);
        assertNotNull(batch);
        assertEquals(1, batch.acts().size());
    }

    private void decide() {
        var token = new ClusterMessage.IssueToken("a".repeat(64), "default", 60_000);
        core.decide(CLUSTER, token, Caller.SERVERS);
    }
}
