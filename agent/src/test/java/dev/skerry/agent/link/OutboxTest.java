package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.link.Frame;
import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void aLongLogDelaysNothingAndItsEndComesAfterIt() throws InterruptedException {
        var outbox = new Outbox();
        var data = new Frame.LogData(1, 0, "aGVsbG8=");
        var end = new Frame.LogEnd(1, "");
        var synced = new Frame.Synced(7);
        outbox.offer(data);
        outbox.offer(end);
        outbox.offer(synced);
        assertEquals(synced, outbox.take());
        assertEquals(data, outbox.take());
        assertEquals(end, outbox.take());
    }
}
