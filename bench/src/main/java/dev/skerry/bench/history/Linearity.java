package dev.skerry.bench.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Whether a history is linearizable: each event can be given a moment between its call and its
/// answer, so that one after the other they are what a register does. An event of which the answer
/// is not known has any moment after its call, or none.
///
/// Keys are looked at each by itself, since registers have nothing to do with each other (Herlihy
/// and Wing). For one key an order is searched: whatever was called before the first answer that is
/// still to be explained may be next. Where the same events are done and the register is the same,
/// what follows is the same, and is not tried again (Wing and Gong, Lowe).
public final class Linearity {
    private final List<Event> events;
    private final long stepsMax;
    private final BitSet done = new BitSet();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<Seen> seen = new HashSet<>();
    private Register now = Register.NEW;
    private int furthest = -1;
    private String stuck = "";

    /// Events are done in that order until one was chosen.
    ///
    /// @param next the first candidate that was not tried yet
    private record Step(Register before, int event, int next) {}

    private record Seen(BitSet done, Register register) {}

    /// What was found out.
    public sealed interface Verdict {
        record Fits() implements Verdict {}

        /// @param why the register as far as all is explained, and what cannot be
        record Breaks(String why) implements Verdict {}

        /// It was not found out.
        record TooLong(String key, long steps) implements Verdict {}
    }

    private Linearity(List<Event> events, long stepsMax) {
        this.events = events;
        this.stepsMax = stepsMax;
    }

    /// The first verdict that is none of a history that fits.
    ///
    /// @param stepsMax so much is tried for each key
    public static Verdict of(List<Event> history, long stepsMax) {
        var keys = new TreeMap<String, List<Event>>();
        for (var event : history)
            keys.computeIfAbsent(event.key(), _ -> new ArrayList<>()).add(event);
        for (var events : keys.values()) {
            var order =
                    Comparator.comparingLong(Event::answeredNs).thenComparingLong(Event::calledNs);
            var verdict = new Linearity(events.stream().sorted(order).toList(), stepsMax).search();
            if (!(verdict instanceof Verdict.Fits)) return verdict;
        }
        return new Verdict.Fits();
    }

    private Verdict search() {
        int from = 0;
        for (long tried = 0; !explained(); tried++) {
            if (tried == stepsMax) return new Verdict.TooLong(events.getFirst().key(), tried);
            int found = advance(from);
            if (found >= 0) {
                from = 0;
                continue;
            }
            note();
            if (steps.isEmpty()) return new Verdict.Breaks(stuck);
            var last = steps.pop();
            done.clear(last.event());
            now = last.before();
            from = last.next();
        }
        return new Verdict.Fits();
    }

    /// All that is sure stands first, in the order of its answers.
    private boolean explained() {
        int first = done.nextClearBit(0);
        return first >= events.size() || !events.get(first).sure();
    }

    /// Does the next event that can be next, and leads to something new.
    ///
    /// @param from the first candidate
    /// @return -1: there is none
    private int advance(int from) {
        long firstAnswerNs = events.get(done.nextClearBit(0)).answeredNs();
        for (int i = done.nextClearBit(from); i < events.size(); i = done.nextClearBit(i + 1)) {
            var event = events.get(i);
            if (event.calledNs() > firstAnswerNs) continue;
            var after = event.after(now);
            if (after == null) continue;
            done.set(i);
            if (seen.add(new Seen((BitSet) done.clone(), after))) {
                steps.push(new Step(now, i, i + 1));
                now = after;
                return i;
            }
            done.clear(i);
        }
        return -1;
    }

    /// What is said of a history that breaks is where most of it was explained.
    private void note() {
        int count = done.cardinality();
        if (count <= furthest) return;
        furthest = count;
        var left = new ArrayList<String>();
        long firstAnswerNs = events.get(done.nextClearBit(0)).answeredNs();
        for (int i = done.nextClearBit(0); i < events.size(); i = done.nextClearBit(i + 1))
            if (events.get(i).calledNs() <= firstAnswerNs) left.add(events.get(i).toString());
        stuck =
                "after %d of %d events the register holds %s, and none of these can be next: %s"
                        .formatted(count, events.size(), now, String.join("; ", left));
    }
}
