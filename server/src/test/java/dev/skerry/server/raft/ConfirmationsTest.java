package dev.skerry.server.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.server.raft.Confirmations.Leading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
    private static final Map<String, String> THREE = Map.of("s1", "a", "s2", "b", "s3", "c");

    private final AtomicLong term = new AtomicLong(7);

    /// Questions that wait for their answer.
    private final LinkedBlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    private record Question(String server, CompletableFuture<Long> answer) {}

    private byte[] ask(String server, String address, byte what, byte[] request)
            throws IOException {
        var question = new Question(server, new CompletableFuture<>());
        questions.add(question);
        try {
            return ByteBuffer.allocate(Long.BYTES).putLong(question.answer.get()).array();
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Confirmations of(List<Map<String, String>> voters) {
        return new Confirmations("s1", this::ask, () -> new Leading(term.get(), voters));
    }

    private Question next() throws InterruptedException {
        var question = questions.poll(20, SECONDS);
        if (question == null) throw new AssertionError("nobody is asked");
        return question;
    }

    private static void unsure(CompletableFuture<Void> asked) {
        assertThrows(ExecutionException.class, () -> asked.get(20, SECONDS));
    }

    @Test
    void oneAloneNeedsNobody() throws Exception {
        of(List.of(Map.of("s1", "a"), Map.of())).confirm().get(20, SECONDS);
        term.set(0);
        unsure(of(List.of(Map.of("s1", "a"), Map.of())).confirm());
    }

    @Test
    void mostAreEnough() throws Exception {
        var asked = of(List.of(THREE, Map.of())).confirm();
        next();
        next().answer.complete(6L);
        asked.get(20, SECONDS);
    }

    @Test
    void oneLaterTermIsEnoughToDoubt() throws Exception {
        var asked = of(List.of(THREE, Map.of())).confirm();
        next();
        next().answer.complete(8L);
        unsure(asked);
    }

    /// The leader may have stood still since that answer was given.
    @Test
    void anAnswerIsForThoseWhoHaveAskedBefore() throws Exception {
        var confirmations = of(List.of(Map.of("s1", "a", "s2", "b"), Map.of()));
        var first = confirmations.confirm();
        var question = next();
        var second = confirmations.confirm();
        question.answer.complete(7L);
        first.get(20, SECONDS);
        var again = next();
        assertFalse(second.isDone());
        again.answer.complete(8L);
        unsure(second);
    }

    @Test
    void whoLeadsNoMoreWhenTheAnswerComesIsNotSure() throws Exception {
        var asked = of(List.of(THREE, Map.of())).confirm();
        var question = next();
        term.set(0);
        question.answer.complete(7L);
        unsure(asked);
    }

    /// Those of before may have chosen another one.
    @Test
    void whileTheServersChangeMostOfBothAreNeeded() throws Exception {
        var before = Map.of("s1", "a", "s4", "d", "s5", "e");
        var asked = of(List.of(THREE, before)).confirm();
        for (int i = 0; i < 4; i++) {
            var question = next();
            if (THREE.containsKey(question.server)) question.answer.complete(7L);
            else question.answer.completeExceptionally(new IOException("gone"));
        }
        unsure(asked);
    }

    @Test
    void whoDoesNotAnswerIsAskedOnceAndAwaitedForAWhile() throws Exception {
        var confirmations = of(List.of(Map.of("s1", "a", "s2", "b"), Map.of()));
        unsure(confirmations.confirm());
        next();
        unsure(confirmations.confirm());
        assertFalse(questions.poll() != null);
    }
}
