package dev.skerry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How soon a fleet acts on what changes: a node's new meta, until the job that waited for it is
/// placed; and a boot of a node without a server in reach, until all its tasks run again.
/// Arguments: changes, tasks, boots.
public final class ReactBench {
    private static final double META_GOAL_MS = 1_000;
    private static final double BOOT_GOAL_S = 5;
    private static final long PATIENCE_NS = 120_000_000_000L;

    private final Fleet fleet;

    private ReactBench(Fleet fleet) {
        this.fleet = fleet;
    }

    public static void main(String[] arguments) throws Exception {
        int changes = Figures.argument(arguments, 0, 50);
        int tasks = Figures.argument(arguments, 1, 20);
        int boots = Figures.argument(arguments, 2, 5);
        try (var fleet = new Fleet()) {
            var bench = new ReactBench(fleet);
            var agent = fleet.connected("node-1");
            bench.changes(changes);
            bench.boots(agent, tasks, boots);
        }
        Figures.machine(ReactBench.class, arguments);
    }

    private void changes(int count) throws IOException, InterruptedException {
        var tookMs = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            var job = "waits-" + i;
            var rule = "{\"constraints\": [\"node.meta.turn == \\\"%d\\\"\"], ".formatted(i);
            fleet.post("jobs", rule + Fleet.sleepers(job, 1).strip().substring(1));
            until(job + " waits", "jobs/" + job, "\"blocked\":true");
            long beganNs = System.nanoTime();
            fleet.patch("nodes/node-1/meta", "{\"turn\": \"%d\"}".formatted(i));
            until(job + " is placed", "allocations?job=" + job, "\"job\":\"" + job + "\"");
            tookMs.add((System.nanoTime() - beganNs) / 1e6);
            fleet.delete("jobs/" + job + "?purge=true");
        }
        Collections.sort(tookMs);
        Figures.under(
                "meta changed to placed, p50 of " + count, middle(tookMs), "ms", META_GOAL_MS);
        Figures.under("the slowest of them", tookMs.getLast(), "ms", META_GOAL_MS);
    }

    private void until(String what, String path, String words)
            throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!fleet.get(path).body().contains(words)) {
            if (System.nanoTime() - untilNs > 0) throw new IOException("not so: " + what);
            Fleet.pause(1_000_000);
        }
    }

    /// The server is gone before the node starts, and stays away.
    private void boots(Fleet.Member agent, int tasks, int count)
            throws IOException, InterruptedException {
        fleet.post("jobs", Fleet.sleepers("tasks", tasks));
        while (fleet.running("tasks") < tasks) Fleet.pause(50_000_000);
        fleet.end(fleet.server());
        var tookS = new ArrayList<Double>();
        var node = agent;
        for (int i = 0; i < count; i++) {
            fleet.powerOff(node);
            node = fleet.agent(agent.name());
            while (running(node) < tasks) {
                if (System.nanoTime() - node.startedNs() > PATIENCE_NS)
                    throw new IOException("only %d tasks run".formatted(running(node)));
                Fleet.pause(5_000_000);
            }
            tookS.add((System.nanoTime() - node.startedNs()) / 1e9);
        }
        Collections.sort(tookS);
        var what = "boot without a server to %d tasks running".formatted(tasks);
        Figures.under(what + ", p50 of " + count, middle(tookS), "s", BOOT_GOAL_S);
        Figures.under("the slowest of them", tookS.getLast(), "s", BOOT_GOAL_S);
    }

    /// Tasks whose process is there.
    private static int running(Fleet.Member agent) throws IOException {
        int running = 0;
        for (long shim : ProcessLook.programsBelow(agent.data())) {
            var process = ProcessHandle.of(shim);
            if (process.isPresent() && process.get().children().findAny().isPresent()) running++;
        }
        return running;
    }

    private static double middle(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
