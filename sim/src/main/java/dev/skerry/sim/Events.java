package dev.skerry.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// What will happen, in the order of a virtual time; and the dice for all that happens by chance.
final class Events {
    private static final int TRACE_LINES_MAX = 400;

    final SplittableRandom dice;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private final boolean print;
    private long nowMs;
    private long numbers;
    private long happened;
    private int hash = 1;

    private record Event(long atMs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    Events(long seed, boolean print) {
        dice = new SplittableRandom(seed);
        this.print = print;
    }

    /// Real time; every host has a clock of its own beside it.
    long nowMs() {
        return nowMs;
    }

    void after(long delayMs, Runnable action) {
        queue.add(new Event(nowMs + Math.max(0, delayMs), numbers++, action));
    }

    /// After a time from `least` to `most`.
    void soon(long leastMs, long mostMs, Runnable action) {
        after(dice.nextLong(leastMs, mostMs + 1), action);
    }

    boolean chance(int percent) {
        return dice.nextInt(100) < percent;
    }

    /// Lets the next thing happen, if it is before a time.
    boolean next(long untilMs) {
        var event = queue.peek();
        if (event == null || event.atMs() > untilMs) {
            nowMs = untilMs;
            return false;
        }
        queue.remove();
        nowMs = event.atMs();
        happened++;
        event.action().run();
        return true;
    }

    /// Notes what happens, for whoever reads the history.
    void say(String line) {
        var text = "%8.3f %s".formatted(nowMs / 1000.0, line);
        hash = 31 * hash + text.hashCode();
        if (print) System.out.println(text);
        trace.add(text);
        if (trace.size() > TRACE_LINES_MAX) trace.remove();
    }

    long happened() {
        return happened;
    }

    /// The same for the same history.
    String fingerprint() {
        return Integer.toHexString(hash);
    }

    String lastLines(int count) {
        return String.join("\n", trace.stream().skip(Math.max(0, trace.size() - count)).toList());
    }
}
