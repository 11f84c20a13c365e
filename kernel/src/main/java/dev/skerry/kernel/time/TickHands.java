package dev.skerry.kernel.time;

import dev.skerry.kernel.Room;
import org.jspecify.annotations.Nullable;

/// Whoever has the messages to rooms decided that [Ticks] makes.
///
/// @param <T> such a message, as he has it
public interface TickHands<T> {
    /// A room is to be told that time has passed.
    ///
    /// @param tick what it is told
    <M> T message(Room<?, M, ?, ?> room, M tick);

    /// What has become of the message; null: nothing so far.
    @Nullable TickEnd end(T message);

    /// What kind of fault of ours it is, for a sentence.
    String words(Throwable fault);

    /// A room has failed and rests.
    ///
    /// @param sentence for people; rests get longer, so there is no more than a few in a minute
    void rests(Room<?, ?, ?, ?> room, String sentence);
}
