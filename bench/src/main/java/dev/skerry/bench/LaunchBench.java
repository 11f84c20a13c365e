package dev.skerry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// From a job submitted to its process running, as one who submits it sees it: the request, the
/// log, the scheduler, the link, the journal, the process, and the way back until the API says so.
/// Then a job of a thousand tasks on one node, beside what a C program needs that does the same
/// cgroups, forks and programs. Arguments: single jobs, tasks at once, rounds.
public final class LaunchBench {
    private static final double GOAL_MS = 100;
    private static final double GOAL_ALL_S = 10;

    /// A machine on which the bare processes take longer than this gets as much on top of it.
    private static final double BARE_S = 5;

    private static final long PATIENCE_NS = 120_000_000_000L;
    private static final int WARM_UP = 20;

    private final Fleet fleet;
    private final Fleet.Member agent;

    private LaunchBench(Fleet fleet, Fleet.Member agent) {
        this.fleet = fleet;
        this.agent = agent;
    }

    public static void main(String[] arguments) throws Exception {
        int jobs = Figures.argument(arguments, 0, 100);
        int tasks = Figures.argument(arguments, 1, 1_000);
        int rounds = Figures.argument(arguments, 2, 2);
        try (var fleet = new Fleet()) {
            var bench = new LaunchBench(fleet, fleet.connected("node-1"));
            bench.single("warm", WARM_UP);
            bench.report(bench.single("one", jobs));
            double bare = bare(tasks);
            Figures.only("%,d bare tasks, by a C program".formatted(tasks), bare, "s");
            double goal = bare > BARE_S ? bare + BARE_S : GOAL_ALL_S;
            double best = Double.MAX_VALUE;
            for (int round = 1; round <= rounds; round++) {
                double seconds = bench.many("many-" + round, tasks);
                Figures.only("%,d tasks running, round %d".formatted(tasks, round), seconds, "s");
                best = Math.min(best, seconds);
            }
            var what = "%,d tasks on one node running, best of %d".formatted(tasks, rounds);
            Figures.under(what, best, "s", goal);
        }
        Figures.machine(LaunchBench.class, arguments);
    }

    private void report(List<Double> tookMs) {
        Collections.sort(tookMs);
        int count = tookMs.size();
        Figures.only("submitted to running, fastest", tookMs.getFirst(), "ms");
        Figures.under(
                "submitted to running, p50 of " + count, tookMs.get(count / 2), "ms", GOAL_MS);
        Figures.only("submitted to running, p95 of " + count, tookMs.get(count * 95 / 100), "ms");
    }

    private List<Double> single(String name, int count) throws IOException, InterruptedException {
        var tookMs = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            var job = name + "-" + i;
            long beganNs = System.nanoTime();
            var answer = fleet.post("jobs", Fleet.sleepers(job, 1));
            while (!answer.body().contains("\"status\":\"running\"")) {
                if (System.nanoTime() - beganNs > PATIENCE_NS)
                    throw new IOException(job + " does not run: " + answer.body());
                var after = "&wait=10s&index=" + answer.index();
                answer = fleet.get("allocations?job=" + job + after);
            }
            tookMs.add((System.nanoTime() - beganNs) / 1e6);
            fleet.delete("jobs/" + job + "?purge=true");
        }
        return tookMs;
    }

    /// What the machine needs for the cgroups, forks and programs alone.
    private static double bare(int tasks) throws IOException, InterruptedException {
        var folder = Folders.temporary();
        try (var in = LaunchBench.class.getResourceAsStream("launch")) {
            if (in == null) throw new IOException("the build has no launch program");
            var program = folder.resolve("launch");
            Files.copy(in, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            var command = List.of(program.toString(), Integer.toString(tasks));
            var process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var said = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
            if (process.waitFor() != 0) throw new IOException("the C program failed: " + said);
            return Double.parseDouble(said);
        } finally {
            Folders.delete(folder);
        }
    }

    private double many(String job, int tasks) throws IOException, InterruptedException {
        double agentS = ProcessLook.cpuSeconds(agent.pid());
        double serverS = ProcessLook.cpuSeconds(fleet.server().pid());
        long beganNs = System.nanoTime();
        fleet.post("jobs", Fleet.sleepers(job, tasks));
        while (fleet.running(job) < tasks) {
            if (System.nanoTime() - beganNs > PATIENCE_NS)
                throw new IOException("only " + fleet.running(job) + " tasks run");
            Fleet.pause(50_000_000);
        }
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        agentS = ProcessLook.cpuSeconds(agent.pid()) - agentS;
        serverS = ProcessLook.cpuSeconds(fleet.server().pid()) - serverS;
        Figures.only("of a core, the agent", agentS, "s");
        Figures.only("of a core, the server", serverS, "s");
        fleet.delete("jobs/" + job);
        while (fleet.running(job) > 0) Fleet.pause(200_000_000);
        return seconds;
    }
}
