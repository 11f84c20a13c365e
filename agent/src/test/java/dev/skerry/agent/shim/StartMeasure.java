package dev.skerry.agent.shim;

import dev.skerry.agent.driver.TaskLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Prints what a start costs, and what a shim holds: `StartMeasure DIRECTORY`.
final class StartMeasure {
    private static final int TASKS = 1_000;
    private static final int SAMPLES = 100;

    private StartMeasure() {}

    public static void main(String[] args) throws Exception {
        try (var world = new Playground(Path.of(args[0]), true)) {
            latency(world, "warm");
            latency(world, "noop");
            long sinceNs = System.nanoTime();
            for (int i = 0; i < TASKS; i++) {
                world.start(
                        world.launch("many" + i, "/bin/sleep", List.of("100"), TaskLimits.NONE));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d starts, one after the other: %.2f s%n",
                    TASKS,
                    (System.nanoTime() - sinceNs) / 1e9);
            memory(world);
        }
    }

    private static void latency(Playground world, String name) throws Exception {
        var tookNs = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            var launch = world.launch(name + i, "/bin/true", List.of(), TaskLimits.NONE);
            long sinceNs = System.nanoTime();
            world.start(launch);
            tookNs[i] = System.nanoTime() - sinceNs;
            world.nextExit();
        }
        Arrays.sort(tookNs);
        System.out.printf(
                Locale.ROOT,
                "%s: start p50 %.2f ms, p99 %.2f ms%n",
                name,
                tookNs[50] / 1e6,
                tookNs[98] / 1e6);
    }

    private static void memory(Playground world) throws IOException {
        long rss = 0;
        long pss = 0;
        long dirty = 0;
        var records = Records.under(world.directory.resolve("driver"));
        int shims = 0;
        for (var handle : records.all()) {
            var start = records.start(handle);
            if (start == null || !start.ids().shimAlive()) continue;
            shims++;
            var rollup = Path.of("/proc", Long.toString(start.ids().shim()), "smaps_rollup");
            for (var line : Files.readAllLines(rollup)) {
                if (line.startsWith("Rss:")) rss += kib(line);
                if (line.startsWith("Pss:")) pss += kib(line);
                if (line.startsWith("Private_Dirty:")) dirty += kib(line);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d shims, each: RSS %d KiB, PSS %d KiB, private %d KiB%n",
                shims,
                rss / shims,
                pss / shims,
                dirty / shims);
    }

    private static long kib(String line) {
        return Long.parseLong(line.replace("kB", "").substring(line.indexOf(':') + 1).strip());
    }
}
