package dev.skerry.server;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Messages that are decided one after the other and become one batch.
final class Round {
    static final int MESSAGES_MAX = 1_000;

    private final Published published;
    private final ServerMetrics metrics;
    private final BiConsumer<Letter<?>, Undecided> failed;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Ask<?>> asks = new ArrayList<>();

    /// @param refusal null: it was accepted
    private record Answer(Letter<?> letter, @Nullable Refusal refusal) {}

    /// @param failed told of messages that a machine has failed on
    Round(Published published, ServerMetrics metrics, BiConsumer<Letter<?>, Undecided> failed) {
        this.published = published;
        this.metrics = metrics;
        this.failed = failed;
    }

    boolean full() {
        return answers.size() >= MESSAGES_MAX;
    }

    /// What the rooms ask of each other, once the batch is certain.
    List<Ask<?>> asks() {
        return asks;
    }

    /// A message that the machine fails on, or whose effects nobody can carry out, changes nothing
    /// and fails alone.
    ///
    /// @return false: the batch has no room for it
    <M> boolean decide(Letter<M> letter) {
        try {
            return decide(letter.room(), letter);
        } catch (RuntimeException | StackOverflowError e) {
            var why = Undecided.of(letter, e);
            failed.accept(letter, why);
            letter.fail(why);
            return true;
        }
    }

    private <S, M, F, E> boolean decide(Room<S, M, F, E> room, Letter<M> letter) {
        return switch (published.decide(room, letter.message(), letter.caller())) {
            case Decided.Later<E> _ -> false;
            case Decided.Accepted<E>(var effects) -> {
                for (var effect : effects) if (effect instanceof Ask<?> ask) asks.add(ask);
                metrics.messages().decided().increment();
                yield answers.add(new Answer(letter, null));
            }
            case Decided.Refused<E>(var refusal) -> {
                metrics.messages().refused().increment();
                yield answers.add(new Answer(letter, refusal));
            }
        };
    }

    /// Those who wait, in their order.
    List<Letter<?>> letters() {
        var all = new ArrayList<Letter<?>>(answers.size());
        for (var answer : answers) all.add(answer.letter());
        return all;
    }

    /// Everyone who waits for promises only can go on.
    void promised() {
        for (var answer : answers) answer.letter().promised().complete(answer.refusal() == null);
    }

    /// Tells everyone what became of it.
    ///
    /// @param lost why it is not known whether it is in the log; null: it is
    void answer(long index, @Nullable Throwable lost) {
        for (var answer : answers) {
            var letter = answer.letter();
            if (lost != null) letter.fail(new LeadershipLost(lost));
            else if (answer.refusal() != null) letter.refuse(answer.refusal());
            else {
                letter.promised().complete(true);
                letter.applied().complete(new Applied.Done(index));
            }
        }
    }

    /// The log did not take it.
    void refuse(Refusal refusal) {
        for (var answer : answers) answer.letter().refuse(refusal);
    }
}
