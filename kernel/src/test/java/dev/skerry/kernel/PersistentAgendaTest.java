package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PersistentAgendaTest {
    private static final int MANY = 1_000;

    @Test
    void itKnowsWhatATreeMapKnows() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new HashMap<String, Long>();
            var agenda = PersistentAgenda.<String>empty();
            for (int step = 0; step < 200; step++) {
                var what = "t" + random.nextInt(20);
                if (random.nextInt(4) > 0) {
                    long tickMs = random.nextInt(-10, 10);
                    model.put(what, tickMs);
                    agenda = agenda.with(what, tickMs);
                } else {
                    model.remove(what);
                    agenda = agenda.without(what);
                }
                same(model, agenda, "seed " + seed + " step " + step);
            }
        }
    }

    private static void same(Map<String, Long> model, PersistentAgenda<String> agenda, String at) {
        var byTick = new TreeMap<Long, Set<String>>();
        model.forEach(
                (what, tickMs) -> byTick.computeIfAbsent(tickMs, _ -> new HashSet<>()).add(what));
        assertEquals(model.size(), agenda.size(), at);
        long first = byTick.isEmpty() ? PersistentAgenda.NEVER : byTick.firstKey();
        assertEquals(first, agenda.firstTickMs(), at);
        var due = agenda.until(3, MANY);
        int from = 0;
        for (var bucket : byTick.headMap(3L, true).values()) {
            assertEquals(bucket, Set.copyOf(due.subList(from, from + bucket.size())), at);
            from += bucket.size();
        }
        assertEquals(from, due.size(), at);
        for (int most = 0; most <= due.size(); most++)
            assertEquals(due.subList(0, most), agenda.until(3, most), at);
        model.forEach((what, tickMs) -> assertEquals(tickMs, agenda.tickMs(what), at));
    }

    @Test
    void olderOnesStayAsTheyWere() {
        var one = PersistentAgenda.<String>empty().with("a", 5).with("b", 5);
        var later = one.with("a", 9);
        assertEquals(9, later.tickMs("a"));
        assertEquals(5, one.tickMs("a"));
        assertEquals(2, one.until(5, MANY).size());
        assertEquals(List.of("b"), later.until(5, MANY));
        assertEquals(List.of("b", "a"), later.until(9, MANY));
        assertEquals(0, PersistentAgenda.<String>empty().size());
    }

    @Test
    void neverTakesItOff() {
        var one = PersistentAgenda.<String>empty().with("a", 5);
        assertEquals(PersistentAgenda.empty(), one.with("a", PersistentAgenda.NEVER));
        assertEquals(PersistentAgenda.NEVER, one.without("a").firstTickMs());
        assertEquals(PersistentAgenda.NEVER, one.tickMs("b"));
        assertSame(one, one.with("b", PersistentAgenda.NEVER));
        assertSame(one, one.without("b"));
        assertTrue(one.without("a").until(PersistentAgenda.NEVER, MANY).isEmpty());
    }

    /// Beyond 127 two boxed numbers are not the same object.
    @Test
    void theSameTickAgainIsTheSame() {
        var one = PersistentAgenda.<String>empty().with("a", 1_000_000);
        assertSame(one, one.with("a", 1_000_000));
    }

    @Test
    void theOrderDoesNotTellHowItCameAbout() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var one = PersistentAgenda.<String>empty();
            var what = new ArrayList<String>();
            for (int i = 0; i < 40; i++) what.add("t" + i);
            for (var each : what) one = one.with(each, each.length());
            Collections.shuffle(what, random);
            var other = PersistentAgenda.<String>empty();
            for (var each : what)
                other = other.with(each, random.nextInt(9)).with(each, each.length());
            assertEquals(one, other);
            assertEquals(one.hashCode(), other.hashCode());
            assertEquals(one.until(9, MANY), other.until(9, MANY), "seed " + seed);
            assertNotEquals(one, other.with("t1", 7));
        }
    }
}
