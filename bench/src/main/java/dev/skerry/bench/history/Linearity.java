package dev.skerry.bench.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
///
/// Three things are known without trying. What changes nothing and can be next is next: whatever
/// comes later finds the register as it would have. A value that was seen with a version was
/// written at that version, and nothing else was. Writes of which no answer is known and no value
/// was seen are all alike, so that the one that was called first stands for all.
public final class Linearity {
    private final List<Event> events;
    private final long stepsMax;

    /// What was seen: values by their versions, and versions by their values.
    private final Map<Long, Long> values = new HashMap<>();

    private final Map<Long, Long> versions = new HashMap<>();

    /// Writes that are all alike, in the order of their calls.
    private final BitSet alike = new BitSet();

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

    /// @param register a value that was never seen is 0
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
        for (var event : events) {
            if (!(event.did() instanceof Event.Did.Saw(var seen))) continue;
            values.putIfAbsent(seen.version(), seen.value());
            versions.putIfAbsent(seen.value(), seen.version());
        }
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            boolean wrote = event.did() instanceof Event.Did.Wrote(var value) && !wasSeen(value);
            if (wrote && !event.sure()) alike.set(i);
        }
    }

    private boolean wasSeen(long value) {
        return versions.containsKey(value);
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
            if (advance(from)) {
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

    /// Does what can be next and leads to something new: what changes nothing before all else.
    ///
    /// @param from the first candidate
    /// @return whether there is one
    private boolean advance(int from) {
        return advance(from, true) || advance(from, false);
    }

    /// @param idle those that change nothing, or the others
    private boolean advance(int from, boolean idle) {
        long firstAnswerNs = events.get(done.nextClearBit(0)).answeredNs();
        for (int i = done.nextClearBit(from); i < events.size(); i = done.nextClearBit(i + 1)) {
            if (events.get(i).calledNs() > firstAnswerNs || anotherIsFirst(i)) continue;
            var after = events.get(i).after(now);
            if (after == null || !asSeen(after) || after.equals(now) != idle) continue;
            done.set(i);
            if (seen.add(new Seen((BitSet) done.clone(), plain(after)))) {
                steps.push(new Step(now, i, idle ? events.size() : i + 1));
                now = after;
                return true;
            }
            done.clear(i);
        }
        return false;
    }

    /// Whether one that is the same was called before and can be next instead.
    private boolean anotherIsFirst(int event) {
        if (!alike.get(event)) return false;
        int before = alike.previousSetBit(event - 1);
        return before >= 0 && !done.get(before);
    }

    private boolean asSeen(Register register) {
        return values.getOrDefault(register.version(), register.value()) == register.value()
                && versions.getOrDefault(register.value(), register.version())
                        == register.version();
    }

    private Register plain(Register register) {
        return wasSeen(register.value()) ? register : new Register(register.version(), 0);
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
