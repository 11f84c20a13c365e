package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.TurnedAway;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final Refusals refusals = new Refusals();

    private static TurnedAway one(String from) {
        return new TurnedAway("person", "", from, "GET", "/v1/jobs", 401, 1);
    }

    private TrustMessage.NoteRefusals take() {
        var note = refusals.take();
        assertNotNull(note);
        return note;
    }

    @Test
    void theSameIsCounted() {
        assertNull(refusals.take());
        for (int i = 0; i < 7; i++) refusals.add(one("::1"), i);
        refusals.add(one("::2"), 7);
        assertEquals(List.of(one("::1").times(7), one("::2")), take().refused());
        assertNull(refusals.take());
        assertEquals(8, refusals.sum());
    }

    @Test
    void ofDifferentOnesAHundredAreToldApart() {
        for (int i = 0; i < 250; i++) refusals.add(one("::" + i), i);
        for (int i = 0; i < 250; i++) refusals.add(one("::" + i), i);
        var note = take();
        assertEquals(100, note.refused().size());
        assertEquals(2, note.refused().getFirst().count());
        assertEquals(300, note.others());
        assertNull(TurnedAway.wrong(note.refused(), note.others()));
    }

    @Test
    void whoeverIsRefusedAllTheTimeFillsNoDisk() {
        int told = 0;
        for (int minute = 0; minute < 59; minute++) {
            for (int i = 0; i < 200; i++) refusals.add(one(minute + "::" + i), minute * 60_000L);
            told += take().refused().size();
        }
        assertEquals(3_000, told);
        for (int i = 0; i < 7; i++) refusals.add(one("x"), 59 * 60_000L);
        var counted = take();
        assertEquals(List.of(), counted.refused());
        assertEquals(7, counted.others());
        assertNull(TurnedAway.wrong(counted.refused(), counted.others()));
        refusals.add(one("x"), 3_600_000);
        assertEquals(1, take().refused().size(), "another hour");
        for (int i = 0; i < 3_000; i++) {
            refusals.add(one("y" + i), 7_200_007);
            refusals.take();
        }
        refusals.add(one("x"), 7);
        assertEquals(1, take().refused().size(), "a clock that goes back an hour");
    }

    @Test
    void whatCouldNotBeNotedIsNotedLater() {
        for (int i = 0; i < 120; i++) refusals.add(one("::" + i), 0);
        var note = take();
        for (int i = 60; i < 130; i++) refusals.add(one("::" + i), 0);
        refusals.giveBack(note);
        var next = take();
        assertEquals(100, next.refused().size());
        long sum = next.others();
        for (var each : next.refused()) sum += each.count();
        assertEquals(190, sum);
    }
}
