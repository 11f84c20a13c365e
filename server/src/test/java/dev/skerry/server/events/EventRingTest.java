package dev.skerry.server.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventRingTest {
    static final Duration AT_ONCE = Duration.ZERO;
    static final Event EVENT =
            new Event("NodeJoined", Matter.ofTheFleet("a/b"), Map.of(), "", Map.of());

    final EventRing ring = new EventRing(4);

    @Test
    void whoReadsGetsEverythingInOrder() throws Exception {
        var place = ring.end();
        add(1, 1);
        add(2, 2);
        assertEquals("1. 2- 2.", read(place));
        assertEquals("", read(ring.end()));
    }

    @Test
    void whoResumesGetsWhatFollows() throws Exception {
        add(1, 2);
        add(2, 1);
        assertEquals("1- 1. 2.", read(ring.after(0)));
        assertEquals("2.", read(ring.after(1)));
        assertEquals("", read(ring.after(2)));
        assertEquals(0, ring.after(0).gapIndex());
    }

    @Test
    void whoComesTooLateIsToldSo() throws Exception {
        for (int index = 1; index <= 6; index++) add(index, 1);
        assertEquals(2, ring.after(0).gapIndex());
        assertEquals(2, ring.after(1).gapIndex());
        assertEquals(0, ring.after(2).gapIndex());
        assertEquals("3. 4. 5. 6.", read(ring.after(0)));
    }

    @Test
    void whoIsOvertakenIsToldSo() throws Exception {
        var place = ring.after(0);
        for (int index = 1; index <= 6; index++) add(index, 1);
        var read = ring.read(place.next(), AT_ONCE);
        assertEquals(2, read.place().gapIndex());
        assertEquals("3. 4. 5. 6.", text(read));
    }

    @Test
    void whatWasBeforeTheServerBeganIsAGap() {
        ring.startsAfter(40, 7_000);
        assertEquals(40, ring.after(7).gapIndex());
        assertEquals(0, ring.after(40).gapIndex());
        assertEquals(0, ring.end().gapIndex());
        assertEquals(new EventRing.KeptSince(7_000, false), ring.keptSince());
        ring.add(41, 6_500, List.of(EVENT)); // decided before, and read in the log
        assertEquals(new EventRing.KeptSince(6_500, false), ring.keptSince());
        for (int index = 42; index <= 45; index++) ring.add(index, index, List.of(EVENT));
        assertEquals(new EventRing.KeptSince(42, true), ring.keptSince());
    }

    @Test
    void aReaderIsWokenByWhatComes() throws Exception {
        var place = ring.end();
        var thread = Thread.ofVirtual().start(() -> add(1, 1));
        assertEquals("1.", text(ring.read(place.next(), Duration.ofSeconds(20))));
        assertTrue(thread.join(Duration.ofSeconds(20)));
    }

    private void add(long index, int count) {
        ring.add(index, 0, Collections.nCopies(count, EVENT));
    }

    private String read(EventRing.RingPlace place) throws InterruptedException {
        return text(ring.read(place.next(), AT_ONCE));
    }

    /// `.` after the last event of an index, `-` after the others.
    private static String text(EventRing.Read read) {
        List<String> words =
                read.events().stream()
                        .map(kept -> kept.index() + (kept.last() ? "." : "-"))
                        .toList();
        return String.join(" ", words);
    }
}
