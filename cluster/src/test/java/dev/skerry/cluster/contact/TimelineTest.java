package dev.skerry.cluster.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.contact.Stretch.Reachability;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 24 * 60 * MINUTE_MS;

    private static Stretch at(Reachability seen, long minute) {
        return new Stretch(seen, minute * MINUTE_MS);
    }

    /// Pairs of minutes.
    private static Absences absences(long... minutes) {
        var all = Absences.NONE;
        for (int i = 0; i < minutes.length; i += 2)
            all = with(all, minutes[i] * MINUTE_MS, minutes[i + 1] * MINUTE_MS);
        return all;
    }

    private static String text(Timeline timeline) {
        return timeline.stretches().stream()
                .map(it -> it.seen() + " " + it.fromWallMs() / MINUTE_MS)
                .collect(Collectors.joining(", "));
    }

    private static String text(List<Stretch> noted, Absences absences, long nowMinute) {
        return text(Timeline.of(noted, absences, nowMinute * MINUTE_MS));
    }

    @Test
    void aFleetThatWasOffIsNotConnectedMeanwhile() {
        var noted = List.of(at(Reachability.CONNECTED, 1_000));
        var off = absences(1_010, 1_110);
        assertEquals("CONNECTED 1000, UNKNOWN 1010, CONNECTED 1110", text(noted, off, 1_127));
        var share = Timeline.of(noted, off, 1_127 * MINUTE_MS).share(0, 1_127 * MINUTE_MS);
        assertEquals(new Timeline.Share(27 * MINUTE_MS, 0, 100 * MINUTE_MS, 0, 0), share);
        assertEquals(1_110 * MINUTE_MS, off.knownSince(1_000 * MINUTE_MS, 1_127 * MINUTE_MS));
        assertEquals(1_120 * MINUTE_MS, off.knownSince(1_120 * MINUTE_MS, 1_127 * MINUTE_MS));
    }

    @Test
    void whoWasMissedBeforeIsNotMissedMeanwhile() {
        var noted =
                List.of(
                        at(Reachability.CONNECTED, 0),
                        at(Reachability.MISSED, 10),
                        at(Reachability.CONNECTED, 50));
        assertEquals(
                "CONNECTED 0, MISSED 10, UNKNOWN 20, MISSED 40, CONNECTED 50",
                text(noted, absences(20, 40), 60));
        var share = Timeline.of(noted, absences(20, 40), 60 * MINUTE_MS).share(0, 60 * MINUTE_MS);
        assertEquals(20 * MINUTE_MS, share.missedMs());
        assertEquals(20 * MINUTE_MS, share.unknownMs());
        assertEquals(1, share.breaks());
    }

    @Test
    void whatIsNotedAsSoonAsAServerIsBackIsHowItIsThen() {
        var noted = List.of(at(Reachability.CONNECTED, 0), at(Reachability.MISSED, 40));
        assertEquals("CONNECTED 0, UNKNOWN 20, MISSED 40", text(noted, absences(20, 40), 60));
    }

    @Test
    void aNodeThatJoinedLaterHasNoPartInIt() {
        var noted = List.of(at(Reachability.JOINED, 50), at(Reachability.CONNECTED, 51));
        assertEquals("JOINED 50, CONNECTED 51", text(noted, absences(20, 40), 60));
    }

    @Test
    void whatAWrongClockSaidLiesInTheFutureAndIsPassedOver() {
        var noted = List.of(at(Reachability.CONNECTED, 0));
        var wrong = absences(20, 900);
        assertEquals("CONNECTED 0", text(noted, wrong, 60));
        var right = with(wrong, 30 * MINUTE_MS, 40 * MINUTE_MS);
        assertEquals("CONNECTED 0, UNKNOWN 20, CONNECTED 40", text(noted, right, 60));
    }

    @Test
    void aBoardThatWakesIn1970ForgetsNothing() {
        var all = with(absences(1_000, 1_100), 1_000, 90_000);
        assertEquals(2, all.all().size());
        assertEquals(1_100 * MINUTE_MS, all.all().getLast().untilWallMs());
    }

    private static Absences with(Absences all, long fromWallMs, long untilWallMs) {
        var next = new Absence(fromWallMs, untilWallMs);
        return all.with(next, Absences.LEAST_MS, Absences.KEPT_MAX);
    }

    @Test
    void twoThatAreCloseAreOne() {
        var close = with(Absences.NONE, 0, 60_000);
        close = with(close, 60_000 + Absences.LEAST_MS - 1, 200_000);
        assertEquals(List.of(new Absence(0, 200_000)), close.all());
        close = with(close, 200_000 + Absences.LEAST_MS, 300_000);
        assertEquals(2, close.all().size());
    }

    @Test
    void theirNumberIsBoundedAndNothingUnknownBecomesKnown() {
        var all = Absences.NONE;
        for (long i = 0; i < 1_000; i++)
            all = with(all, i * 10 * MINUTE_MS, (i * 10 + 5) * MINUTE_MS);
        assertEquals(Absences.KEPT_MAX, all.all().size());
        assertEquals(0, all.all().getFirst().fromWallMs());
        assertEquals(9_995 * MINUTE_MS, all.all().getLast().untilWallMs());
    }

    /// Whatever was noted, and whatever the clock did: in order, in bounds, and nothing known in a
    /// time in which no server ran.
    @Test
    void nothingIsKnownOfAnAbsence() {
        for (long seed = 0; seed < 2_000; seed++) {
            var dice = new SplittableRandom(seed);
            var noted = new ArrayList<Stretch>();
            long ms = 0;
            int changes = 1 + dice.nextInt(12);
            for (int i = 0; i < changes; i++) {
                ms += dice.nextLong(DAY_MS / 12);
                noted.add(
                        new Stretch(i % 2 == 0 ? Reachability.CONNECTED : Reachability.MISSED, ms));
            }
            var absences = Absences.NONE;
            int count = dice.nextInt(12);
            for (int i = 0; i < count; i++) {
                long from = dice.nextLong(DAY_MS);
                long until = from + dice.nextLong(1, DAY_MS / 6);
                absences = with(absences, from, until);
            }
            check(seed, noted, absences);
        }
    }

    private static void check(long seed, List<Stretch> noted, Absences absences) {
        var timeline = Timeline.of(noted, absences, DAY_MS);
        var all = timeline.stretches();
        for (int i = 1; i < all.size(); i++)
            assertTrue(all.get(i - 1).fromWallMs() <= all.get(i).fromWallMs(), "seed " + seed);
        var whole = timeline.share(0, DAY_MS);
        assertTrue(whole.connectedMs() + whole.missedMs() + whole.unknownMs() <= DAY_MS);
        for (var it : absences.before(DAY_MS)) {
            var within = timeline.share(it.fromWallMs(), it.untilWallMs());
            assertEquals(0, within.connectedMs() + within.missedMs(), "seed " + seed + timeline);
        }
    }
}
