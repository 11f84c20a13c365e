package dev.skerry.kernel.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Check;
import dev.skerry.kernel.PersistentAgenda;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Calendars, zones and the two days of a year on which clocks are turned.
class CronTest {
    private static final String UTC = "UTC";
    private static final String BERLIN = "Europe/Berlin";

    private static Cron cron(String text) {
        return Check.present(Cron.parse(text), text);
    }

    /// The next so many, as their zone has them.
    private static String next(String text, String zone, String after, int count) {
        var cron = cron(text);
        var in = ZoneId.of(zone);
        long at = Instant.parse(after).toEpochMilli();
        var said = new StringBuilder();
        for (int i = 0; i < count; i++) {
            at = cron.nextWallMs(at, in);
            var time = ZonedDateTime.ofInstant(Instant.ofEpochMilli(at), in);
            said.append(said.isEmpty() ? "" : " ").append(time.toOffsetDateTime());
        }
        return said.toString();
    }

    /// Who has one wrong is not left to compare all five.
    @Test
    void theFieldThatIsWrongIsNamed() {
        assertEquals(
                "five fields whose hour is 0-23, *, or numbers, ranges and steps with commas"
                        + " between, which \"25\" is not",
                Cron.should("0 25 * * *"));
        assertTrue(Cron.should("60 25 * * *").contains("minute is 0-59, *"));
        assertTrue(Cron.should("0 3 0 * *").contains("day of the month is 1-31, *"));
        assertTrue(Cron.should("0 3 * Juny *").contains("month is 1-12 or jan-dec, *"));
        assertTrue(Cron.should("0 3 * * 8").contains("day of the week is 0-7 or sun-sat, *"));
        assertEquals(Cron.SHOULD, Cron.should("never"));
        assertEquals(Cron.SHOULD, Cron.should("@dayly"));
        assertEquals(Cron.SHOULD, Cron.should("0 3 * * 8 " + "*".repeat(300)));
    }

    @Test
    void eachFieldHasNumbersNamesRangesAndSteps() {
        assertEquals(
                "2026-11-30T00:15Z 2026-11-30T00:30Z 2026-11-30T00:45Z 2026-11-30T01:00Z",
                next("*/15 * * * *", UTC, "2026-11-30T00:00:00Z", 4));
        assertEquals(
                "2026-12-01T08:05Z 2026-12-01T08:45Z 2026-12-01T12:05Z",
                next("5,45 8-16/4 * * *", UTC, "2026-11-30T16:45:00Z", 3));
        assertEquals(
                "2026-12-04T03:30Z 2026-12-07T03:30Z",
                next("30 3 * * MON-Fri", UTC, "2026-12-03T03:30:00Z", 2));
        assertEquals(
                "2027-02-01T00:00Z 2027-05-01T00:00Z",
                next("0 0 1 feb,May *", UTC, "2026-12-03T03:30:00Z", 2));
        assertEquals(
                "2026-12-06T00:00Z 2026-12-13T00:00Z",
                next("0 0 * * 7", UTC, "2026-12-03T03:30:00Z", 2));
        assertEquals(cron("0 0 * * 0"), cron(" @Weekly "));
        assertEquals(cron("0 * * * *"), cron("0\t*  *\t* *"));
    }

    /// The moment itself is not after it, whatever its seconds are.
    @Test
    void isAlwaysLaterThanWhatItIsAskedFor() {
        assertEquals("2026-11-30T00:01Z", next("* * * * *", UTC, "2026-11-30T00:00:00Z", 1));
        assertEquals("2026-11-30T00:01Z", next("* * * * *", UTC, "2026-11-30T00:00:59.999Z", 1));
    }

    @Test
    void aDayFitsByItsNumberOrItsNameWhereBothAreNamed() {
        assertEquals(
                "2026-12-04T00:00Z 2026-12-11T00:00Z 2026-12-13T00:00Z",
                next("0 0 13 * fri", UTC, "2026-11-30T00:00:00Z", 3));
    }

    @Test
    void leapDaysComeEveryFourYearsAndNotIn2100() {
        assertEquals(
                "2028-02-29T00:00Z 2032-02-29T00:00Z",
                next("0 0 29 2 *", UTC, "2026-11-30T00:00:00Z", 2));
        assertEquals("2104-02-29T00:00Z", next("0 0 29 2 *", UTC, "2096-02-29T00:00:00Z", 1));
    }

