package dev.skerry.sim;

import dev.skerry.sim.world.History;
import java.util.ArrayList;
import java.util.List;

/// What the command line asks for.
///
/// @param seed the first
/// @param seeds how many
/// @param print the lines are wanted
/// @param filter which of them
/// @param last only so many; 0: all
record SimOptions(
        boolean help, long seed, long seeds, boolean print, History.Filter filter, int last) {
    static final String HELP =
            """
            skerry sim [--seed N] [--seeds COUNT] [--print]
                       [--node N] [--about WORD] [--from SECONDS] [--last LINES]

            Lets the real machines and the real scheduler live through trouble: partitions, late
            and doubled frames, crashes, reboots, torn and lost journals, wrong clocks, people who
            change their minds. One seed is one history.

              --seed N        the first seed                                          1
              --seeds COUNT   how many histories                                      1

              --print         prints what happens
              --node N        only lines about node N; may be given several times
              --about WORD    only lines with the word: an allocation, a job, server, user
              --from SECONDS  only lines from that time on
              --last LINES    only so many lines, the last                            30 when broken

            The last four print as well. Exit code: 0 all went well, 1 a promise was broken, 2 wrong
            words.
            """;

    /// The words mean nothing here.
    static final class WrongOption extends Exception {
        private static final long serialVersionUID = 1;

        WrongOption(String what) {
            super(what);
        }
    }

    static SimOptions parse(List<String> words) throws WrongOption {
        boolean help = false;
        boolean print = false;
        long seed = 1;
        long seeds = 1;
        long fromS = 0;
        int last = 0;
        var about = new ArrayList<String>();
        var left = words.iterator();
        while (left.hasNext()) {
            var word = left.next();
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--print" -> print = true;
                case "--seed" ->
                        seed = number(word, value(word, left), Long.MIN_VALUE, Long.MAX_VALUE);
                case "--seeds" -> seeds = number(word, value(word, left), 1, 1_000_000);
                case "--node" -> about.add("n" + number(word, value(word, left), 1, 99));
                case "--about" -> about.add(value(word, left));
                case "--from" -> fromS = number(word, value(word, left), 0, 1_000_000);
                case "--last" ->
                        last = (int) number(word, value(word, left), 1, History.KEPT_LINES_MAX);
                default -> throw new WrongOption("there is no option \"" + word + "\"");
            }
        }
        boolean wanted = print || !about.isEmpty() || fromS > 0 || last > 0;
        if (seed > Long.MAX_VALUE - seeds) throw new WrongOption("--seed and --seeds go too far");
        var filter = new History.Filter(about, fromS * 1000);
        return new SimOptions(help, seed, seeds, wanted, filter, last);
    }

    private static String value(String option, java.util.Iterator<String> left) throws WrongOption {
        if (!left.hasNext()) throw new WrongOption(option + " wants a value");
        return left.next();
    }

    private static long number(String option, String text, long least, long most)
            throws WrongOption {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        var range =
                least == Long.MIN_VALUE
                        ? "a whole number"
                        : "a whole number from %d to %d".formatted(least, most);
        throw new WrongOption("%s %s should be %s".formatted(option, text, range));
    }
}
