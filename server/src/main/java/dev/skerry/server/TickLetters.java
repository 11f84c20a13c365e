package dev.skerry.server;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.time.TickEnd;
import dev.skerry.kernel.time.TickHands;
import org.jspecify.annotations.Nullable;

/// That time has passed is a letter of the servers' own.
final class TickLetters implements TickHands<Letter<?>> {
    @Override
    public <M> Letter<?> message(Room<?, M, ?, ?> room, M tick) {
        return new Letter<>(room, tick, Caller.SERVERS);
    }

    @Override
    public @Nullable TickEnd end(Letter<?> letter) {
        var applied = letter.applied();
        if (!applied.isDone()) return null;
        if (applied.isCompletedExceptionally()) {
            var fault = applied.exceptionNow();
            return fault instanceof Undecided
                    ? new TickEnd.Failed(fault.getMessage() + "")
                    : new TickEnd.Lost();
        }
        return switch (applied.resultNow()) {
            case Applied.Done _ -> new TickEnd.Taken();
            case Applied.Refused(var refusal) -> new TickEnd.Refused(refusal);
        };
    }

    @Override
    public String words(Throwable fault) {
        return Undecided.where(fault);
    }

    @Override
    public void rests(Room<?, ?, ?, ?> room, String sentence) {
        Events.say(sentence);
    }
}
