package dev.skerry.bench.speed;

import dev.skerry.kernel.PersistentMap;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import kotlinx.collections.immutable.ExtensionsKt;
import org.organicdesign.fp.collections.PersistentHashMap;
import org.pcollections.HashTreePMap;

/// Persistent maps side by side: what one entry costs to put in, to find, to replace and to pass
/// by, in nanoseconds of processor time, and how many bytes it takes.
///
///     java -Xmx3g -cp ... dev.skerry.bench.speed.MapSpeed [entries] [rounds]
public final class MapSpeed {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final String[] keys;
    private final int[] order;
    private final int rounds;
    private long sum;

    /// One library.
    ///
    /// @param <M> its map
    private record Candidate<M>(
            String name,
            Supplier<M> empty,
            Put<M> put,
            BiFunction<M, String, Object> get,
            Function<M, Iterable<String>> keys) {}

    private interface Put<M> {
        M put(M map, String key, Integer value);
    }

    private MapSpeed(int entries, int rounds) {
        this.rounds = rounds;
        keys = new String[entries];
        for (int i = 0; i < entries; i++) keys[i] = "a" + (i + 1);
        order = new int[entries];
        for (int i = 0; i < entries; i++) order[i] = i;
        var random = new SplittableRandom(1);
        for (int i = entries - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    public static void main(String[] args) {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        var speed = new MapSpeed(entries, rounds);
        System.out.printf(
                "%-14s %8s %8s %8s %8s %8s%n", "", "put", "get", "replace", "iterate", "bytes");
        speed.run(
                new Candidate<PersistentMap<String, Integer>>(
                        "skerry",
                        PersistentMap::empty,
                        (map, key, value) -> map.with(key, value),
                        (map, key) -> map.find(key, -1),
                        map -> map.keys()));
        speed.run(
                new Candidate<PersistentMap.MapDraft<String, Integer>>(
                        "(its draft)",
                        () -> PersistentMap.<String, Integer>empty().draft(),
                        (map, key, value) -> {
                            map.put(key, value);
                            return map;
                        },
                        (map, key) -> map.find(key, -1),
                        map -> map.done().keys()));
        speed.run(
                new Candidate<kotlinx.collections.immutable.PersistentMap<String, Integer>>(
                        "kotlinx",
                        ExtensionsKt::persistentHashMapOf,
                        (map, key, value) -> map.put(key, value),
                        (map, key) -> map.get(key),
                        map -> map.keySet()));
        speed.run(
                new Candidate<>(
                        "pcollections",
                        HashTreePMap::<String, Integer>empty,
                        (map, key, value) -> map.plus(key, value),
                        (map, key) -> map.get(key),
                        map -> map.keySet()));
        speed.run(
                new Candidate<io.vavr.collection.HashMap<String, Integer>>(
                        "vavr",
                        io.vavr.collection.HashMap::empty,
                        (map, key, value) -> map.put(key, value),
                        (map, key) -> map.get(key).get(),
                        map -> map.keySet()));
        speed.run(
                new Candidate<PersistentHashMap<String, Integer>>(
                        "paguro",
                        PersistentHashMap::empty,
                        (map, key, value) -> map.assoc(key, value),
                        (map, key) -> map.get(key),
                        map -> map.keySet()));
        speed.run(
                new Candidate<Map<String, Integer>>(
                        "(HashMap)",
                        HashMap::new,
                        (map, key, value) -> {
                            map.put(key, value);
                            return map;
                        },
                        Map::get,
                        Map::keySet));
    }

    private <M> void run(Candidate<M> candidate) {
        for (int i = 0; i < rounds; i++) {
            var usedBytes = usedBytes();
            var startNs = CPU.getCurrentThreadCpuTime();
            var map = candidate.empty().get();
            for (int at : order) map = candidate.put().put(map, keys[at], at);
            var putNs = CPU.getCurrentThreadCpuTime() - startNs;
            var bytes = usedBytes() - usedBytes;
            startNs = CPU.getCurrentThreadCpuTime();
            for (var key : keys) sum += candidate.get().apply(map, key).hashCode();
            var getNs = CPU.getCurrentThreadCpuTime() - startNs;
            startNs = CPU.getCurrentThreadCpuTime();
            for (int at : order) map = candidate.put().put(map, keys[at], at + 1);
            var replaceNs = CPU.getCurrentThreadCpuTime() - startNs;
            startNs = CPU.getCurrentThreadCpuTime();
            for (var key : candidate.keys().apply(map)) sum += key.length();
            var iterateNs = CPU.getCurrentThreadCpuTime() - startNs;
            System.out.printf(
                    "%-14s %8d %8d %8d %8d %8d%s%n",
                    candidate.name(),
                    putNs / keys.length,
                    getNs / keys.length,
                    replaceNs / keys.length,
                    iterateNs / keys.length,
                    bytes / keys.length,
                    sum == 0 ? "!" : "");
        }
    }

    private static long usedBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
