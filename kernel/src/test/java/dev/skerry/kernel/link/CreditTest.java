package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The two accounts of one stream.
final class CreditTest {
    private static final int WINDOW = 256;

    @Test
    void theReaderGrantsAQuarterAtATime() {
        var window = new Window(WINDOW);
        assertTrue(window.came(WINDOW));
        assertFalse(window.came(1), "there is no credit for it");
        assertEquals(0, window.read(63));
        assertEquals(64, window.read(1));
        assertTrue(window.came(64));
        assertFalse(window.came(1));
    }

    @Test
    void theWriterSendsNoMoreThanItWasGranted() {
        var allowance = new Allowance(10);
        assertEquals(10, allowance.of(16));
        allowance.sent(10);
        assertEquals(0, allowance.of(16));
        allowance.more(5);
        assertEquals(3, allowance.of(3));
        assertEquals(5, allowance.of(16));
    }

    /// What a server may say that is not well.
    @Test
    void oddGrantsDoNoHarm() {
        var none = new Allowance(-1);
        assertEquals(0, none.of(16));
        none.more(-7);
        assertEquals(0, none.of(16));
        none.more(Long.MAX_VALUE);
        none.more(Long.MAX_VALUE);
        assertEquals(16, none.of(16));
    }

    /// Whatever sizes come, and however late the grants: both accounts agree, and all of it passes.
    @Test
    void bothAccountsAgree() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var window = new Window(WINDOW);
            var allowance = new Allowance(window.bytesMax());
            var onTheirWay = new ArrayDeque<Integer>();
            var grants = new ArrayDeque<Long>();
            long left = 10_000;
            long read = 0;
            while (read < 10_000) {
                int piece = allowance.of((int) Math.min(left, 1 + random.nextInt(80)));
                if (piece > 0 && random.nextBoolean()) {
                    allowance.sent(piece);
                    left -= piece;
                    onTheirWay.add(piece);
                } else if (!onTheirWay.isEmpty() && random.nextBoolean()) {
                    int came = onTheirWay.remove();
                    assertTrue(window.came(came));
                    read += came;
                    grants.add(window.read(came));
                } else if (!grants.isEmpty()) {
                    allowance.more(grants.remove());
                }
            }
        }
    }
}
