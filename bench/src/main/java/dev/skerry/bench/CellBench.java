package dev.skerry.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What several servers cost: three beside one, asked in turn. Writes are jobs that are submitted,
/// each acknowledged once it is on the disks of most. All servers are in this process and share its
/// cores and its disk, which three machines would not. Arguments: nodes, allocations of a round,
/// writes of a round, rounds.
public final class CellBench {
    private static final int ALLOCATIONS_OF_JOB = 50;
    private static final int CONNECTIONS = 8;
    private static final int SIZE = 3;

    private final Map<String, List<Double>> figures = new TreeMap<>();
    private int number;

    private CellBench() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = Figures.argument(arguments, 0, 500);
        int allocations = Figures.argument(arguments, 1, 2_000);
        int writes = Figures.argument(arguments, 2, 400);
        int rounds = Figures.argument(arguments, 3, 5);
        var folder = Folders.temporary();
        try (var one = new BenchCell(folder.resolve("one"), 1);
                var three = new BenchCell(folder.resolve("three"), SIZE)) {
            for (var cell : List.of(one, three)) cell.join(nodes);
            var bench = new CellBench();
            for (int i = 0; i <= rounds; i++) {
                if (i == 1) bench.figures.clear(); // the first round warms up
                bench.round("one", one, nodes, allocations, writes);
                bench.round("three", three, nodes, allocations, writes);
            }
            bench.report();
        } finally {
            Folders.delete(folder);
        }
        System.out.printf("%,d nodes, medians of %d rounds%n", nodes, rounds);
        Figures.machine(CellBench.class, arguments);
        System.exit(0);
    }

    private void round(String name, BenchCell cell, int nodes, int allocations, int writes)
            throws Exception {
        int leading = cell.leading();
        latency("1 write at the leader, " + name, cell, leading, writes);
        if (name.equals("three"))
            latency("2 write at a follower, " + name, cell, (leading + 1) % SIZE, writes);
        long beganNs = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var all = new ArrayList<Callable<List<Double>>>();
            for (int i = 0; i < CONNECTIONS; i++) all.add(() -> write(cell, leading, writes));
            for (var done : threads.invokeAll(all)) done.get();
        }
        double eachSecond = CONNECTIONS * writes * 1e9 / (System.nanoTime() - beganNs);
        add("3 writes by %d, %s, a second".formatted(CONNECTIONS, name), eachSecond);
        var placements = "4 placements, %s, a second".formatted(name);
        add(placements, cell.place(nodes, allocations, ALLOCATIONS_OF_JOB));
    }

    private void latency(String what, BenchCell cell, int server, int writes) throws Exception {
        var tookMs = write(cell, server, writes);
        Collections.sort(tookMs);
        add(what + ", p50 ms", tookMs.get(writes / 2));
        add(what + ", p99 ms", tookMs.get(writes * 99 / 100));
    }

    /// How long each took.
    private List<Double> write(BenchCell cell, int server, int writes) throws Exception {
        var tookMs = new ArrayList<Double>();
        try (var connection = cell.connect(server)) {
            for (int i = 0; i < writes; i++) {
                var job = job();
                long beganNs = System.nanoTime();
                var _ = connection.ask("POST", "/v1/jobs", cell.token(), "application/json", job);
                tookMs.add((System.nanoTime() - beganNs) / 1e6);
            }
        }
        return tookMs;
    }

    /// One of 50, each time a new version.
    private synchronized String job() {
        return """
        {"job":"till-%d","type":"batch","meta":{"n":"%d"},"groups":{"main":{"count":1,
        "constraints":["false"],"tasks":{"it":{"driver":"exec","command":"/bin/true"}}}}}
        """
                .formatted(number % 50, ++number);
    }

    private void add(String figure, double value) {
        figures.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
    }

    private void report() {
        for (var each : figures.entrySet()) {
            var values = each.getValue().stream().sorted().toList();
            Figures.only(each.getKey().substring(2), values.get(values.size() / 2), "");
        }
    }
}
