package dev.skerry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// What a benchmark found: a line for each figure with its goal, and the machine it was found on.
public final class Figures {
    private static final long GIB = 1L << 30;

    private Figures() {}

    /// @param goal for people, such as `under 40 MiB`; empty: none
    public static void print(String what, double value, String unit, String goal, boolean reached) {
        var verdict = goal.isEmpty() ? "" : "   goal: %s, %s".formatted(goal, word(reached));
        System.out.printf(
                Locale.ROOT, "%-44s %,12.2f %-14s%s%n", what, value, unit, verdict.stripTrailing());
        System.out.flush();
    }

    private static String word(boolean reached) {
        return reached ? "reached" : "MISSED";
    }

    public static void under(String what, double value, String unit, double goal) {
        print(what, value, unit, "under %s %s".formatted(number(goal), unit), value < goal);
    }

    public static void over(String what, double value, String unit, double goal) {
        print(what, value, unit, "over %s %s".formatted(number(goal), unit), value > goal);
    }

    public static void only(String what, double value, String unit) {
        print(what, value, unit, "", true);
    }

    /// Where, on what, and how to see it again. `SKERRY_COMMIT` names the commit.
    public static void machine(Class<?> bench, String[] arguments) throws IOException {
        var load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        System.out.printf(
                Locale.ROOT,
                "on %s, %d cores, %d GiB, %s %s, JDK %s, load %s, commit %s%n",
                after("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                memoryGib(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                load,
                System.getenv().getOrDefault("SKERRY_COMMIT", "unknown"));
        var words = Arrays.asList(arguments);
        System.out.printf("by java %s %s%n", bench.getName(), String.join(" ", words));
    }

    private static long memoryGib() throws IOException {
        var text = after("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return Math.round(Long.parseLong(text) * 1024.0 / GIB);
    }

    private static String after(String file, String key) throws IOException {
        for (var line : Files.readAllLines(Path.of(file)))
            if (line.startsWith(key)) return line.substring(line.indexOf(':') + 1).strip();
        return "unknown";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? "%,d".formatted((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    /// The argument at that place, or what it is without.
    public static int argument(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }
}
