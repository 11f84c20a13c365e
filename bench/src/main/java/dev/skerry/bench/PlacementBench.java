package dev.skerry.bench;

import java.util.List;

/// Placements per second through log and scheduler: jobs are submitted to a leader on a log that is
/// forced to the disk, its scheduler finds their places with CEL expressions, and all is committed.
///
/// Arguments: nodes, allocations, allocations in each job, rounds. The slowest round is the figure,
/// and every round is shown with what the JVM did beside it: collect garbage, compile. Rounds of
/// both kinds come first that warm it up and are shown, but do not count: a server is warm after
/// its first minute, and these are the first seconds of a process. Nor does what a round leaves
/// behind count for the next one: it is collected between them.
public final class PlacementBench {
    private static final double GOAL = 50_000;
    private static final int WARM_UP = 2;
    private static final List<String> KINDS = List.of("", "node.meta.area");

    private PlacementBench() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = Figures.argument(arguments, 0, 5_000);
        int allocations = Figures.argument(arguments, 1, 100_000);
        int count = Figures.argument(arguments, 2, 1_000);
        int rounds = Figures.argument(arguments, 3, 4);
        for (int round = 1; round <= WARM_UP; round++) {
            for (var by : KINDS) shown("warm-up, " + kind(by), nodes, allocations, count, by);
        }
        for (var by : KINDS) {
            double slowest = Double.MAX_VALUE;
            for (int round = 1; round <= rounds; round++) {
                var what = "%s, round %d".formatted(kind(by), round);
                slowest = Math.min(slowest, shown(what, nodes, allocations, count, by));
            }
            Figures.over(kind(by) + ", slowest of " + rounds, slowest, "placements/s", GOAL);
        }
        System.out.printf("%d allocations in jobs of %d, on %d nodes%n", allocations, count, nodes);
        Figures.machine(PlacementBench.class, arguments);
        System.exit(0);
    }

    private static String kind(String by) {
        return by.isEmpty() ? "binpack" : "spread over 50 areas";
    }

    /// One round, with what it is called and what the JVM did meanwhile.
    private static double shown(String what, int nodes, int allocations, int count, String by)
            throws Exception {
        System.gc();
        var before = JvmWork.now();
        double found = round(nodes, allocations, count, by);
        Figures.only(what, found, "placements/s");
        System.out.println("  " + JvmWork.now().since(before));
        return found;
    }

    private static double round(int nodes, int allocations, int count, String by) throws Exception {
        var folder = Folders.temporary();
        try (var fleet = new PlacedFleet(folder.resolve("raft"), nodes)) {
            fleet.join();
            return fleet.place(allocations, count, by);
        } finally {
            Folders.delete(folder);
        }
    }
}
