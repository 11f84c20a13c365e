package dev.skerry.sim.world;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// What will happen, in the order of a virtual time; and the dice for all that happens by chance.
public final class Happenings {
    public final SplittableRandom dice;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final History history;
    private long nowMs;
    private long numbers;
    private long happened;

    private record Event(long atMs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    Happenings(long seed, History history) {
        dice = new SplittableRandom(seed);
        this.history = history;
    }

    /// Real time; every host has clocks of its own beside it.
    public long nowMs() {
        return nowMs;
    }

    public void after(long delayMs, Runnable action) {
        queue.add(new Event(nowMs + Math.max(0, delayMs), numbers++, action));
    }

    /// After a time from `least` to `most`.
    public void soon(long leastMs, long mostMs, Runnable action) {
        after(between(leastMs, mostMs), action);
    }

    /// A number from `least` to `most`, both included.
    public long between(long least, long most) {
        return dice.nextLong(least, most + 1);
    }

    public boolean chance(int percent) {
        return dice.nextInt(100) < percent;
    }

    /// One of several, each as likely.
    @SafeVarargs
    public final <T> T one(T... of) {
        return of[dice.nextInt(of.length)];
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
    public void say(String line) {
        history.add(nowMs, line);
    }

    long happened() {
        return happened;
    }
}
