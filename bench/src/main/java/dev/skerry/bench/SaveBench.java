package dev.skerry.bench;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How long the log is held up while the state of many allocations is saved: one small change after
/// the other, each waited for, before and while a state is written.
///
/// Arguments: nodes, allocations. A state is saved after 100,000 entries, so there are so many
/// changes at the most.
public final class SaveBench {
    private static final double GOAL_MS = 50;
    private static final int BEFORE = 5_000;
    private static final int CHANGES_MAX = 250_000;
    private static final int EACH = 1_000;

    private final PlacedFleet fleet;
    private final Path states;
    private int changes;

    private SaveBench(PlacedFleet fleet, Path states) {
        this.fleet = fleet;
        this.states = states;
    }

    public static void main(String[] arguments) throws Exception {
        int nodes = Figures.argument(arguments, 0, 20_000);
        int allocations = Figures.argument(arguments, 1, 1_000_000);
        var folder = Folders.temporary();
        try (var fleet = new PlacedFleet(folder.resolve("raft"), nodes)) {
            fleet.join();
            fleet.place(allocations, EACH, "");
            new SaveBench(fleet, states(folder.resolve("raft"))).measure();
        } finally {
            Folders.delete(folder);
        }
        System.out.printf("%d allocations on %d nodes%n", allocations, nodes);
        Figures.machine(SaveBench.class, arguments);
        System.exit(0);
    }

    private void measure() throws IOException {
        while (saving()) change(); // what filling the log has begun
        System.gc();
        var quiet = new ArrayList<Double>();
        while (quiet.size() < BEFORE && !saving()) quiet.add(change());
        while (!saving() && changes < CHANGES_MAX) change();
        var meanwhile = new ArrayList<Double>();
        var before = JvmWork.now();
        long beganNs = System.nanoTime();
        while (saving()) meanwhile.add(change());
        double took = (System.nanoTime() - beganNs) / 1e9;
        if (meanwhile.isEmpty()) throw new IllegalStateException("no state was saved");
        Figures.only("a change, p50 before", at(quiet, 0.5), "ms");
        Figures.only("a change, longest before", at(quiet, 1), "ms");
        Figures.only("to save the state", took, "s");
        Figures.only("changes meanwhile", meanwhile.size(), "");
        Figures.only("a change, p50 meanwhile", at(meanwhile, 0.5), "ms");
        Figures.only("a change, p99.9 meanwhile", at(meanwhile, 0.999), "ms");
        Figures.under("a change, longest meanwhile", at(meanwhile, 1), "ms", GOAL_MS);
        System.out.println("  " + JvmWork.now().since(before));
    }

    private static double at(List<Double> times, double share) {
        Collections.sort(times);
        return times.get((int) Math.ceil(share * times.size()) - 1);
    }

    /// Milliseconds until it is in the log and can be read.
    private double change() {
        long beganNs = System.nanoTime();
        var message =
                new ClusterMessage.SetMeta(
                        MadeUpWork.node(0), Map.of("change", Integer.toString(++changes)));
        if (fleet.leader().submit(CLUSTER, message, Caller.SERVERS).join()
                instanceof Applied.Refused(var refusal))
            throw new IllegalStateException(refusal.sentence());
        return (System.nanoTime() - beganNs) / 1e6;
    }

    /// Whether a state is being written: its file has another name until it is whole.
    private boolean saving() throws IOException {
        try (var files = Files.newDirectoryStream(states, "new-*")) {
            return files.iterator().hasNext();
        }
    }

    /// Where the log keeps saved states.
    private static Path states(Path log) throws IOException {
        try (var files = Files.walk(log, 2)) {
            return files.filter(it -> it.endsWith("sm")).findFirst().orElseThrow();
        }
    }
}
