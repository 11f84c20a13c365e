package dev.skerry.kernel.cron;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One field of a [Cron], in the order in which they are written.
enum CronField {
    MINUTE(0, 59, ""),
    HOUR(0, 23, ""),
    DAY(1, 31, ""),
    MONTH(1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    /// 7 is Sunday as well.
    WEEKDAY(0, 7, "sun mon tue wed thu fri sat");

    private static final Map<String, String> SHORT =
            Map.of(
                    "@hourly", "0 * * * *",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@weekly", "0 0 * * 0",
                    "@monthly", "0 0 1 * *",
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *");

    private final int least;
    private final int most;
    private final String names;

    /// @param names of the least number and those after it
    CronField(int least, int most, String names) {
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /// As people call it.
    String words() {
        return switch (this) {
            case MINUTE, HOUR, MONTH -> name().toLowerCase(Locale.ROOT);
            case DAY -> "day of the month";
            case WEEKDAY -> "day of the week";
        };
    }

    /// `1-12 or jan-dec`.
    String bounds() {
        var all = names.split(" ", -1);
        return least
                + "-"
                + most
                + (names.isEmpty() ? "" : " or " + all[0] + "-" + all[all.length - 1]);
    }

    /// All five fields, in small letters.
    static String spelt(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return SHORT.getOrDefault(small.trim(), small);
    }

    /// Every number that there is.
    long all() {
        return folded(range(least, most, 1));
    }

    /// The set that is written there; 0: nothing is that can be meant.
    long parse(String text) {
        long set = 0;
        for (var element : text.split(",", -1)) {
            long more = element(element);
            if (more == 0) return 0;
            set |= more;
        }
        return folded(set);
    }

    private long element(String text) {
        int slash = text.indexOf('/');
        int step = slash < 0 ? 1 : digits(text.substring(slash + 1));
        if (step < 1 || step > most) return 0;
        var span = slash < 0 ? text : text.substring(0, slash);
        if (span.equals("*")) return range(least, this == WEEKDAY ? most - 1 : most, step);
        int dash = span.indexOf('-');
        int from = number(dash < 0 ? span : span.substring(0, dash));
        int to = dash < 0 ? from : number(span.substring(dash + 1));
        if (dash < 0 && slash >= 0) return 0; // 5/10 means one thing here and another there
        if (from < 0 || to < from) return 0;
        return range(from, to, step);
    }

    private static long range(int from, int to, int step) {
        long set = 0;
        for (int i = from; i <= to; i += step) set |= 1L << i;
        return set;
    }

    private long folded(long set) {
        if (this != WEEKDAY) return set;
        return (set & 0x7f) | (set >>> 7 & 1);
    }

    private int number(String text) {
        int named = List.of(names.split(" ", -1)).indexOf(text);
        int number = named >= 0 && !text.isEmpty() ? named + least : digits(text);
        return number < least || number > most ? -1 : number;
    }

    /// -1: it is no number of one or two digits.
    private static int digits(String text) {
        return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
    }
}