    @Test
    void whatNeverHappensIsFound() {
        for (var never : List.of("0 0 30 2 *", "0 0 31 2,4,6,9,11 *"))
            assertFalse(cron(never).happens(), never);
        for (var some : List.of("0 0 29 2 *", "0 0 30 2 mon", "0 0 31 1-12 *", "@yearly"))
            assertTrue(cron(some).happens(), some);
        assertEquals(PersistentAgenda.NEVER, cron("0 0 30 2 *").nextWallMs(0, ZoneId.of(UTC)));
        assertEquals(
                PersistentAgenda.NEVER,
                cron("* * * * *").nextWallMs(Long.MAX_VALUE - 1, ZoneId.of(UTC)));
    }

    /// On 2026-03-29 it is 03:00 after 01:59 in Berlin.
    @Test
    void whatTheClocksGoOverHappensAsSoonAsTheyDo() {
        assertEquals(
                "2026-03-28T02:30+01:00 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00",
                next("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3));
        assertEquals(
                "2026-03-29T01:30+01:00 2026-03-29T03:30+02:00",
                next("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", 2));
    }

    /// On 2026-10-25 it is 02:00 again after 02:59 in Berlin.
    @Test
    void whatComesTwiceHappensOnceUnlessItIsForEveryHour() {
        assertEquals(
                "2026-10-25T02:30+02:00 2026-10-26T02:30+01:00",
                next("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2));
        assertEquals(
                "2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00",
                next("30 * * * *", BERLIN, "2026-10-25T00:00:00Z", 3));
        assertEquals(
                "2026-10-25T02:40+02:00 2026-10-25T02:00+01:00 2026-10-25T02:20+01:00",
                next("*/20 * * * *", BERLIN, "2026-10-25T00:20:00Z", 3));
    }

    @Test
    void aDayThatAZoneLeavesOutIsMadeUpForAtOnce() {
        assertEquals( // Samoa went over the 30th of December 2011
                "2011-12-29T09:00-10:00 2011-12-31T00:00+14:00 2011-12-31T09:00+14:00",
                next("0 9 * * *", "Pacific/Apia", "2011-12-29T12:00:00Z", 3));
    }

    @Test
    void whatIsNoScheduleIsNone() {
        for (var wrong :
                List.of(
                        "",
                        "* * * *",
                        "* * * * * *",
                        "60 * * * *",
                        "* 24 * * *",
                        "* * 0 * *",
                        "* * 32 * *",
                        "* * * 13 *",
                        "* * * * 8",
                        "5-1 * * * *",
                        "*/0 * * * *",
                        "*/99 * * * *",
                        "5/10 * * * *",
                        "1,,2 * * * *",
                        "-1 * * * *",
                        "1- * * * *",
                        "a * * * *",
                        "* * L * *",
                        "* * * * mon#1",
                        "mon * * * *",
                        "@reboot",
                        "@every 5m",
                        "٣ * * * *",
                        "100000000000 * * * *",
                        " ".repeat(300) + "* * * * *")) assertNull(Cron.parse(wrong), wrong);
        assertNotNull(Cron.parse("0-59/59 0,23 1-31 JAN-dec sun,7"));
    }

    /// Minute by minute: what fits by its fields is what is found, in a zone without turns.
    @Test
    void nothingIsLeftOutAndNothingAdded() {
        var dice = new Random(5);
        for (int i = 0; i < 200; i++) {
            var cron =
                    new Cron(
                            set(dice, 0, 59),
                            set(dice, 0, 23),
                            set(dice, 1, 31),
                            set(dice, 1, 12),
                            set(dice, 0, 6));
            long from = 1_790_000_000_000L + dice.nextInt(100_000) * 60_000L;
            long found = cron.nextWallMs(from, ZoneId.of(UTC));
            long at = from - from % 60_000 + 60_000;
            while (!fits(cron, at) && at < found) at += 60_000;
            assertEquals(found, at, cron.toString());
        }
    }

    private static long set(Random dice, int least, int most) {
        long set = 0;
        for (int i = least; i <= most; i++) if (dice.nextInt(4) > 0) set |= 1L << i;
        return set == 0 ? 1L << least : set;
    }

    private static boolean fits(Cron cron, long wallMs) {
        var time = ZonedDateTime.ofInstant(Instant.ofEpochMilli(wallMs), ZoneId.of(UTC));
        boolean day = has(cron.days(), time.getDayOfMonth());
        boolean weekday = has(cron.weekdays(), time.getDayOfWeek().getValue() % 7);
        boolean all = Long.bitCount(cron.days()) == 31 || Long.bitCount(cron.weekdays()) == 7;
        return has(cron.minutes(), time.getMinute())
                && has(cron.hours(), time.getHour())
                && has(cron.months(), time.getMonthValue())
                && (all ? day && weekday : day || weekday);
    }

    private static boolean has(long set, int number) {
        return (set >>> number & 1) != 0;
    }
}
