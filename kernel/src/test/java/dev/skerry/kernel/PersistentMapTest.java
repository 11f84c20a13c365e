package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    @Test
    void itHoldsWhatAHashMapHolds() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new HashMap<String, Integer>();
            var map = PersistentMap.<String, Integer>empty();
            for (int step = 0; step < 200; step++) {
                var key = "k" + random.nextInt(40);
                if (random.nextInt(3) > 0) {
                    model.put(key, step);
                    map = map.with(key, step);
                } else {
                    model.remove(key);
                    map = map.without(key);
                }
                assertEquals(model.get(key), map.find(key), "seed " + seed);
                assertEquals(model.containsKey(key), map.has(key), "seed " + seed);
                assertEquals(model.size(), map.size(), "seed " + seed);
                assertEquals(model.isEmpty(), map.isEmpty(), "seed " + seed);
            }
            assertEquals(model, map.asMap(), "seed " + seed);
            assertEquals(model.hashCode(), map.hashCode(), "seed " + seed);
            assertEquals(PersistentMap.of(model), map, "seed " + seed);
            assertEquals(model.keySet(), Map.copyOf(map.asMap()).keySet(), "seed " + seed);
        }
    }

    /// What it was drafted from stays as it was, and so does what a draft has given.
    @Test
    void aDraftHoldsWhatAHashMapHolds() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new HashMap<String, Integer>();
            var map = PersistentMap.<String, Integer>empty();
            for (int round = 0; round < 5; round++) {
                var draft = map.draft();
                var before = Map.copyOf(model);
                for (int step = 0; step < 40; step++) {
                    var key = "k" + random.nextInt(40);
                    if (random.nextInt(3) > 0) {
                        model.put(key, step);
                        draft.put(key, step);
                    } else {
                        model.remove(key);
                        draft.remove(key);
                    }
                    assertEquals(model.get(key), draft.find(key), "seed " + seed);
                    assertEquals(model.getOrDefault(key, -1), draft.find(key, -1), "seed " + seed);
                }
                assertEquals(before, map.asMap(), "seed " + seed);
                map = draft.done();
                draft.put("after", 1);
                assertEquals(model, map.asMap(), "seed " + seed);
                assertEquals(model.size(), map.size(), "seed " + seed);
            }
        }
    }

    /// A key of which the hash is given.
    private record Given(int hash, int number) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Given that && hash == that.hash && number == that.number;
        }
    }

    /// Hashes that part at the first place, at the last, or never.
    private static Given key(Random random) {
        int hash =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(4);
                    case 1 -> random.nextInt(4) << 30;
                    case 2 -> 0x5555_5555 ^ (1 << random.nextInt(32));
                    default -> 7;
                };
        return new Given(hash, random.nextInt(3));
    }

    /// However deep they stand, and however they come and go: one by one and in drafts.
    @Test
    void hashesThatPartLateOrNeverMakeNoDifference() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var model = new HashMap<Given, Integer>();
            var map = PersistentMap.<Given, Integer>empty();
            for (int round = 0; round < 20; round++) {
                var draft = map.draft();
                var other = map;
                var before = Map.copyOf(model);
                for (int step = 0; step < 12; step++) {
                    var key = key(random);
                    if (random.nextInt(5) > 1) {
                        model.put(key, step);
                        draft.put(key, step);
                        other = other.with(key, step);
                    } else {
                        model.remove(key);
                        draft.remove(key);
                        other = other.without(key);
                    }
                    assertEquals(model.get(key), draft.find(key), "seed " + seed);
                }
                assertEquals(before, map.asMap(), "seed " + seed);
                map = draft.done();
                assertEquals(model, map.asMap(), "seed " + seed);
                assertEquals(model.size(), map.size(), "seed " + seed);
                assertEquals(map.toString(), other.toString(), "seed " + seed);
                sameShape(map, "seed " + seed);
            }
        }
    }

    /// What was put in anew, in the order in which it stands, stands in that order.
    private static void sameShape(PersistentMap<Given, Integer> map, String seed) {
        var anew = PersistentMap.<Given, Integer>empty();
        for (var key : map.keys()) anew = anew.with(key, map.find(key, -1));
        assertEquals(map.toString(), anew.toString(), seed);
    }

    @Test
    void olderOnesStayAsTheyWere() {
        var random = new Random(1);
        var model = new HashMap<Integer, Integer>();
        var map = PersistentMap.<Integer, Integer>empty();
        var before = new ArrayList<Map<Integer, Integer>>();
        var maps = new ArrayList<PersistentMap<Integer, Integer>>();
        for (int step = 0; step < 300; step++) {
            before.add(Map.copyOf(model));
            maps.add(map);
            int key = random.nextInt(30);
            if (random.nextBoolean()) {
                model.put(key, step);
                map = map.with(key, step);
            } else {
                model.remove(key);
                map = map.without(key);
            }
        }
        for (int i = 0; i < maps.size(); i++) assertEquals(before.get(i), maps.get(i).asMap());
    }

    @Test
    void theOrderDoesNotTellHowItCameAbout() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 200; i++) names.add("node-" + i);
        var straight = PersistentMap.<String, Integer>empty();
        for (var name : names) straight = straight.with(name, 1);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(names, new Random(seed));
            var other = PersistentMap.<String, Integer>empty().with("gone", 2);
            for (var name : names) other = other.with(name, 0).with(name, 1);
            other = other.without("gone");
            assertEquals(straight, other);
            assertEquals(List.copyOf(straight.keys()), List.copyOf(other.keys()), "seed " + seed);
            assertEquals(straight.toString(), other.toString(), "seed " + seed);
        }
    }

    @Test
    void keysValuesAndForEachGoTheSameWay() {
        var map = PersistentMap.of(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
        var keys = new ArrayList<String>();
        var values = new ArrayList<Integer>();
        map.forEach((key, value) -> {
            keys.add(key);
            values.add(value);
        });
        assertEquals(keys, List.copyOf(map.keys()));
        assertEquals(values, List.copyOf(map.values()));
    }

    @Test
    void withoutWhatIsNotThereIsTheSame() {
        var map = PersistentMap.<String, Integer>empty().with("a", 1);
        assertSame(map, map.without("b"));
        assertNull(map.find("b"));
        assertEquals(7, map.find("b", 7));
        assertEquals(1, map.find("a", 7));
        assertEquals(PersistentMap.empty(), map.without("a"));
        assertNotEquals(map, map.with("a", 2));
        assertFalse(map.equals((Object) map.asMap()));
    }

    /// "Aa" and "BB" have the same hash.
    @Test
    void keysWithTheSameHashAreTwo() {
        var map = PersistentMap.<String, Integer>empty().with("Aa", 1).with("BB", 2);
        assertEquals(2, map.size());
        assertEquals(Map.of("Aa", 1), map.without("BB").asMap());
        assertEquals(map, PersistentMap.<String, Integer>empty().with("BB", 2).with("Aa", 1));
    }

    @Test
    @SuppressWarnings("deprecation") // the view has the JDK's methods; here they are to throw
    void theViewCannotBeChanged() {
        var view = PersistentMap.of(Map.of("a", 1)).asMap();
        assertThrows(UnsupportedOperationException.class, () -> view.put("b", 2));
        assertThrows(UnsupportedOperationException.class, () -> view.remove("a"));
        assertThrows(UnsupportedOperationException.class, view::clear);
        assertThrows(UnsupportedOperationException.class, () -> view.keySet().remove("a"));
        assertEquals(Map.of("a", 1), view);
    }
}
