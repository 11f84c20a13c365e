package dev.skerry.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderTest {
    final ServerMetrics metrics = new ServerMetrics();
    final Leader leader = new Leader(ServerRooms.empty(), new ServerClock(), metrics);
    final MemoryLog memory = new MemoryLog(leader.follower());
    final GatedLog log = new GatedLog(memory);

    @BeforeEach
    void start() throws Exception {
        leader.start(log, Throwable::printStackTrace);
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        leader.close();
        log.close();
    }

    @Test
    void whatIsCommittedIsPromisedAlready() throws Exception {
        try (var own = new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics())) {
            var inner = new MemoryLog(own.follower());
            var promised = new CopyOnWriteArrayList<Integer>();
            var told = new Semaphore(0);
            own.listen((_, batch, _) -> {
                if (batch.isEmpty()) return;
                promised.add(own.promised().of(CLUSTER).tokens().size());
                told.release();
            });
            own.start(new CommittingLog(inner, told), Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            assertInstanceOf(
                    Applied.Done.class,
                    own.submit(CLUSTER, issue(1), Caller.SERVERS).get(10, SECONDS));
            assertInstanceOf(
                    Applied.Done.class,
                    own.submit(CLUSTER, issue(2), Caller.SERVERS).get(10, SECONDS));
            assertEquals(List.of(1, 2), promised);
            inner.close();
        }
    }

    /// A log that has told everyone of a commit before the one who appends goes on.
    record CommittingLog(MemoryLog log, Semaphore told) implements FactLog {
        @Override
        public CompletableFuture<Long> append(Batch batch) {
            var done = log.append(batch);
            told.acquireUninterruptibly();
            return done;
        }

        @Override
        public void close() {
            log.close();
        }
    }

    /// A log that cannot write what concerns one pool.
    record PickyLog(FactLog log, RuntimeException refusal) implements FactLog {
        @Override
        public CompletableFuture<Long> append(Batch batch) {
            for (var fact : batch.facts(CLUSTER))
                if (fact instanceof ClusterFact.TokenIssued(var token)
                        && token.pool().equals("odd")) throw refusal;
            return log.append(batch);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatTheLogCannotWriteIsRefusedAloneAndTheLoopGoesOn() throws Exception {
        for (var refusal :
                new RuntimeException[] {
                    new FactLog.TooLarge(7, 5), new IllegalStateException("no such sign")
                }) {
            try (var own =
                    new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics())) {
                var inner = new MemoryLog(own.follower());
                var gate = new GatedLog(inner);
                own.start(new PickyLog(gate, refusal), Throwable::printStackTrace);
                assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
                gate.shut(); // what comes now is decided in few batches
                var all = new ArrayList<CompletableFuture<Applied>>();
                for (int i = 0; i < 20; i++)
                    all.add(own.submit(CLUSTER, issue(i, i == 7 ? "odd" : "p"), Caller.SERVERS));
                gate.open();
                for (int i = 0; i < 20; i++) {
                    var applied = all.get(i).get(10, SECONDS);
                    assertEquals(i == 7, applied instanceof Applied.Refused, i + ": " + applied);
                }
                assertEquals(19, own.now().of(CLUSTER).tokens().size());
                assertInstanceOf(
                        Applied.Done.class,
                        own.submit(CLUSTER, issue(99), Caller.SERVERS).get(10, SECONDS));
                inner.close();
            }
        }
    }

    static ClusterMessage issue(int number, String pool) {
        return new ClusterMessage.IssueToken("%064x".formatted(number), pool, 3_600_000);
    }

    static ClusterMessage issue(int number) {
        return issue(number, "default");
    }

    static ClusterMessage join(int number, String node) {
        return new ClusterMessage.Join(
                "%064x".formatted(number),
                new Node.Identity(node, "name", "default", "here"),
                "key");
    }

    @Test
    void anAnswerMeansThatEveryoneCanReadIt() throws Exception {
        var done =
                assertInstanceOf(
                        Applied.Done.class,
                        leader.submit(CLUSTER, issue(1), Caller.SERVERS).get(10, SECONDS));
        assertTrue(leader.now().index() >= done.index());
        assertEquals(1, leader.now().of(CLUSTER).tokens().size());
    }

    @Test
    void messagesBuildOnWhatIsOnlyPromised() throws Exception {
        log.shut();
        var issued = leader.submit(CLUSTER, issue(1), Caller.SERVERS);
        assertTrue(leader.propose(CLUSTER, join(1, "n-000000000001")).get(10, SECONDS));
        var again = leader.submit(CLUSTER, join(1, "n-000000000002"), Caller.SERVERS);
        assertEquals(0, leader.now().of(CLUSTER).nodes().size());
        assertEquals(1, leader.promised().of(CLUSTER).nodes().size());
        assertTrue(!issued.isDone() && !again.isDone(), "a refusal also waits for its reasons");
        log.open();
        assertInstanceOf(Applied.Done.class, issued.get(10, SECONDS));
        assertInstanceOf(Applied.Refused.class, again.get(10, SECONDS));
        assertEquals(1, leader.now().of(CLUSTER).nodes().size());
    }

    @Test
    void whatWaitsIsWrittenTogether() throws Exception {
        log.shut();
        var all = new ArrayList<CompletableFuture<Applied>>();
        for (int i = 0; i < 5_000; i++) all.add(leader.submit(CLUSTER, issue(i), Caller.SERVERS));
        log.open();
        for (var each : all) assertInstanceOf(Applied.Done.class, each.get(10, SECONDS));
        assertEquals(5_000, leader.now().of(CLUSTER).tokens().size());
        assertTrue(metrics.messages().entries().sum() < 500, metrics::toString);
    }

    @Test
    void theDeposedForgetTheirPromises() throws Exception {
        log.shut();
        var lost = leader.submit(CLUSTER, issue(1), Caller.SERVERS);
        assertTrue(leader.propose(CLUSTER, join(1, "n-000000000001")).get(10, SECONDS));
        memory.depose();
        log.open();
        var thrown = assertThrows(ExecutionException.class, () -> lost.get(10, SECONDS));
        assertInstanceOf(LeadershipLost.class, thrown.getCause());
        var refused = leader.submit(CLUSTER, issue(2), Caller.SERVERS).get(10, SECONDS);
        assertInstanceOf(
                Refusal.Unavailable.class,
                assertInstanceOf(Applied.Refused.class, refused).refusal());
        memory.lead();
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
        assertInstanceOf(
                Applied.Done.class,
                leader.submit(CLUSTER, issue(3), Caller.SERVERS).get(10, SECONDS));
        assertEquals(1, leader.now().of(CLUSTER).tokens().size());
    }

    @Test
    void readersWaitForAnIndex() throws Exception {
        var before = leader.now();
        assertEquals(before, leader.awaitNewer(before.index(), Duration.ofMillis(20)));
        var waits = CompletableFuture.supplyAsync(() -> newer(before.index()));
        assertInstanceOf(
                Applied.Done.class,
                leader.submit(CLUSTER, issue(1), Caller.SERVERS).get(10, SECONDS));
        assertEquals(1, waits.get(10, SECONDS).of(CLUSTER).tokens().size());
    }

    private Snapshot newer(long index) {
        try {
            return leader.awaitNewer(index, Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void listenersHearEverythingInOrder() throws Exception {
        var heard = new CopyOnWriteArrayList<Long>();
        var all = new CompletableFuture<Cluster>();
        assertInstanceOf(
                Applied.Done.class,
                leader.submit(CLUSTER, issue(0), Caller.SERVERS).get(10, SECONDS));
        leader.listen((index, batch, after) -> {
            heard.add(index);
            if (heard.size() == 1) assertTrue(batch.isEmpty());
            if (after.of(CLUSTER).tokens().size() == 100) all.complete(after.of(CLUSTER));
        });
        for (int i = 1; i < 100; i++)
            leader.submit(CLUSTER, issue(i), Caller.SERVERS).get(10, SECONDS);
        assertEquals(leader.now().of(CLUSTER), all.get(10, SECONDS));
        assertEquals(heard.stream().sorted().distinct().toList(), heard);
    }

    /// Held back, and then given to the log, or lost, or read again: one by one.
    private static final class HeldLog implements FactLog {
        private final MemoryLog log;
        private final List<Held> held = new CopyOnWriteArrayList<>();

        record Held(Batch batch, CompletableFuture<Long> done) {}

        HeldLog(MemoryLog log) {
            this.log = log;
        }

        @Override
        public CompletableFuture<Long> append(Batch batch) {
            var one = new Held(batch, new CompletableFuture<>());
            held.add(one);
            return one.done;
        }

        void lose(int index) {
            held.get(index).done.completeExceptionally(new IllegalStateException("lost"));
        }

        void commit(int index) throws Exception {
            var one = held.get(index);
            one.done.complete(log.append(one.batch).get(10, SECONDS));
        }

        @Override
        public void close() {}
    }

    @Test
    void whatComesBackAfterOneThatWasLostCountsAndTheLoopGoesOn() throws Exception {
        try (var own = new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics())) {
            var inner = new MemoryLog(own.follower());
            var onItsWay = new HeldLog(inner);
            own.start(onItsWay, Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            assertTrue(own.propose(CLUSTER, issue(1)).get(10, SECONDS));
            assertTrue(own.propose(CLUSTER, issue(2)).get(10, SECONDS));
            assertTrue(own.propose(CLUSTER, issue(3)).get(10, SECONDS));
            onItsWay.lose(0);
            onItsWay.commit(1);
            onItsWay.commit(2);
            assertEquals(2, own.now().of(CLUSTER).tokens().size());
            assertEquals(
                    2,
                    own.promised().of(CLUSTER).tokens().size(),
                    "what was lost is promised no more");
            assertTrue(own.propose(CLUSTER, issue(4)).get(10, SECONDS));
            onItsWay.commit(3);
            assertEquals(3, own.now().of(CLUSTER).tokens().size());
            inner.close();
        }
    }

    /// Fails for one entry, and nobody knows whether it is in the log.
    private static final class UnsureLog implements FactLog {
        private final MemoryLog log;
        private boolean failed;

        UnsureLog(MemoryLog log) {
            this.log = log;
        }

        @Override
        public CompletableFuture<Long> append(Batch batch) {
            if (failed) return log.append(batch);
            failed = true;
            return CompletableFuture.failedFuture(new IllegalStateException("out of time"));
        }

        @Override
        public void renounce(long term) {
            log.depose();
            log.lead();
        }

        @Override
        public void close() {}
    }

    @Test
    void aLogThatHasFailedOnceIsLedAnew() throws Exception {
        try (var own = new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics())) {
            var inner = new MemoryLog(own.follower());
            own.start(new UnsureLog(inner), Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            var lost = own.submit(CLUSTER, issue(1), Caller.SERVERS);
            var thrown = assertThrows(ExecutionException.class, () -> lost.get(10, SECONDS));
            assertInstanceOf(LeadershipLost.class, thrown.getCause());
            long deadline = System.nanoTime() + SECONDS.toNanos(20);
            Applied applied = null;
            while (!(applied instanceof Applied.Done)) {
                assertTrue(System.nanoTime() < deadline, "it takes nothing any more: " + applied);
                own.awaitNewer(own.now().index(), Duration.ofMillis(20));
                applied = own.submit(CLUSTER, issue(2), Caller.SERVERS).get(10, SECONDS);
            }
            assertEquals(1, own.now().of(CLUSTER).tokens().size());
            inner.close();
        }
    }

    /// Such an error is none of one message: rooms, links and events would hear nothing any more.
    @Test
    void anErrorInAListenerEndsTheServerAndNotTheLog() throws Exception {
        try (var own = new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics())) {
            var broken = new CompletableFuture<Throwable>();
            var inner = new MemoryLog(own.follower());
            own.listen((_, _, _) -> {
                throw new StackOverflowError("too deep");
            });
            own.start(inner, broken::complete);
            assertInstanceOf(StackOverflowError.class, broken.get(20, SECONDS));
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            for (int i = 0; i < 5_000; i++) {
                var applied = own.submit(CLUSTER, issue(i), Caller.SERVERS).get(20, SECONDS);
                assertInstanceOf(Applied.Done.class, applied);
            }
            inner.close();
        }
    }

    /// Whoever asked has gone: what waits for him would fill the memory.
    @Test
    void whatIsWithdrawnBeforeItIsDecidedNeverIs() throws Exception {
        leader.submit(CLUSTER, issue(100_001), Caller.SERVERS).get(10, SECONDS);
        log.shut();
        long before = metrics.messages().entries().sum();
        var all = new ArrayList<CompletableFuture<Applied>>();
        long untilNs = System.nanoTime() + SECONDS.toNanos(60);
        for (int i = 0; metrics.mailbox().get() < 10 || !waitsForTheLog(before); i++) {
            all.add(leader.submit(CLUSTER, issue(i), Caller.SERVERS));
            assertTrue(System.nanoTime() < untilNs, "the log takes no more than a few batches");
            LockSupport.parkNanos(100_000); // the leader has its turn
        }
        var last = all.getLast();
        leader.withdraw(last);
        assertTrue(last.isCancelled());
        log.open();
        int kept = all.size() - 1;
        for (var each : all.subList(0, kept))
            assertInstanceOf(Applied.Done.class, each.get(20, SECONDS));
        assertInstanceOf(
                Applied.Done.class,
                leader.submit(CLUSTER, issue(200_000), Caller.SERVERS).get(10, SECONDS));
        assertEquals(kept + 2, leader.now().of(CLUSTER).tokens().size());
    }

    /// It decides nothing until one of its batches is in the log.
    private boolean waitsForTheLog(long entriesBefore) {
        return metrics.messages().entries().sum() - entriesBefore >= Leader.BATCHES_IN_FLIGHT_MAX;
    }

    @Test
    void whatSomebodyElseHasAppendedIsBuiltOn() throws Exception {
        var token =
                new JoinToken(
                        "%064x".formatted(5),
                        "default",
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        "",
                        "",
                        "");
        var told = CLUSTER.told(new ClusterFact.TokenIssued(token));
        var foreign = new Batch(1, 77, List.of(new Act(Caller.SERVERS, 0, List.of(told))));
        log.shut();
        var onItsWay = leader.submit(CLUSTER, issue(1), Caller.SERVERS);
        assertTrue(leader.propose(CLUSTER, issue(2)).get(10, SECONDS));
        memory.append(foreign).get(10, SECONDS);
        log.open();
        assertInstanceOf(Applied.Done.class, onItsWay.get(10, SECONDS));
        var joined =
                leader.submit(CLUSTER, join(5, "n-000000000005"), Caller.SERVERS).get(10, SECONDS);
        assertInstanceOf(Applied.Done.class, joined);
        assertEquals(3, leader.now().of(CLUSTER).tokens().size());
    }
}
