package dev.skerry.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.JoinToken;
import dev.skerry.cluster.Node;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderTest {
    final ClusterMachine machine = new ClusterMachine();
    final ServerMetrics metrics = new ServerMetrics();
    final Leader leader =
            new Leader(
                    machine, (Cluster it) -> machine.wakeAtTickMs(it), new ServerClock(), metrics);
    final MemoryLog<ClusterFact> memory = new MemoryLog<>(leader.follower());
    final GatedLog log = new GatedLog(memory);

    /// A log that holds back what is appended while its gate is shut.
    static final class GatedLog implements FactLog<ClusterFact> {
        private final MemoryLog<ClusterFact> log;
        private final List<Runnable> held = new ArrayList<>();
        private boolean shut;

        GatedLog(MemoryLog<ClusterFact> log) {
            this.log = log;
        }

        @Override
        public synchronized CompletableFuture<Long> append(long term, List<ClusterFact> facts) {
            if (!shut) return log.append(term, facts);
            var done = new CompletableFuture<Long>();
            held.add(() -> {
                var _ =
                        log.append(term, facts)
                                .whenComplete((index, lost) -> {
                                    if (lost == null) done.complete(index);
                                    else done.completeExceptionally(lost);
                                });
            });
            return done;
        }

        synchronized void shut() {
            shut = true;
        }

        synchronized void open() {
            shut = false;
            held.forEach(Runnable::run);
            held.clear();
        }

        @Override
        public void close() {
            log.close();
        }
    }

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
        try (var own =
                new Leader(
                        machine, machine::wakeAtTickMs, new ServerClock(), new ServerMetrics())) {
            var inner = new MemoryLog<>(own.follower());
            var promised = new CopyOnWriteArrayList<Integer>();
            var told = new Semaphore(0);
            own.listen((_, facts, _) -> {
                if (facts.isEmpty()) return;
                promised.add(own.promised().tokens().size());
                told.release();
            });
            own.start(new CommittingLog(inner, told), Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            assertInstanceOf(Applied.Done.class, own.submit(issue(1)).get(10, SECONDS));
            assertInstanceOf(Applied.Done.class, own.submit(issue(2)).get(10, SECONDS));
            assertEquals(List.of(1, 2), promised);
            inner.close();
        }
    }

    /// A log that has told everyone of a commit before the one who appends goes on.
    record CommittingLog(MemoryLog<ClusterFact> log, Semaphore told)
            implements FactLog<ClusterFact> {
        @Override
        public CompletableFuture<Long> append(long term, List<ClusterFact> facts) {
            var done = log.append(term, facts);
            told.acquireUninterruptibly();
            return done;
        }

        @Override
        public void close() {
            log.close();
        }
    }

    /// A log that cannot write what concerns one pool.
    record PickyLog(FactLog<ClusterFact> log, RuntimeException refusal)
            implements FactLog<ClusterFact> {
        @Override
        public CompletableFuture<Long> append(long term, List<ClusterFact> facts) {
            for (var fact : facts)
                if (fact instanceof ClusterFact.TokenIssued(var token)
                        && token.pool().equals("odd")) throw refusal;
            return log.append(term, facts);
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
                    new Leader(
                            machine,
                            machine::wakeAtTickMs,
                            new ServerClock(),
                            new ServerMetrics())) {
                var inner = new MemoryLog<>(own.follower());
                var gate = new GatedLog(inner);
                own.start(new PickyLog(gate, refusal), Throwable::printStackTrace);
                assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
                gate.shut(); // what comes now is decided in few batches
                var all = new ArrayList<CompletableFuture<Applied>>();
                for (int i = 0; i < 20; i++) all.add(own.submit(issue(i, i == 7 ? "odd" : "p")));
                gate.open();
                for (int i = 0; i < 20; i++) {
                    var applied = all.get(i).get(10, SECONDS);
                    assertEquals(i == 7, applied instanceof Applied.Refused, i + ": " + applied);
                }
                assertEquals(19, own.now().cluster().tokens().size());
                assertInstanceOf(Applied.Done.class, own.submit(issue(99)).get(10, SECONDS));
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
        var done = assertInstanceOf(Applied.Done.class, leader.submit(issue(1)).get(10, SECONDS));
        assertTrue(leader.now().index() >= done.index());
        assertEquals(1, leader.now().cluster().tokens().size());
    }

    @Test
    void messagesBuildOnWhatIsOnlyPromised() throws Exception {
        log.shut();
        var issued = leader.submit(issue(1));
        assertTrue(leader.propose(join(1, "n-000000000001")).get(10, SECONDS));
        var again = leader.submit(join(1, "n-000000000002"));
        assertEquals(0, leader.now().cluster().nodes().size());
        assertEquals(1, leader.promised().nodes().size());
        assertTrue(!issued.isDone() && !again.isDone(), "a refusal also waits for its reasons");
        log.open();
        assertInstanceOf(Applied.Done.class, issued.get(10, SECONDS));
        assertInstanceOf(Applied.Refused.class, again.get(10, SECONDS));
        assertEquals(1, leader.now().cluster().nodes().size());
    }

    @Test
    void whatWaitsIsWrittenTogether() throws Exception {
        log.shut();
        var all = new ArrayList<CompletableFuture<Applied>>();
        for (int i = 0; i < 5_000; i++) all.add(leader.submit(issue(i)));
        log.open();
        for (var each : all) assertInstanceOf(Applied.Done.class, each.get(10, SECONDS));
        assertEquals(5_000, leader.now().cluster().tokens().size());
        assertTrue(metrics.messages().entries().sum() < 500, metrics::toString);
    }

    @Test
    void theDeposedForgetTheirPromises() throws Exception {
        log.shut();
        var lost = leader.submit(issue(1));
        assertTrue(leader.propose(join(1, "n-000000000001")).get(10, SECONDS));
        memory.depose();
        log.open();
        var thrown = assertThrows(ExecutionException.class, () -> lost.get(10, SECONDS));
        assertInstanceOf(LeadershipLost.class, thrown.getCause());
        var refused = leader.submit(issue(2)).get(10, SECONDS);
        assertInstanceOf(
                Refusal.Unavailable.class,
                assertInstanceOf(Applied.Refused.class, refused).refusal());
        memory.lead();
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
        assertInstanceOf(Applied.Done.class, leader.submit(issue(3)).get(10, SECONDS));
        assertEquals(1, leader.now().cluster().tokens().size());
    }

    @Test
    void readersWaitForAnIndex() throws Exception {
        var before = leader.now();
        assertEquals(before, leader.awaitNewer(before.index(), Duration.ofMillis(20)));
        var waits = CompletableFuture.supplyAsync(() -> newer(before.index()));
        assertInstanceOf(Applied.Done.class, leader.submit(issue(1)).get(10, SECONDS));
        assertEquals(1, waits.get(10, SECONDS).cluster().tokens().size());
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
        assertInstanceOf(Applied.Done.class, leader.submit(issue(0)).get(10, SECONDS));
        leader.listen((index, facts, after) -> {
            heard.add(index);
            if (heard.size() == 1) assertEquals(List.of(), facts);
            if (after.tokens().size() == 100) all.complete(after);
        });
        for (int i = 1; i < 100; i++) leader.submit(issue(i)).get(10, SECONDS);
        assertEquals(leader.now().cluster(), all.get(10, SECONDS));
        assertEquals(heard.stream().sorted().distinct().toList(), heard);
    }

    /// Held back, and then given to the log, or lost, or read again: one by one.
    private static final class HeldLog implements FactLog<ClusterFact> {
        private final MemoryLog<ClusterFact> log;
        private final List<Held> held = new CopyOnWriteArrayList<>();

        record Held(long term, List<ClusterFact> facts, CompletableFuture<Long> done) {}

        HeldLog(MemoryLog<ClusterFact> log) {
            this.log = log;
        }

        @Override
        public CompletableFuture<Long> append(long term, List<ClusterFact> facts) {
            var one = new Held(term, facts, new CompletableFuture<>());
            held.add(one);
            return one.done;
        }

        void lose(int index) {
            held.get(index).done.completeExceptionally(new IllegalStateException("lost"));
        }

        void commit(int index) throws Exception {
            var one = held.get(index);
            one.done.complete(log.append(one.term, List.copyOf(one.facts)).get(10, SECONDS));
        }

        @Override
        public void close() {}
    }

    @Test
    void whatComesBackAfterOneThatWasLostCountsAndTheLoopGoesOn() throws Exception {
        try (var own =
                new Leader(
                        machine, machine::wakeAtTickMs, new ServerClock(), new ServerMetrics())) {
            var inner = new MemoryLog<>(own.follower());
            var onItsWay = new HeldLog(inner);
            own.start(onItsWay, Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            assertTrue(own.propose(issue(1)).get(10, SECONDS));
            assertTrue(own.propose(issue(2)).get(10, SECONDS));
            assertTrue(own.propose(issue(3)).get(10, SECONDS));
            onItsWay.lose(0);
            onItsWay.commit(1);
            onItsWay.commit(2);
            assertEquals(2, own.now().cluster().tokens().size());
            assertEquals(2, own.promised().tokens().size(), "what was lost is promised no more");
            assertTrue(own.propose(issue(4)).get(10, SECONDS));
            onItsWay.commit(3);
            assertEquals(3, own.now().cluster().tokens().size());
            inner.close();
        }
    }

    @Test
    void whatSomebodyElseHasAppendedIsBuiltOn() throws Exception {
        var foreign =
                List.<ClusterFact>of(
                        new ClusterFact.TokenIssued(
                                new JoinToken(
                                        "%064x".formatted(5),
                                        "default",
                                        Long.MAX_VALUE,
                                        Long.MAX_VALUE,
                                        "",
                                        "",
                                        "")));
        log.shut();
        var onItsWay = leader.submit(issue(1));
        assertTrue(leader.propose(issue(2)).get(10, SECONDS));
        memory.append(1, foreign).get(10, SECONDS);
        log.open();
        assertInstanceOf(Applied.Done.class, onItsWay.get(10, SECONDS));
        var joined = leader.submit(join(5, "n-000000000005")).get(10, SECONDS);
        assertInstanceOf(Applied.Done.class, joined);
        assertEquals(3, leader.now().cluster().tokens().size());
    }

    @Test
    void aBatchThatIsPromisedInATermThatIsOverIsInNobodysWay() {
        try (var published = new Published(machine, new ServerClock())) {
            published.leads(1);
            var before = Objects.requireNonNull(published.leadership());
            published.deposed();
            published.leads(2);
            published.expect(before, List.of(new ClusterFact.TimeNoted(7)), Cluster.EMPTY);
            var now = Objects.requireNonNull(published.leadership());
            var facts = List.<ClusterFact>of(new ClusterFact.TimeNoted(8));
            var after = machine.apply(Cluster.EMPTY, facts.getFirst());
            published.expect(now, facts, after);
            published.committed(1, facts);
            assertEquals(after, published.now().cluster());
            assertEquals(now, published.leadership());
        }
    }
}
