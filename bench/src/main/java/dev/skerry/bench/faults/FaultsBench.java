package dev.skerry.bench.faults;

import dev.skerry.bench.Figures;
import dev.skerry.bench.history.Linearity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Three servers as real processes in networks of their own, with which things go wrong under a
/// workload whose history is checked for linearizability; how long no write is acknowledged when
/// the leader is killed; and whether what is planted is found. Arguments: `--operations` for each
/// kind of fault, `--kills`, `--planted` of each kind, `--only KILLED,SLOW`. It ends with 1 when
/// what was found is not as it should be.
public final class FaultsBench {
    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofSeconds(3);
    private static final Duration PAUSE_MAX = Duration.ofMillis(20);
    private static final int ROUNDS_MIN = 3;
    private static final long PLANTED_OPERATIONS = 600;
    private static final double FAILOVER_GOAL_S = 3;
    private static final double NS = 1e9;
    private static final List<String> OPTIONS =
            List.of("--operations", "--kills", "--planted", "--only");

    private FaultsBench() {}

    public static void main(String[] arguments) throws Exception {
        var given = given(arguments);
        int operations = whole(given, "--operations", 20_000);
        int kills = whole(given, "--kills", 20);
        int planted = whole(given, "--planted", 10);
        var kinds = given.getOrDefault("--only", "");
        boolean good = true;
        for (var fault : Fault.values()) {
            if (kinds.isEmpty() || List.of(kinds.split(",", -1)).contains(fault.name()))
                good &= run(fault, operations);
        }
        if (kills > 0) good &= failover(kills);
        if (planted > 0) good &= planted(planted);
        Figures.machine(FaultsBench.class, arguments);
        if (!good) System.exit(1);
    }

    private static Map<String, String> given(String[] arguments) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length)
                throw new IllegalArgumentException(
                        arguments[i] + " should be one of " + OPTIONS + ", each with a value");
            given.put(arguments[i], arguments[i + 1]);
        }
        return given;
    }

    private static int whole(Map<String, String> given, String option, int otherwise) {
        return Integer.parseInt(given.getOrDefault(option, Integer.toString(otherwise)));
    }

    /// `SKERRY_HOME` names what was built; `./skerry bench` sets it.
    private static ServerCell cell(ServerCell.Options options)
            throws IOException, InterruptedException {
        var home = Path.of(System.getenv().getOrDefault("SKERRY_HOME", "dist"));
        var program = home.resolve("bin/skerry-server").toAbsolutePath().toString();
        return new ServerCell(List.of(program), options);
    }

    private static boolean run(Fault fault, int operations) throws InterruptedException {
        var plan = new Trial.Plan(operations, ROUNDS_MIN, HOLD, REST, PAUSE_MAX);
        try (var cell = cell(fault.options())) {
            var found = Trial.run(cell, fault, plan);
            System.out.println(found);
            return found.good();
        } catch (IOException e) {
            System.out.printf("%-36s FAILED: %s%n", fault, e);
            return false;
        } finally {
            System.out.flush();
        }
    }

    private static boolean failover(int kills) throws IOException, InterruptedException {
        var plan = new Trial.Plan(0, kills, HOLD, REST, PAUSE_MAX);
        try (var cell = cell(ServerCell.Options.USUAL)) {
            var found = Trial.run(cell, Fault.KILLED, plan);
            var gapsNs = found.gapsNs().stream().sorted().toList();
            var what = "no write after kill -9, of %d the ".formatted(kills);
            double medianS = gapsNs.get(gapsNs.size() / 2) / NS;
            Figures.under(what + "median", medianS, "s", FAILOVER_GOAL_S);
            Figures.only(what + "longest", Collections.max(gapsNs) / NS, "s");
            System.out.println(found);
            return found.good() && medianS < FAILOVER_GOAL_S;
        }
    }

    private static boolean planted(int times) throws IOException, InterruptedException {
        boolean all = true;
        try (var cell = cell(ServerCell.Options.USUAL)) {
            for (var kind : Planted.Kind.values()) {
                int found = 0;
                for (int i = 0; i < times; i++) {
                    var verdict = Trial.planted(cell, kind, PLANTED_OPERATIONS);
                    if (verdict instanceof Linearity.Verdict.Breaks) found++;
                }
                var what = "%s planted, found of %d".formatted(kind, times);
                Figures.print(what, found, "", "all", found == times);
                all &= found == times;
            }
        }
        return all;
    }
}
