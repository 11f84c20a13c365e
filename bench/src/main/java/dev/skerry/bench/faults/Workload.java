package dev.skerry.bench.faults;

import dev.skerry.bench.history.Event;
import dev.skerry.bench.history.Event.Did;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Clients that read, write and swap a few registers at a time until they are told to end, and what
/// they were told. Registers are left for new ones, so that none has a history too long to check.
public final class Workload {
    private static final int KEYS_AT_ONCE = 4;
    private static final int OPERATIONS_OF_KEY = 150;
    private static final int READS_PERCENT = 40;
    private static final int WRITES_PERCENT = 35;
    private static final int PERCENT = 100;

    private final List<Registers> clients;
    private final long pauseMaxNs;
    private final String name;
    private final Queue<Event> history = new ConcurrentLinkedQueue<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong recorded = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> troubles = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /// @param name of the registers, as none were called before
    /// @param pauseMaxNs at most that between two operations of a client
    public Workload(String name, List<Registers> clients, long pauseMaxNs) {
        this.name = name;
        this.clients = List.copyOf(clients);
        this.pauseMaxNs = pauseMaxNs;
    }

    public void start() {
        for (int i = 0; i < clients.size(); i++) {
            var client = clients.get(i);
            var dice = new Random(i);
            threads.add(Thread.ofVirtual().name("client").start(() -> work(client, dice)));
        }
    }

    /// What has a place in the history by now.
    public long operations() {
        return recorded.get();
    }

    private void work(Registers client, Random dice) {
        try {
            var versions = new HashMap<String, Long>();
            while (!over) {
                step(client, dice, versions);
                ServerCell.pause(dice.nextLong(1 + pauseMaxNs));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            troubles.add(e);
        }
    }

    private void step(Registers client, Random dice, Map<String, Long> versions)
            throws InterruptedException {
        long block = begun.getAndIncrement() / (KEYS_AT_ONCE * OPERATIONS_OF_KEY);
        var key = "%s-%d-%d".formatted(name, block, dice.nextInt(KEYS_AT_ONCE));
        keys.add(key);
        int what = dice.nextInt(PERCENT);
        long version = versions.getOrDefault(key, 0L);
        long calledNs = System.nanoTime();
        Registers.Told told;
        if (what < READS_PERCENT) told = client.read(key);
        else if (what < READS_PERCENT + WRITES_PERCENT)
            told = client.write(key, values.incrementAndGet());
        else told = client.swap(key, version, values.incrementAndGet());
        record(key, told, calledNs);
        if (told.sure() && told.did() instanceof Did.Saw(var seen))
            versions.put(key, seen.version());
        if (told.sure() && told.did() instanceof Did.Swapped) versions.put(key, version + 1);
    }

    private void record(String key, Registers.Told told, long calledNs) {
        @Nullable Did did = told.did();
        if (did == null) return;
        history.add(new Event(key, did, calledNs, told.sure() ? System.nanoTime() : Event.NEVER));
        recorded.incrementAndGet();
    }

    /// Ends the clients, has others read once more all that was written, and returns what all were
    /// told.
    ///
    /// @param last each of them reads everything
    public List<Event> end(List<Registers> last) throws InterruptedException {
        over = true;
        for (var thread : threads) thread.join();
        for (var client : last) {
            for (var key : keys) {
                long calledNs = System.nanoTime();
                record(key, client.read(key), calledNs);
            }
        }
        return List.copyOf(history);
    }

    /// What clients have met that they may not.
    public List<Throwable> troubles() {
        return List.copyOf(troubles);
    }

    /// The longest time without a write that was acknowledged, between two moments.
    static long longestWithoutNs(List<Event> history, long fromNs, long toNs) {
        var moments = new ArrayList<Long>(List.of(fromNs, toNs));
        for (var event : history) {
            long at = event.answeredNs();
            if (writes(event) && at > fromNs && at < toNs) moments.add(at);
        }
        Collections.sort(moments);
        long longest = 0;
        for (int i = 1; i < moments.size(); i++)
            longest = Math.max(longest, moments.get(i) - moments.get(i - 1));
        return longest;
    }

    private static boolean writes(Event event) {
        return event.did() instanceof Did.Wrote || event.did() instanceof Did.Swapped;
    }

    /// Whether a write was asked for since then, and acknowledged.
    boolean hasWritten(long sinceNs) {
        return history.stream()
                .anyMatch(it ->
                        writes(it) && it.calledNs() > sinceNs && it.answeredNs() != Event.NEVER);
    }

    /// What is known so far.
    List<Event> history() {
        return List.copyOf(history);
    }
}
