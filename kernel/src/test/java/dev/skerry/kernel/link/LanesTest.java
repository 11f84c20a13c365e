package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LanesTest {
    private final Lanes<Frame.FromNode> lanes = new Lanes<>();

    @Test
    void aLongLogDelaysNothingAndItsEndComesAfterIt() {
        var data = new Frame.Data(1, 0, new byte[5]);
        var end = new Frame.Close(1, "");
        var work = new Frame.To("lamps", Lane.WORK, new byte[5]);
        assertTrue(lanes.offer(data));
        assertTrue(lanes.offer(end));
        assertTrue(lanes.offer(work));
        assertTrue(lanes.offer(new Frame.Ping()));
        assertEquals(new Frame.Ping(), lanes.poll());
        assertEquals(work, lanes.poll());
        assertEquals(data, lanes.poll());
        assertEquals(end, lanes.poll());
        assertNull(lanes.poll());
    }

    /// A lane that is full leaves the others alone, and takes again what it has room for.
    @Test
    void aLaneHasABudgetOfBytes() {
        int piece = Lane.BULK.bytesMax / 4;
        var data = new Frame.Data(1, 0, new byte[piece]);
        for (int i = 0; i < 3; i++) assertTrue(lanes.offer(data));
        assertFalse(lanes.offer(data), "with what each takes beside its bytes");
        assertTrue(lanes.offer(new Frame.To("lamps", Lane.WORK, new byte[piece])));
        for (int i = 0; i < 2; i++) lanes.poll();
        assertTrue(lanes.offer(data));
        assertFalse(lanes.offer(data));
    }

    @Test
    void whatIsLargerThanTheBudgetGoesAlone() {
        var large = new Frame.To("lamps", Lane.STEER, new byte[2 * Lane.STEER.bytesMax]);
        assertTrue(lanes.offer(large));
        assertFalse(lanes.offer(new Frame.Ping()));
        assertEquals(large, lanes.poll());
        assertTrue(lanes.offer(new Frame.Ping()));
    }

    /// A node has little memory.
    @Test
    void anEndCanHaveAShareOfTheBudgets() {
        var small = new Lanes<Frame.FromNode>(4);
        var data = new Frame.Data(1, 0, new byte[Lane.BULK.bytesMax / 4 - 1_000]);
        assertTrue(small.offer(data));
        assertFalse(small.offer(data));
    }

    @Test
    void whatNobodyReadsAnyMoreIsLetGo() {
        var other = new Frame.Data(2, 0, new byte[5]);
        for (int i = 0; i < 3; i++)
            lanes.offer(new Frame.Data(1, 0, new byte[Lane.BULK.bytesMax / 4]));
        lanes.offer(other);
        lanes.offer(new Frame.Close(1, ""));
        lanes.drop(1);
        lanes.drop(7);
        assertTrue(lanes.offer(new Frame.Data(3, 0, new byte[Lane.BULK.bytesMax - 1_000])));
        assertEquals(other, lanes.poll());
        assertEquals(new Frame.Close(1, ""), lanes.poll());
        assertInstanceOf(Frame.Data.class, lanes.poll());
        assertNull(lanes.poll());
    }

    @Test
    void oneLaneCanBeEmptiedFirst() {
        lanes.offer(new Frame.To("lamps", Lane.WORK, new byte[5]));
        assertNull(lanes.poll(Lane.STEER));
        lanes.offer(new Frame.Ping());
        assertEquals(new Frame.Ping(), lanes.poll(Lane.STEER));
        assertNull(lanes.poll(Lane.STEER));
        assertInstanceOf(Frame.To.class, lanes.poll());
    }

    @Test
    void smallFramesTakePlacesToo() {
        int taken = 0;
        while (lanes.offer(new Frame.Ping())) taken++;
        assertEquals(Lanes.FRAMES_MAX, taken);
    }
}
