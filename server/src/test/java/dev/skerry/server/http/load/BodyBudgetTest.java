package dev.skerry.server.http.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final int MOST = 1024 * 1024;

    private final BodyBudget budget = new BodyBudget(8 * MOST);

    private static InputStream body(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }

    @Test
    void aBodyIsReadAsItCame() throws Exception {
        var random = new Random(7);
        for (int size : new int[] {0, 1, 4_095, 4_096, 4_097, 65_536, 300_000, MOST}) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            for (long declared : new long[] {-1, size}) {
                try (var held = budget.of("ada")) {
                    var read = held.read(new ByteArrayInputStream(bytes), declared, MOST + 1);
                    assertArrayEquals(bytes, read);
                    assertEquals(size, budget.taken(), "what it takes is what it has");
                }
                assertEquals(0, budget.taken());
            }
        }
    }

    @Test
    void nothingIsReadBeyondWhatMayBe() throws Exception {
        try (var held = budget.of("ada")) {
            assertEquals(101, held.read(body(4_000), -1, 101).length);
        }
    }

    /// Whoever only says that much comes has none of it.
    @Test
    void whatDoesNotComeTakesNothing() throws Exception {
        try (var held = budget.of("ada")) {
            assertEquals(10, held.read(body(10), MOST, MOST + 1).length);
            assertTrue(budget.taken() <= 4_096, budget.taken() + "");
        }
    }

    @Test
    void oneHasAShareAndOthersHaveTheirs() throws Exception {
        var all = new ArrayList<BodyBudget.Held>();
        var one = budget.of("ada");
        all.add(one);
        one.read(body(MOST), MOST, MOST + 1);
        var second = budget.of("ada");
        all.add(second);
        assertThrows(
                BodyBudget.OverBudget.class, () -> second.read(body(2 * MOST), 2 * MOST, 2 * MOST));
        for (int i = 0; i < 3; i++) {
            var other = budget.of("bob " + i);
            all.add(other);
            other.read(body(MOST), MOST, MOST + 1);
        }
        for (var held : all) held.close();
        assertEquals(0, budget.taken());
    }

    /// However many ask, something is left for the next.
    @Test
    void allTogetherHaveNoMoreThanThereIs() throws Exception {
        var all = new ArrayList<BodyBudget.Held>();
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            var held = budget.of("caller " + i);
            all.add(held);
            try {
                held.read(body(MOST), MOST, MOST + 1);
            } catch (BodyBudget.OverBudget _) {
                refused++;
            }
            assertTrue(budget.taken() <= 8 * MOST, budget.taken() + "");
        }
        assertTrue(refused > 80, refused + " of 100");
        try (var held = budget.of("a small one")) {
            for (var big : all.subList(0, 1)) big.close();
            assertEquals(100, held.read(body(100), 100, MOST + 1).length);
        }
        for (var held : all) held.close();
        assertEquals(0, budget.taken());
    }
}
