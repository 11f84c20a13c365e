package dev.skerry.kernel.cron;

import dev.skerry.kernel.PersistentAgenda;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When something happens again and again, as crontab(5) has it: each field is the set of numbers
/// that fit, one bit for each.
///
/// Where both the day of the month and the day of the week leave some out, a day fits by either.
///
/// | the clocks of the zone       | hours are named               | every hour fits         |
/// |------------------------------|-------------------------------|-------------------------|
/// | go forward over a time       | it happens as soon as they do | it does not happen then |
/// | go back, and it comes twice  | it happens the first time     | it happens both times   |
///
/// @param days of the month, 1 to 31
/// @param weekdays 0 to 6, 0 is Sunday
public record Cron(long minutes, long hours, long days, long months, long weekdays) {
    public static final String SHOULD =
            "five fields, as \"30 3 * * mon-fri\": minute 0-59, hour 0-23, day 1-31, month 1-12 or"
                    + " jan-dec, day of the week 0-7 or sun-sat, each *, or numbers, ranges and"
                    + " steps with commas between; or @hourly, @daily, @weekly, @monthly, @yearly";

    public static final int CHARACTERS_MAX = 256;

    /// From one 29th of February to the next there are eight years at most, as 2096 to 2104.
    private static final int DAYS_MAX = 8 * 366 + 1;

    private static final long EVERY_HOUR = CronField.HOUR.all();

    /// What that text says; null: it is no such text, and should be as [#SHOULD] says.
    public static @Nullable Cron parse(String text) {
        if (text.length() > CHARACTERS_MAX) return null;
        var fields = CronField.spelt(text).trim().split("[ \t]+", -1);
        if (fields.length != CronField.values().length) return null;
        long minutes = CronField.MINUTE.parse(fields[0]);
        long hours = CronField.HOUR.parse(fields[1]);
        long days = CronField.DAY.parse(fields[2]);
        long months = CronField.MONTH.parse(fields[3]);
        long weekdays = CronField.WEEKDAY.parse(fields[4]);
        if (minutes == 0 || hours == 0 || days == 0 || months == 0 || weekdays == 0) return null;
        return new Cron(minutes, hours, days, months, weekdays);
    }

    /// What a text should be that says nothing, after "should be ": its first field that is wrong
    /// is named, if it has five.
    public static String should(String text) {
        var fields = CronField.spelt(text).trim().split("[ \t]+", -1);
        if (text.length() > CHARACTERS_MAX || fields.length != CronField.values().length)
            return SHOULD;
        var said = List.of(fields).iterator();
        for (var field : CronField.values()) {
            var one = said.next();
            if (field.parse(one) == 0)
                return "five fields whose %s is %s, *, or numbers, ranges and steps with commas"
                                .formatted(field.words(), field.bounds())
                        + " between, which \"%s\" is not".formatted(one);
        }
        return SHOULD;
    }

    /// Whether it ever happens: the 30th of February does not.
    public boolean happens() {
        if (days == CronField.DAY.all() || weekdays != CronField.WEEKDAY.all()) return true;
        for (var month : Month.values())
            if (has(months, month.getValue())
                    && Long.numberOfTrailingZeros(days) <= month.maxLength()) return true;
        return false;
    }

    /// When it happens first after that moment; [PersistentAgenda#NEVER]: never.
    public long nextWallMs(long afterWallMs, ZoneId zone) {
        try {
            var after = Instant.ofEpochMilli(afterWallMs);
            var day = after.atZone(zone).toLocalDate();
            // a day that was there twice begins before the one that is
            for (int i = -1; i < DAYS_MAX; i++) {
                long found = first(day.plusDays(i), after, zone);
                if (found != PersistentAgenda.NEVER) return found;
            }
        } catch (DateTimeException | ArithmeticException e) {
            return PersistentAgenda.NEVER; // beyond the end of the calendar
        }
        return PersistentAgenda.NEVER;
    }

    /// The earliest of that day after a moment.
    private long first(LocalDate day, Instant after, ZoneId zone) {
        if (!fits(day)) return PersistentAgenda.NEVER;
        long earliest = PersistentAgenda.NEVER;
        for (int hour = 0; hour < 24; hour++) {
            if (!has(hours, hour)) continue;
            for (int minute = 0; minute < 60; minute++) {
                if (!has(minutes, minute)) continue;
                long at = first(day.atTime(hour, minute), after.toEpochMilli(), zone);
                earliest = Math.min(earliest, at);
            }
            boolean found = earliest != PersistentAgenda.NEVER;
            if (found && !turns(day, zone)) return earliest;
        }
        return earliest;
    }

    /// On such a day the order of the hours is not that of the moments.
    private static boolean turns(LocalDate day, ZoneId zone) {
        var rules = zone.getRules();
        var begin = rules.getOffset(day.atStartOfDay());
        return !begin.equals(rules.getOffset(day.plusDays(1).atStartOfDay()));
    }

    private boolean fits(LocalDate day) {
        if (!has(months, day.getMonthValue())) return false;
        boolean byDay = has(days, day.getDayOfMonth());
        boolean byWeekday = has(weekdays, day.getDayOfWeek().getValue() % 7);
        boolean either = days != CronField.DAY.all() && weekdays != CronField.WEEKDAY.all();
        return either ? byDay || byWeekday : byDay && byWeekday;
    }

    private long first(LocalDateTime time, long afterWallMs, ZoneId zone) {
        var rules = zone.getRules();
        var offsets = rules.getValidOffsets(time);
        if (offsets.isEmpty()) {
            if (hours == EVERY_HOUR) return PersistentAgenda.NEVER;
            return later(rules.getTransition(time).getInstant(), afterWallMs);
        }
        long first = later(time.toInstant(offsets.getFirst()), afterWallMs);
        if (first != PersistentAgenda.NEVER || hours != EVERY_HOUR) return first;
        return later(time.toInstant(offsets.getLast()), afterWallMs);
    }

    private static long later(Instant at, long afterWallMs) {
        return at.toEpochMilli() > afterWallMs ? at.toEpochMilli() : PersistentAgenda.NEVER;
    }

    private static boolean has(long set, int number) {
        return (set >>> number & 1) != 0;
    }
}
