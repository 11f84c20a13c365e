package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersistentSetTest {
    /// What it was drafted from stays as it was, and so does what a draft has given.
    @Test
    void aDraftHoldsWhatAHashSetHolds() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new HashSet<Integer>();
            var set = PersistentSet.<Integer>empty();
            for (int round = 0; round < 5; round++) {
                var draft = set.draft();
                var before = Set.copyOf(model);
                for (int step = 0; step < 40; step++) {
                    int thing = random.nextInt(40);
                    if (random.nextInt(3) > 0) {
                        model.add(thing);
                        draft.add(thing);
                    } else {
                        model.remove(thing);
                        draft.remove(thing);
                    }
                }
                assertEquals(before, set.asSet(), "seed " + seed);
                set = draft.done();
                draft.add(1_000);
                assertEquals(model, set.asSet(), "seed " + seed);
                assertEquals(model.size(), set.size(), "seed " + seed);
            }
        }
    }

    @Test
    void itHoldsWhatAHashSetHolds() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var model = new HashSet<Integer>();
            var set = PersistentSet.<Integer>empty();
            var older = set;
            var asItWas = Set.<Integer>of();
            for (int step = 0; step < 200; step++) {
                if (step == 100) {
                    older = set;
                    asItWas = Set.copyOf(model);
                }
                int thing = random.nextInt(40);
                boolean in = random.nextInt(3) > 0;
                boolean changes = in ? model.add(thing) : model.remove(thing);
                var next = in ? set.with(thing) : set.without(thing);
                if (!changes) assertSame(set, next, "seed " + seed);
                set = next;
                assertEquals(in, set.has(thing), "seed " + seed);
                assertEquals(model.size(), set.size(), "seed " + seed);
                assertEquals(model.isEmpty(), set.isEmpty(), "seed " + seed);
            }
            assertEquals(model, set.asSet(), "seed " + seed);
            assertEquals(model.hashCode(), set.hashCode(), "seed " + seed);
            assertEquals(PersistentSet.of(model), set, "seed " + seed);
            assertEquals(asItWas, older.asSet(), "seed " + seed);
        }
    }

    @Test
    void theOrderDoesNotTellHowItCameAbout() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 200; i++) names.add("lamp-" + i);
        var straight = order(PersistentSet.of(names));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(names, new Random(seed));
            var other = PersistentSet.<String>empty().with("gone");
            for (var name : names) other = other.with(name);
            assertEquals(straight, order(other.without("gone")), "seed " + seed);
        }
    }

    private static List<String> order(PersistentSet<String> set) {
        var order = new ArrayList<String>();
        for (var each : set) order.add(each);
        return order;
    }

    @Test
    void equalIsWhatHoldsTheSame() {
        var set = PersistentSet.of(List.of("a", "b", "a"));
        assertEquals(2, set.size());
        assertEquals(set, PersistentSet.<String>empty().with("b").with("a"));
        assertNotEquals(set, set.with("c"));
        assertFalse(set.equals((Object) set.asSet()));
        assertEquals(PersistentSet.empty(), set.without("a").without("b"));
        assertEquals("[a]", set.without("b").toString());
    }

    @Test
    @SuppressWarnings("deprecation") // the view has the JDK's methods; here they are to throw
    void theViewCannotBeChanged() {
        var view = PersistentSet.of(List.of("a")).asSet();
        assertThrows(UnsupportedOperationException.class, () -> view.add("b"));
        assertThrows(UnsupportedOperationException.class, () -> view.remove("a"));
        assertThrows(UnsupportedOperationException.class, view::clear);
        assertEquals(Set.of("a"), view);
    }
}
