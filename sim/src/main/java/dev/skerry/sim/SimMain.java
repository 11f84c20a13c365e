package dev.skerry.sim;

import java.util.List;

/// `skerry sim`: replays histories.
public final class SimMain {
    private static final String HELP =
            """
            skerry sim [--seed N] [--seeds COUNT] [--print]

            Lets the real machines live through trouble: partitions, crashes, reboots, late and
            doubled frames, full disks, wrong clocks. One seed is one history.

              --seed N       the first seed                       1
              --seeds COUNT  how many histories                   1
              --print        prints what happens
            """;

    private SimMain() {}

    public static void main(String[] words) {
        var given = List.of(words);
        if (given.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        long first;
        long count;
        try {
            first = number(given, "--seed");
            count = number(given, "--seeds");
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(HELP);
            System.exit(2);
            return;
        }
        System.exit(run(first, count, given.contains("--print")) == 0 ? 0 : 1);
    }

    private static int run(long first, long count, boolean print) {
        int broken = 0;
        for (long seed = first; seed < first + count; seed++) {
            var result = World.run(seed, print);
            if (result.broken().isEmpty()) {
                System.out.printf(
                        "seed %d: well, %d events, %s%n",
                        seed, result.events(), result.fingerprint());
                continue;
            }
            broken++;
            if (!print) System.out.println(result.lastLines());
            System.out.printf(
                    "seed %d: BROKEN: %s%nreplay: ./skerry sim --seed %d --print%n",
                    seed, result.broken(), seed);
        }
        System.out.printf("%d histories, %d broken%n", count, broken);
        return broken;
    }

    private static long number(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0) return 1;
        try {
            return Long.parseLong(words.get(at + 1));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + " wants a number", e);
        }
    }
}
