package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.Inbox.Waiting;
import dev.skerry.kernel.node.Caused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final long WAIT_S = 60;
    private static final int BIG = Inbox.CAUSED_BYTES_MAX / 2;

    private final WordRoom words = new WordRoom();
    private final Inbox inbox = new Inbox();
    private final List<String> passedOver = new ArrayList<>();

    private boolean caused(String word, int bytes) {
        return inbox.caused(
                words.room(), new Caused<>(bytes, () -> word, () -> passedOver.add(word)));
    }

    private List<Waiting<?>> taken() throws InterruptedException {
        var all = new ArrayList<Waiting<?>>();
        inbox.await(all, 1_000, 0);
        return all;
    }

    /// A disk that is full for days must not fill the memory with answers of checks as well.
    @Test
    void whatIsAskedAgainAnywayDoesNotPileUp() {
        for (int i = 0; i < 2 * Inbox.AGAIN_MAX; i++) inbox.postAgain(words.room(), "well");
        inbox.post(words.room(), "seen");
        assertEquals(Inbox.AGAIN_MAX + 1, inbox.size());
    }

    /// Nor with what servers cause: it waits with them, and they are asked for it afterwards.
    @Test
    void whatServersCauseWaitsThereWhileTheDiskTakesNothing() throws Exception {
        assertTrue(caused("a", BIG));
        assertTrue(caused("b", BIG));
        var first = taken();
        inbox.diskFails();
        assertFalse(caused("c", BIG));
        assertFalse(caused("d", 1));
        assertEquals(List.of("c", "d"), passedOver);
        inbox.post(words.room(), "seen");
        assertFalse(inbox.done(first.subList(0, 1)), "not all of it is worked through");
        assertTrue(inbox.done(first.subList(1, 2)), "now there is room for it");
        assertFalse(inbox.done(taken()), "once");
        assertTrue(caused("c", 3 * BIG), "one is always taken");
    }

    /// While the machines get on, whoever reads the link waits for them: nothing is passed over.
    @Test
    void whatServersCauseWaitsForTheMachines() throws Exception {
        assertTrue(caused("a", BIG));
        assertTrue(caused("b", BIG));
        var first = taken();
        var third = CompletableFuture.supplyAsync(() -> caused("c", BIG));
        assertFalse(inbox.done(first));
        assertTrue(third.get(WAIT_S, TimeUnit.SECONDS));
        assertEquals(List.of(), passedOver);
    }
}
