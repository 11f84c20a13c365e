package dev.skerry.sim;

import dev.skerry.kernel.Text;
import dev.skerry.sim.world.World;
import java.io.PrintStream;
import java.util.List;

/// `skerry sim`: replays histories.
public final class SimMain {
    private SimMain() {}

    public static void main(String[] words) {
        System.exit(run(List.of(words), System.out, System.err));
    }

    /// @return 0: all went well, 1: a promise was broken, 2: the words are wrong
    static int run(List<String> words, PrintStream out, PrintStream err) {
        SimOptions options;
        try {
            options = SimOptions.parse(words);
        } catch (SimOptions.WrongOption e) {
            err.println("skerry sim: " + e.getMessage());
            err.println("`skerry sim --help` lists the options.");
            return 2;
        }
        if (options.help()) {
            out.print(Text.wrapped(SimOptions.HELP, System.getenv("COLUMNS")));
            return 0;
        }
        return histories(options, out) == 0 ? 0 : 1;
    }

    private static int histories(SimOptions options, PrintStream out) {
        int broken = 0;
        for (long seed = options.seed(); seed < options.seed() + options.seeds(); seed++)
            if (!history(seed, options, out)) broken++;
        if (options.seeds() > 1) out.printf("%d histories, %d broken%n", options.seeds(), broken);
        return broken;
    }

    private static boolean history(long seed, SimOptions options, PrintStream out) {
        boolean stream = options.print() && options.last() == 0;
        var settings =
                new World.WorldSettings(
                        options.filter(),
                        line -> {
                            if (stream) out.println(line);
                        });
        var result = World.run(seed, SimRooms.usual(), settings);
        boolean well = result.promise() == null;
        if (!stream && (options.print() || !well))
            for (var line : result.last(options.last() == 0 ? 30 : options.last()))
                out.println(line);
        if (well) {
            out.printf(
                    "seed %d: well, %d events, healed after %d s, %s%n",
                    seed, result.events(), result.healedMs() / 1000, result.fingerprint());
            return true;
        }
        out.printf("seed %d: BROKEN: %s%n", seed, result.broken());
        out.printf("replay: %s%n", replay(seed));
        return false;
    }

    /// The command that lets a history happen again.
    public static String replay(long seed) {
        return "./skerry sim --seed %d --print".formatted(seed);
    }
}
