package dev.skerry.example.note;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.example.note.codec.NoteRoom.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Room;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoteMachineTest {
    private static final String ONE = "n-000000000001";
    private static final String TWO = "n-000000000002";

    private final Promised promised =
            new Promised(
                    House.of(List.of(CLUSTER, NOTES)), new Promised.BatchLimits(99_999, 99_999));
    private long tickMs = 1_000;

    /// What is asked for, or why it is refused.
    private <M> List<?> ask(Room<?, M, ?, ?> room, M message) {
        return switch (promised.decide(room, message, Caller.SERVERS, new Now(tickMs, 0))) {
            case Decided.Accepted<?>(var effects) -> effects;
            case Decided.Refused<?>(var refusal) -> List.of(refusal.sentence());
            case Decided.Later<?> _ -> throw new AssertionError("it has room");
        };
    }

    private void join(String node) {
        var hash = "0".repeat(52) + node.substring(2);
        assertEquals(
                List.of(), ask(CLUSTER, new ClusterMessage.IssueToken(hash, "default", 9_000)));
        var identity = new Node.Identity(node, node, "default", "dc1");
        assertEquals(List.of(), ask(CLUSTER, new ClusterMessage.Join(hash, identity, "key")));
    }

    @Test
    void theClusterIsAskedUntilTheMarkIsThere() {
        join(ONE);
        var asks = ask(NOTES, new NoteMessage.WriteNote(ONE, "hello"));
        assertEquals(1, asks.size());
        tickMs = promised.promised().wakeAtTickMs(NOTES);
        assertEquals(asks, ask(NOTES, new NoteMessage.NoteTime()), "nothing has come of it");
        var mark = assertInstanceOf(Ask.class, asks.getFirst());
        assertEquals(List.of(), ask(CLUSTER, (ClusterMessage) mark.message()));
        tickMs = promised.promised().wakeAtTickMs(NOTES);
        assertEquals(List.of(), ask(NOTES, new NoteMessage.NoteTime()));
        assertEquals(Long.MAX_VALUE, promised.promised().wakeAtTickMs(NOTES));
    }

    /// Nobody is told that the cluster has refused: each time is an entry of the log.
    @Test
    void whatTheClusterRefusesIsAskedMoreAndMoreSeldom() {
        join(ONE);
        var full = new TreeMap<String, @Nullable String>();
        for (int i = 0; i < 256; i++) full.put("key" + i, "value");
        ask(CLUSTER, new ClusterMessage.SetMeta(ONE, full));
        var asks = ask(NOTES, new NoteMessage.WriteNote(ONE, "hello"));
        var mark = assertInstanceOf(Ask.class, asks.getFirst());
        assertEquals(
                List.of("meta of a node: the limit of 256 keys is reached."),
                ask(CLUSTER, (ClusterMessage) mark.message()));
        int asked = 0;
        for (long endMs = tickMs + 600_000; tickMs < endMs; tickMs += 50) {
            if (promised.promised().wakeAtTickMs(NOTES) > tickMs) continue;
            assertEquals(asks, ask(NOTES, new NoteMessage.NoteTime()));
            asked++;
        }
        assertTrue(asked > 3 && asked < 10, asked + " times");
    }

    @Test
    void theNoteOfANodeThatIsGoneGoesWithTheNext() {
        join(ONE);
        join(TWO);
        ask(NOTES, new NoteMessage.WriteNote(ONE, "hello"));
        ask(CLUSTER, new ClusterMessage.Contact(ONE, false, 1_000));
        assertEquals(List.of(), ask(CLUSTER, new ClusterMessage.RemoveNode(ONE)));
        ask(NOTES, new NoteMessage.WriteNote(TWO, "hello"));
        var noted = new TreeSet<>(promised.promised().of(NOTES).notes().keys());
        assertEquals(Set.of(TWO), noted);
        var nobody = "There is no node \"" + ONE + "\"; `skerry node list` shows what there is.";
        assertEquals(List.of(nobody), ask(NOTES, new NoteMessage.WriteNote(ONE, "hello")));
    }

    private Note note() {
        return Check.present(promised.promised().of(NOTES).notes().find(ONE), "it has one");
    }

    /// Servers that were set back to a backup count from there again.
    @Test
    void aNoteOfAnotherHistoryWithTheSameNumberHasNotArrived() {
        join(ONE);
        ask(NOTES, new NoteMessage.WriteNote(ONE, "by the door"));
        ask(NOTES, new NoteMessage.NoteArrived(ONE, 1, "by the window"));
        assertFalse(note().seen());
        ask(NOTES, new NoteMessage.NoteArrived(ONE, 1, "by the door"));
        assertTrue(note().seen());
    }
}
