package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.server.link.ClusterServerPart;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.ServerPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What must not run on a node, and what is forced, is the first that it hears.
final class RecalledOrdersTest extends OrdersFixture {
    private static final String OTHER = "n-000000000002";

    private final List<ServersSay.Sync> heard = new ArrayList<>();

    /// What is to be done once so many parts were told.
    private int after = -1;

    private Runnable then = () -> {};

    /// Each order is in a part of its own.
    RecalledOrdersTest() {
        super(10);
    }

    private ServerPart.Feed feed(long seen) {
        var epoch = new Frame.Seen("cluster", "e", seen);
        return new ClusterServerPart(orders).feed(NODE, epoch);
    }

    private void next(ServerPart.Feed feed) throws IOException {
        heard.clear();
        feed.next(this::hear);
    }

    private void hear(Frame.To frame) {
        try {
            if (Codec.SERVERS_SAY.decode(frame.body()) instanceof ServersSay.Sync sync)
                heard.add(sync);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
        if (heard.size() == after) then.run();
    }

    private void recall() {
        var what = new Recall.Recalled.OfVersions(Jobs.KEY, 1, List.of(1L), Jobs.SPEC);
        happened(
                new ClusterFact.JobRecalled(
                        new Recall("r0123456789", what, "bad", "person:ada", 9)));
    }

    private void lift() {
        happened(new ClusterFact.RecallLifted("r0123456789", Jobs.KEY));
    }

    private static RecallsTold told(ServersSay.Sync part) {
        var told = part.recalls();
        if (told == null) throw new AssertionError(part + " says nothing");
        return told;
    }

    @Test
    void theFirstPartOfALinkSaysThatNothingIs() throws Exception {
        placed(job(List.of(), 0), 1, 3);
        next(feed(0));
        assertEquals(3, heard.size());
        assertEquals(RecallsTold.NOTHING, heard.getFirst().recalls());
        assertNull(heard.getLast().recalls());
    }

    @Test
    void whoComesBackLearnsItBeforeAllOrders() throws Exception {
        placed(job(List.of(), 0), 1, 3);
        recall();
        next(feed(0));
        assertEquals(4, heard.size());
        var first = heard.getFirst();
        assertEquals(List.of(), first.orders());
        assertEquals(false, first.current() || first.whole());
        assertEquals(0, first.version());
        assertEquals("recalled: bad", told(first).why(Jobs.KEY, 1));
        assertNull(told(first).why(Jobs.KEY, 2));
    }

    /// The parts that wait were made before.
    @Test
    void whatIsRecalledWhileOrdersAreToldDoesNotWaitForTheRest() throws Exception {
        placed(job(List.of(), 0), 1, 5);
        after = 2;
        then = this::recall;
        next(feed(0));
        assertEquals(6, heard.size());
        assertEquals("recalled: bad", told(heard.get(2)).why(Jobs.KEY, 1));
        assertEquals(0, heard.get(2).version(), "the version is that of before");
        assertEquals(true, heard.getLast().current());
    }

    @Test
    void itIsToldOnceAndWhenItIsLifted() throws Exception {
        placed(job(List.of(), 0), 1, 1);
        var feed = feed(0);
        next(feed);
        touched.clear();
        recall();
        assertEquals(Set.of(NODE), touched);
        next(feed);
        assertEquals(1, told(heard.getFirst()).all().size());
        next(feed);
        assertEquals(List.of(), heard);
        touched.clear();
        lift();
        assertEquals(Set.of(NODE), touched);
        next(feed);
        assertEquals(new RecallsTold(2, List.of()), heard.getFirst().recalls());
    }

    private void force() {
        happened(new ClusterFact.VersionForced(Jobs.KEY, 1));
    }

    private static List<Boolean> forced(List<ServersSay.Sync> parts) {
        return parts.stream()
                .flatMap(part -> part.orders().stream())
                .map(WorkOrder::forced)
                .toList();
    }

    /// A server that has just started, and has not come to the end of its log yet.
    @Test
    void whoHasMoreThanThereIsIsToldNothingOldAndThenEverything() throws Exception {
        placed(job(List.of(), 0), 1, 2);
        force();
        long seen = index + 2;
        var feed = feed(seen);
        next(feed);
        assertEquals(List.of(), heard, "it would start again what has ended since");
        place(3);
        next(feed);
        assertEquals(List.of(), heard);
        touched.clear();
        force();
        assertEquals(Set.of(NODE), touched, "there is as much as it has");
        next(feed);
        for (var part : heard) assertEquals(seen, part.version(), "older ones are passed over");
        assertEquals(
                List.of(false, true),
                List.of(heard.getFirst(), heard.getLast()).stream()
                        .map(ServersSay.Sync::whole)
                        .toList());
        var told = heard.stream().flatMap(part -> part.orders().stream());
        assertEquals(
                Set.of("a1", "a2", "a3"),
                told.map(WorkOrder::allocation).collect(Collectors.toSet()));
        place(4);
        next(feed);
        assertEquals(List.of(seen, index), heard.stream().map(ServersSay.Sync::version).toList());
    }

    /// The rest of its log may come as a state.
    @Test
    void whoHasMoreThanThereIsIsToldWhatAStateThatWasSentHas() throws Exception {
        placed(job(List.of(), 0), 1, 2);
        var feed = feed(index + 3);
        next(feed);
        assertEquals(List.of(), heard);
        touched.clear();
        orders.from(index += 2, cluster);
        assertEquals(Set.of(), touched);
        orders.from(index += 2, cluster);
        assertEquals(Set.of(NODE), touched);
        next(feed);
        assertEquals(
                List.of(index - 1, index), heard.stream().map(ServersSay.Sync::version).toList());
    }

    /// What must not run goes before all else, and what is there no more is not named.
    @Test
    void whoHasMoreThanThereIsIsToldThenWhatIsRecalledAndGone() throws Exception {
        placed(job(List.of(), 0), 1, 3);
        var feed = feed(index + 3);
        next(feed);
        recall();
        next(feed);
        assertEquals(List.of(), heard);
        happened(new ClusterFact.AllocationsForgotten(List.of("a2")));
        touched.clear();
        place(4);
        assertEquals(Set.of(NODE), touched);
        next(feed);
        var first = heard.getFirst();
        assertEquals("recalled: bad", told(first).why(Jobs.KEY, 1));
        assertEquals(List.of(), first.orders());
        assertEquals(index, first.version());
        for (var part : heard.subList(1, heard.size())) {
            assertEquals(true, part.whole());
            var named = new TreeSet<>(ids(List.of(part)));
            named.addAll(part.kept());
            assertEquals(Set.of("a1", "a3", "a4"), named);
        }
        touched.clear();
        happened(new ClusterFact.JobAccepted(named("other", null), 1, 0, List.of(), null));
        assertEquals(Set.of(), touched, "nobody looks again at whoever has no more");
        place(5);
        next(feed);
        assertEquals(List.of("a5"), ids(heard), "from then on only what is new");
    }

    private void other(int first, int count) {
        placed(named("other", null), first, count);
    }

    private static JobSpec named(String name, @Nullable Launch launch) {
        var spec = job(List.of(), 0);
        return new JobSpec(
                new JobKey(Jobs.KEY.namespace(), name),
                spec.type(),
                spec.priority(),
                spec.where(),
                spec.placement(),
                spec.meta(),
                spec.groups(),
                launch);
    }

    @Test
    void whatIsForcedIsToldBeforeOtherOrders() throws Exception {
        other(1, 3);
        placed(job(List.of(), 0), 10, 2);
        force();
        next(feed(0));
        assertEquals(List.of(true, true), forced(heard).subList(0, 2));
        assertEquals(List.of("a10", "a11"), ids(heard.subList(0, 2)));
        assertEquals(RecallsTold.NOTHING, heard.getFirst().recalls(), "or one lifted holds it");
        assertEquals(0, heard.getFirst().version());
        assertEquals(false, heard.getFirst().whole());
        assertEquals(List.of("a1", "a10", "a11", "a2", "a3"), ids(heard.subList(2, 7)));
    }

    private static List<String> ids(List<ServersSay.Sync> parts) {
        return parts.stream()
                .flatMap(part -> part.orders().stream())
                .map(WorkOrder::allocation)
                .sorted()
                .toList();
    }

    @Test
    void whatIsForcedWhileOrdersAreToldDoesNotWaitForTheRest() throws Exception {
        other(1, 4);
        happened(new ClusterFact.JobAccepted(job(List.of(), 0), 1, 0, List.of(), null));
        force();
        after = 2;
        then = () -> place(10);
        next(feed(0));
        assertEquals(List.of("a10"), ids(heard.subList(2, 3)));
        assertEquals(5, heard.size());
    }

    /// A version that comes makes way for itself.
    @Test
    void whatMakesWayForItIsToldFirstToo() throws Exception {
        other(1, 3);
        placed(job(List.of(), 0), 10, 1);
        var feed = feed(0);
        next(feed);
        var stop = Allocation.Desired.of(false, "replaced by version 2", 0, 2);
        happened(
                new ClusterFact.JobAccepted(job(List.of("x"), 0), 2, 0, List.of(), null),
                new ClusterFact.VersionForced(Jobs.KEY, 2),
                new ClusterFact.AllocationsDesired(
                        List.of(
                                new ClusterFact.DesiredChange("a1", stop),
                                new ClusterFact.DesiredChange("a10", stop))));
        next(feed);
        assertEquals("a10", heard.getFirst().orders().getFirst().allocation());
        assertEquals(1, heard.getFirst().orders().size());
        next(feed);
        assertEquals(List.of(), heard);
    }

    /// It waits for their end.
    @Test
    void whatIsDisplacedForItIsToldFirstToo() throws Exception {
        other(1, 3);
        var feed = feed(0);
        next(feed);
        var displacer = allocation("a10", List.of("a2"));
        happened(
                new ClusterFact.JobAccepted(job(List.of(), 0), 1, 0, List.of(), null),
                new ClusterFact.VersionForced(Jobs.KEY, 1),
                stopped("a1", "a2"),
                new ClusterFact.AllocationsPlaced(List.of(displacer)));
        next(feed);
        assertEquals(List.of("a2"), ids(heard.subList(0, 1)));
        assertEquals(List.of("a1", "a2"), ids(heard.subList(1, heard.size())));
    }

    @Test
    void whatWasLaunchedOfWhatIsRecalledIsStoppedFirstToo() throws Exception {
        other(1, 3);
        var cause = Launch.Cause.BY_TIME;
        placed(named("child", new Launch.Launched(Jobs.KEY.name(), 1, cause, 0, "")), 10, 1);
        var feed = feed(0);
        next(feed);
        recall();
        happened(stopped("a1", "a10"));
        next(feed);
        assertEquals(List.of("a10"), ids(heard.subList(0, 1)));
        assertEquals(List.of("a1", "a10"), ids(heard.subList(1, heard.size())));
    }

    private static ClusterFact stopped(String... ids) {
        var stop = Allocation.Desired.of(false, "stopped", 0, 2);
        return new ClusterFact.AllocationsDesired(
                Stream.of(ids).map(id -> new ClusterFact.DesiredChange(id, stop)).toList());
    }

    /// A node that has lost its journal would do it once more.
    @Test
    void whatIsForcedAndHasEndedIsNotToldAgain() throws Exception {
        placed(job(List.of(), 0), 10, 2);
        force();
        var ended = Allocation.Observed.of(Allocation.Status.COMPLETE, false, "", 1, 1, Map.of());
        happened(
                new ClusterFact.AllocationsObserved(
                        List.of(new ClusterFact.ObservedChange("a10", ended))));
        next(feed(0));
        assertEquals(List.of("a11", "a11"), ids(heard), "first, and with all of it");
    }

    /// It goes on beside the forced version until its turn comes, as everything else.
    @Test
    void whatIsOfAnEarlierVersionThanTheForcedOneIsNotUrgent() throws Exception {
        placed(job(List.of(), 0), 10, 1);
        var feed = feed(0);
        next(feed);
        happened(
                new ClusterFact.JobAccepted(job(List.of("x"), 0), 2, 0, List.of(), null),
                new ClusterFact.VersionForced(Jobs.KEY, 2),
                desired("a10", Allocation.Desired.of(true, "", 0, 1).restart()));
        next(feed);
        assertEquals(1, heard.size());
        assertEquals(index, heard.getFirst().version());
    }

    @Test
    void whatMakesWayForWhatIsNotUrgentIsNotEither() throws Exception {
        other(1, 3);
        placed(job(List.of(), 0), 20, 1);
        var feed = feed(0);
        next(feed);
        happened(
                stopped("a2"),
                new ClusterFact.AllocationsPlaced(List.of(allocation("a10", List.of("a2")))));
        next(feed);
        assertEquals(List.of("a2"), ids(heard));
        assertEquals(index, heard.getFirst().version());
    }

    @Test
    void whatMakesWayForWhatIsStoppedByNowIsNotUrgent() throws Exception {
        other(1, 3);
        var feed = feed(0);
        next(feed);
        happened(
                new ClusterFact.JobAccepted(job(List.of(), 0), 1, 0, List.of(), null),
                new ClusterFact.VersionForced(Jobs.KEY, 1),
                stopped("a2"),
                new ClusterFact.AllocationsPlaced(List.of(allocation("a10", List.of("a2")))),
                stopped("a10"));
        next(feed);
        assertEquals(List.of("a10"), ids(heard.subList(0, 1)));
        assertEquals(List.of("a10", "a2"), ids(heard.subList(1, heard.size())));
    }

    @Test
    void allThatMakesWayForWhatIsForcedIsToldFirst() throws Exception {
        other(1, 3);
        var feed = feed(0);
        next(feed);
        happened(
                new ClusterFact.JobAccepted(job(List.of(), 0), 1, 0, List.of(), null),
                new ClusterFact.VersionForced(Jobs.KEY, 1),
                stopped("a1", "a2", "a3"),
                new ClusterFact.AllocationsPlaced(List.of(allocation("a10", List.of("a1", "a3")))));
        next(feed);
        assertEquals(List.of("a1", "a3"), ids(heard.subList(0, 2)));
        assertEquals(List.of("a1", "a2", "a3"), ids(heard.subList(2, heard.size())));
    }

    /// The rest of its server's log came after it.
    @Test
    void whoHadMoreThanThereWasIsToldWhatIsForcedFirstToo() throws Exception {
        other(1, 3);
        var feed = feed(index + 2);
        next(feed);
        assertEquals(List.of(), heard);
        placed(job(List.of(), 0), 10, 1);
        force();
        next(feed);
        assertEquals(List.of("a10"), ids(heard.subList(0, 1)));
        assertEquals(List.of("a1", "a10", "a2", "a3"), ids(heard.subList(1, heard.size())));
    }

    @Test
    void whatIsRecalledIsStoppedFirst() throws Exception {
        other(1, 3);
        placed(job(List.of(), 0), 10, 1);
        var feed = feed(0);
        next(feed);
        recall();
        happened(stopped("a1", "a10"));
        next(feed);
        assertEquals(List.of("a10"), ids(heard.subList(0, 1)));
        assertEquals(List.of("a1", "a10"), ids(heard.subList(1, heard.size())));
    }

    /// Only the newest version is recalled, and this one would have been replaced anyway.
    @Test
    void whatIsStoppedOfAnotherVersionThanTheRecalledOneIsNotUrgent() throws Exception {
        placed(job(List.of(), 0), 10, 1);
        var feed = feed(0);
        next(feed);
        var second = job(List.of("x"), 0);
        var what = new Recall.Recalled.OfVersions(Jobs.KEY, 2, List.of(2L), second);
        happened(
                new ClusterFact.JobAccepted(second, 2, 0, List.of(), null),
                new ClusterFact.JobRecalled(new Recall("r0123456789", what, "", "", 9)),
                stopped("a10"));
        next(feed);
        var last = heard.getLast();
        assertEquals(List.of("a10"), ids(List.of(last)));
        assertEquals(List.of(), ids(heard.subList(0, heard.size() - 1)));
        assertEquals(index, last.version());
    }

    /// What it launched of another version goes on.
    @Test
    void whatWasLaunchedOfAnotherVersionThanTheRecalledOneIsNotUrgent() throws Exception {
        var cause = Launch.Cause.BY_TIME;
        var launched = new Launch.Launched(Jobs.KEY.name(), 2, cause, 0, "");
        placed(named("child", launched), 10, 1);
        var feed = feed(0);
        next(feed);
        var what = new Recall.Recalled.OfVersions(Jobs.KEY, 1, List.of(1L), null);
        happened(
                new ClusterFact.JobRecalled(new Recall("r0123456789", what, "", "", 9)),
                stopped("a10"));
        next(feed);
        assertEquals(List.of("a10"), ids(heard));
        assertEquals(index, heard.getLast().version());
    }

    private static ClusterFact desired(String id, Allocation.Desired desired) {
        return new ClusterFact.AllocationsDesired(
                List.of(new ClusterFact.DesiredChange(id, desired)));
    }

    @Test
    void whoHasNothingOfTheJobIsNotTold() throws Exception {
        placed(job(List.of(), 0), 1, 1);
        recall();
        heard.clear();
        new ClusterServerPart(orders)
                .feed(OTHER, new Frame.Seen("cluster", "e", 0))
                .next(this::hear);
        assertEquals(new RecallsTold(1, List.of()), heard.getFirst().recalls());
    }
}
