package dev.skerry.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.bench.history.Event.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearityTest {
    private static final long STEPS_MAX = 1_000_000;

    private static Event wrote(long value, long from, long to) {
        return new Event("a", new Did.Wrote(value), from, to);
    }

    private static Event swapped(long expected, long value, long from, long to) {
        return new Event("a", new Did.Swapped(expected, value), from, to);
    }

    private static Event refused(long expected, long from, long to) {
        return new Event("a", new Did.Refused(expected), from, to);
    }

    private static Event saw(long version, long value, long from, long to) {
        return new Event("a", new Did.Saw(new Register(version, value)), from, to);
    }

    private static void fits(Event... history) {
        var verdict = Linearity.of(List.of(history), STEPS_MAX);
        assertInstanceOf(Linearity.Verdict.Fits.class, verdict, verdict::toString);
    }

    private static String breaks(Event... history) {
        var verdict = Linearity.of(List.of(history), STEPS_MAX);
        return assertInstanceOf(Linearity.Verdict.Breaks.class, verdict).why();
    }

    @Test
    void nothingFits() {
        fits();
    }

    @Test
    void oneAfterTheOtherFits() {
        fits(
                saw(0, 0, 0, 1),
                wrote(5, 2, 3),
                saw(1, 5, 4, 5),
                swapped(1, 6, 6, 7),
                refused(1, 8, 9),
                saw(2, 6, 10, 11));
    }

    @Test
    void whatIsUnderWayIsSeenOrNot() {
        fits(wrote(5, 0, 10), saw(0, 0, 1, 2), saw(1, 5, 3, 4), saw(1, 5, 5, 6));
        breaks(wrote(5, 0, 10), saw(1, 5, 1, 2), saw(0, 0, 3, 4));
    }

    @Test
    void twoAtOnceAreInEitherOrder() {
        fits(wrote(1, 0, 10), wrote(2, 0, 10), saw(2, 1, 11, 12));
        fits(wrote(1, 0, 10), wrote(2, 0, 10), saw(2, 2, 11, 12));
        breaks(wrote(1, 0, 10), wrote(2, 0, 10), saw(2, 1, 11, 12), saw(2, 2, 13, 14));
    }

    @Test
    void ofSwapsAtOneVersionOneIsDone() {
        fits(wrote(1, 0, 1), swapped(1, 2, 2, 9), refused(1, 2, 9));
        breaks(wrote(1, 0, 1), swapped(1, 2, 2, 9), swapped(1, 3, 2, 9));
        breaks(wrote(1, 0, 1), refused(1, 2, 3));
    }

    @Test
    void whatIsNotKnownTakesPlaceLateOrNever() {
        fits(wrote(1, 0, 1), wrote(2, 2, Event.NEVER), saw(1, 1, 3, 4), saw(2, 2, 90, 91));
        fits(wrote(1, 0, 1), wrote(2, 2, Event.NEVER), saw(1, 1, 90, 91));
        fits(wrote(1, 0, 1), swapped(7, 2, 2, Event.NEVER), saw(1, 1, 90, 91));
        breaks(wrote(1, 0, 1), saw(2, 2, 3, 4), wrote(2, 5, Event.NEVER));
        breaks(wrote(2, 0, Event.NEVER), saw(1, 2, 1, 2), saw(2, 2, 3, 4));
    }

    @Test
    void aStaleReadIsFoundAndSaid() {
        var why = breaks(wrote(1, 0, 1), wrote(2, 2, 3), saw(1, 1, 4, 5));
        assertTrue(why.contains("holds value 2, version 2"), why);
        assertTrue(why.contains("Saw[register=value 1, version 1]"), why);
    }

    @Test
    void aLostWriteIsFound() {
        breaks(wrote(1, 0, 1), wrote(2, 2, 3), swapped(1, 3, 4, 5));
        breaks(wrote(1, 0, 1), saw(0, 0, 2, 3));
    }

    @Test
    void aDoubledWriteIsFound() {
        breaks(wrote(1, 0, 1), wrote(2, 2, 3), saw(3, 1, 4, 5));
        breaks(wrote(1, 0, 1), saw(2, 1, 4, 5));
    }

    @Test
    void keysHaveNothingToDoWithEachOther() {
        var other = new Event("b", new Did.Saw(Register.NEW), 5, 6);
        fits(wrote(1, 0, 1), other, saw(1, 1, 7, 8));
        breaks(wrote(1, 0, 1), other, saw(0, 0, 7, 8));
    }

    @Test
    void whatTakesTooLongIsNoVerdict() {
        var history = new ArrayList<Event>();
        for (int i = 1; i <= 12; i++) history.add(wrote(i, 0, 100));
        history.add(saw(12, 99, 101, 102));
        var verdict = Linearity.of(history, 1_000);
        assertEquals(new Linearity.Verdict.TooLong("a", 1_000), verdict);
    }

    /// As clients have them whose server is killed again and again: of a third of all writes nobody
    /// knows whether they were done.
    @Test
    void manyOfWhichLittleIsKnownAreUnderstoodSoon() {
        var dice = new Random(7);
        for (int round = 0; round < 50; round++) {
            var verdict = Linearity.of(busy(dice), 20_000);
            assertInstanceOf(Linearity.Verdict.Fits.class, verdict, verdict::toString);
        }
    }

    /// Eight clients at one register, each event done somewhere between its call and its answer.
    private static List<Event> busy(Random dice) {
        var history = new ArrayList<Event>();
        var freeAt = new long[8];
        var register = Register.NEW;
        for (int i = 1; i <= 150; i++) {
            long at = 10L * i;
            int client = dice.nextInt(8);
            if (freeAt[client] >= at) continue;
            long from = Math.max(freeAt[client] + 1, at - dice.nextInt(150));
            long to = at + 1 + dice.nextInt(150);
            freeAt[client] = to;
            int what = dice.nextInt(10);
            boolean known = what >= 6 || dice.nextInt(3) > 0;
            if (what < 6 && (known || dice.nextBoolean())) register = register.written(i);
            var did =
                    what < 6
                            ? new Did.Wrote(i)
                            : what < 9
                                    ? new Did.Saw(register)
                                    : new Did.Refused(register.version() + 1);
            history.add(new Event("a", did, from, known ? to : Event.NEVER));
        }
        return history;
    }

    /// Small histories, of which about half fit, against all orders that there are.
    @Test
    void whatEveryOrderSaysIsSaid() {
        var dice = new Random(9);
        int fitting = 0;
        for (int round = 0; round < 20_000; round++) {
            var history = madeUp(dice);
            var verdict = Linearity.of(history, STEPS_MAX);
            boolean fits = everyOrder(history, Register.NEW);
            assertEquals(fits, verdict instanceof Linearity.Verdict.Fits, history::toString);
            assertEquals(!fits, verdict instanceof Linearity.Verdict.Breaks, history::toString);
            if (fits) fitting++;
        }
        assertTrue(fitting > 3_000 && fitting < 17_000, fitting + " fit");
    }

    private static List<Event> madeUp(Random dice) {
        var history = new ArrayList<Event>();
        int count = 1 + dice.nextInt(6);
        for (int i = 1; i <= count; i++) {
            long from = dice.nextInt(12);
            long to = from + 1 + dice.nextInt(8);
            long version = dice.nextInt(3);
            var did =
                    switch (dice.nextInt(4)) {
                        case 0 -> new Did.Wrote(i);
                        case 1 -> new Did.Swapped(version, i);
                        case 2 -> new Did.Refused(version);
                        default -> new Did.Saw(seen(version, dice.nextInt(count)));
                    };
            boolean known = did instanceof Did.Saw || did instanceof Did.Refused;
            history.add(new Event("a", did, from, known || dice.nextInt(3) > 0 ? to : Event.NEVER));
        }
        return history;
    }

    private static Register seen(long version, int value) {
        return version == 0 ? Register.NEW : new Register(version, value + 1);
    }

    /// Whether there is one, found by trying all.
    private static boolean everyOrder(List<Event> left, Register now) {
        if (left.stream().noneMatch(Event::sure)) return true;
        for (var event : left) {
            if (left.stream().anyMatch(it -> it.answeredNs() < event.calledNs())) continue;
            var after = event.after(now);
            if (after == null) continue;
            var rest = new ArrayList<>(left);
            rest.remove(event);
            if (everyOrder(rest, after)) return true;
        }
        return false;
    }
}
