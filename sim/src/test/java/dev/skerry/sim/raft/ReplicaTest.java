package dev.skerry.sim.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulator's log keeps what Raft promises: otherwise what is found above it is worth nothing.
class ReplicaTest {
    /// By their ids, which begin with 1.
    private final List<Replica> all = new ArrayList<>();

    private final PriorityQueue<Mail> mail = new PriorityQueue<>();
    private final Map<Long, LoggedEntry> committed = new HashMap<>();
    private final Map<Long, Integer> leaders = new HashMap<>();
    private final TreeSet<Integer> away = new TreeSet<>();
    private SplittableRandom dice = new SplittableRandom(1);
    private boolean trouble;
    private long nowMs;
    private long sent;

    private record Mail(long atMs, long number, int from, int to, RaftMessage message)
            implements Comparable<Mail> {
        @Override
        public int compareTo(Mail other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private void begin(long seed, int servers) {
        dice = new SplittableRandom(seed);
        var numbers = new TreeSet<Integer>();
        for (int i = 1; i <= servers; i++) numbers.add(i);
        for (int id : numbers)
            all.add(
                    new Replica(
                            id,
                            numbers,
                            () -> dice.nextInt(1_000_000),
                            (to, message) -> send(id, to, message)));
        for (var each : all) each.start(0);
    }

    private void send(int from, int to, RaftMessage message) {
        if (trouble && dice.nextInt(100) < 15) return;
        long lateMs = trouble && dice.nextInt(10) == 0 ? 2_000 : 20;
        mail.add(new Mail(nowMs + 1 + dice.nextLong(lateMs), ++sent, from, to, message));
    }

    private void runFor(long ms) {
        long untilMs = nowMs + ms;
        while (nowMs < untilMs) {
            nowMs += 5;
            for (var it = mail.peek(); it != null && it.atMs <= nowMs; it = mail.peek()) {
                mail.remove();
                if (away.contains(it.from) || away.contains(it.to)) continue;
                all.get(it.to - 1).came(it.message, nowMs);
            }
            for (int id = 1; id <= all.size(); id++) {
                var each = all.get(id - 1);
                if (away.contains(id)) continue;
                each.tick(nowMs);
                if (dice.nextInt(3) > 0) each.synced(each.lastIndex(), each.term());
            }
            check();
            if (trouble) act();
        }
    }

    private void act() {
        int id = 1 + dice.nextInt(all.size());
        var one = all.get(id - 1);
        switch (dice.nextInt(400)) {
            case 0 -> {
                if (away.add(id)) one.killed(dice.nextLong(one.unsynced() + 1));
            }
            case 1 -> one.renounce(nowMs);
            case 2 -> {
                if (!away.contains(id)) one.campaign(nowMs);
            }
            case 3, 4 -> {
                if (away.remove(id)) one.start(nowMs);
            }
            default -> {
                if (dice.nextInt(8) == 0 && !away.contains(id)) write(one);
            }
        }
        if (dice.nextInt(100) == 0 && !away.contains(id)) save(one);
    }

    private void write(Replica one) {
        one.append(new byte[] {(byte) ++sent, (byte) (sent >> 8)});
    }

    private void save(Replica one) {
        long at = one.committed();
        if (at <= one.saved().index()) return;
        long before = one.saved().index();
        var entry = committed.get(at);
        if (entry != null) one.save(new SavedAt(at, entry.term(), new byte[0]), before);
    }

    private void check() {
        for (var one : all) {
            if (one.leads()) {
                var other = leaders.putIfAbsent(one.term(), one.leader());
                assertTrue(other == null || other.equals(one.leader()), "two lead in a term");
            }
            for (long at = one.committed(); one.has(at); at--) {
                var before = committed.putIfAbsent(at, one.at(at));
                if (before == null) continue;
                assertEquals(before.term(), one.at(at).term(), "entry " + at);
                assertEquals(before.bytes(), one.at(at).bytes(), "entry " + at);
                break;
            }
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsCommittedStays(long seed) {
        begin(seed, seed % 3 == 0 ? 5 : 3);
        trouble = true;
        runFor(60_000);
        trouble = false;
        for (int id : List.copyOf(away)) all.get(id - 1).start(nowMs);
        away.clear();
        runFor(10_000);
        var reached = new ArrayList<Long>();
        for (var each : all) reached.add(each.committed());
        assertEquals(1, new TreeSet<>(reached).size(), reached.toString());
        assertTrue(reached.getFirst() > 20, reached.toString());
        assertEquals(1, all.stream().filter(Replica::leads).count());
    }

    @Test
    void oneAloneLeadsAtOnce() {
        begin(1, 1);
        runFor(100);
        var one = all.getFirst();
        assertTrue(one.leads());
        assertEquals(1, one.committed());
        assertTrue(one.at(1).isBeginning());
        assertEquals(2, one.append(new byte[] {1}));
        runFor(50);
        assertEquals(2, one.committed());
    }

    /// What it has appended since is lost with the next who leads.
    @Test
    void whoIsCutOffCommitsNothing() {
        begin(1, 3);
        runFor(5_000);
        var one = all.stream().filter(Replica::leads).findFirst().orElseThrow();
        away.add(one.leader());
        long before = one.committed();
        long at = one.append(new byte[] {7});
        assertEquals(before + 1, at);
        one.synced(at, one.term());
        runFor(5_000);
        assertEquals(before, one.committed());
        away.clear();
        runFor(5_000);
        assertTrue(one.committed() > before);
        assertTrue(one.at(at).isBeginning(), "another has begun there");
    }
}
