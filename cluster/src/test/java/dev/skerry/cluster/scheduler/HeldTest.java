package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.state.Quota;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a quota holds is explained, and placed when there is room.
class HeldTest {
    private static Quota allocations(long most) {
        return new Quota(-1, -1, most, List.of());
    }

    @Test
    void noMoreThanTheQuotaHasRoomFor() {
        var fleet = Fleet.of("a memory=4096\nb").submit("service count=4 memory=64");
        fleet.limit(allocations(3));
        assertEquals("web[0]->a web[1]->a web[2]->a | unplaced 1 | blocked\n", placed(fleet));
        assertEquals(
                "exhausted {held by the quota of namespace default: 3 of 3 allocations=1}\n",
                exhausted(fleet));
        fleet.obey().limit(allocations(4));
        assertEquals(1, fleet.plan().places().size());
    }

    private static String placed(Fleet fleet) {
        return fleet.settle().replaceAll("->\\w", "->a");
    }

    private static String exhausted(Fleet fleet) {
        var text = Plans.explained(fleet.plan().evaluation());
        return text.lines()
                .filter(line -> line.startsWith("exhausted") || line.startsWith("filtered"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    @Test
    void eachLimitIsExplained() {
        var fleet = Fleet.of("a").submit("service count=3 cpu=100 memory=64");
        fleet.limit(new Quota(250, -1, -1, List.of())).settle();
        assertEquals(
                "exhausted {held by the quota of namespace default: 200 of 250 MHz, and each takes"
                        + " 100=1}\n",
                exhausted(fleet));
        fleet.limit(new Quota(-1, 150 * Jobs.MIB, -1, List.of()));
        assertEquals(
                "exhausted {held by the quota of namespace default: 128 MiB of 150 MiB of memory,"
                        + " and each takes 64 MiB=1}\n",
                exhausted(fleet));
    }

    @Test
    void poolsThatTheQuotaDoesNotNameTakeNothingNew() {
        var fleet = Fleet.of("a\nb pool=tills").submit("service count=2 pool=all hosts=yes");
        fleet.limit(new Quota(-1, -1, -1, List.of("tills")));
        assertEquals("web[0]->b | unplaced 1 | blocked\n", fleet.settle());
        assertEquals(
                "filtered {distinct hosts=1, the pools of the quota of namespace default=1}\n",
                exhausted(fleet));
    }

    /// The old ones go first, since there is no quota for both.
    @Test
    void aNewVersionTakesOverWhatTheOldOneUses() {
        var fleet = Fleet.of("a").submit("service count=2 command=one");
        fleet.settle();
        fleet.obey().limit(allocations(2)).submit("service count=2 command=two");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | stop web[1]@a (replaced by version 2)"
                        + " | unplaced 2 | blocked\n",
                fleet.settle());
        assertEquals("unplaced 2 | blocked\n", fleet.settle());
        fleet.obey();
        assertEquals("web[0]->a after web[0]@a web[1]->a after web[1]@a\n", fleet.settle());
    }

    /// As much of the new version as there is quota for comes before the old one goes.
    @Test
    void aNewVersionComesBesideTheOldOneWhereThereIsQuota() {
        var fleet = Fleet.of("a").submit("service count=2 command=one");
        fleet.settle();
        fleet.obey().limit(allocations(4)).submit("service count=2 command=two");
        assertEquals(
                "web[0]->a after web[0]@a web[1]->a after web[1]@a"
                        + " | stop web[0]@a (replaced by version 2)"
                        + " | stop web[1]@a (replaced by version 2)\n",
                fleet.settle());
    }

    /// Otherwise a new version would end in less than there was.
    @Test
    void aQuotaBelowTheUseStopsNothing() {
        var fleet = Fleet.of("a").submit("service count=3 command=one");
        fleet.settle();
        fleet.obey().submit("service count=3 command=two").limit(allocations(2));
        assertEquals("unplaced 3 | blocked\n", fleet.settle());
    }

    @Test
    void aDrainWaitsForQuotaUntilItsDeadline() {
        var fleet = Fleet.of("a\nb").submit("service count=1");
        fleet.settle();
        fleet.obey().limit(allocations(1)).drain("a", false);
        assertEquals("unplaced 1 | blocked | again in 3600000\n", fleet.settle());
        fleet.later(3_600_000);
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.obey();
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
    }

    @Test
    void whatIsLostIsReplacedThoughTheQuotaIsTight() {
        var fleet = Fleet.of("a\nb").submit("service count=1");
        fleet.settle();
        fleet.obey().limit(allocations(1)).missed("a");
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
    }

    @Test
    void whatMustNotRunTwiceTakesOverTheQuotaOfTheOneBefore() {
        var fleet = Fleet.of("a").submit("service count=1 replace=false command=one");
        fleet.settle();
        fleet.obey().limit(allocations(1));
        fleet.submit("service count=1 replace=false command=two");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("", exhausted(fleet));
        fleet.obey();
        assertEquals("web[0]->a after web[0]@a\n", fleet.settle());
    }

    @Test
    void systemJobsAreHeldNodeByNode() {
        var fleet = Fleet.of("a\nb\nc").submit("system");
        fleet.limit(allocations(2));
        var plan = fleet.plan();
        assertEquals(2, plan.places().size());
        assertEquals(
                "{held by the quota of namespace default: 2 of 2 allocations=1}",
                plan.evaluation().groups().getFirst().exhausted().toString());
        fleet.settle();
        fleet.limit(Quota.NONE);
        assertEquals(1, fleet.plan().places().size());
    }
}
