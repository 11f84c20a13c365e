package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {
    final Attention attention = new Attention(0);

    void beats(long fromTickMs, long untilTickMs) {
        for (long at = fromTickMs; at <= untilTickMs; at += Attention.BEAT_EVERY_MS)
            attention.beat(at);
    }

    @Test
    void whoAttendsLosesNothing() {
        beats(0, 60_000);
        assertEquals(60_000, attention.ms(60_000));
        assertEquals(60_900, attention.ms(60_900));
    }

    @Test
    void timeStandsStillWhileNobodyReads() {
        beats(0, 10_000);
        assertEquals(11_000, attention.ms(11_000));
        assertEquals(11_000, attention.ms(11_001));
        assertEquals(11_000, attention.ms(40_000));
        attention.beat(40_000);
        assertEquals(11_000, attention.ms(40_000));
        assertEquals(11_250, attention.ms(40_250));
    }

    @Test
    void itIsLostOnce() {
        attention.beat(5_000);
        attention.beat(10_000);
        assertEquals(2_000, attention.ms(10_000));
        beats(10_000, 20_000);
        assertEquals(12_000, attention.ms(20_000));
    }

    /// Who was heard a moment before the server was held up has all of his time afterwards.
    @Test
    void noNodeIsMissedForWhatTheServerDidNotRead() {
        var missed = new ArrayList<String>();
        var heartbeats =
                new Heartbeats(
                        Duration.ofSeconds(25),
                        (node, here) -> {
                            if (!here) missed.add(node);
                        });
        beats(0, 10_000);
        heartbeats.heard("a", attention.ms(10_000));
        heartbeats.look(attention.ms(70_000));
        beats(70_000, 93_750);
        heartbeats.look(attention.ms(93_750));
        assertEquals(List.of(), missed);
        beats(94_000, 95_000);
        heartbeats.look(attention.ms(95_000));
        assertEquals(List.of("a"), missed);
    }
}
