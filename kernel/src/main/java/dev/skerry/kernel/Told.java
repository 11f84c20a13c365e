package dev.skerry.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A fact of a room, and its bytes.
public final class Told {
    private static final int ABOUT_CHARACTERS_MAX = 200;

    private final String room;
    private final Object fact;
    private final int format;
    private final byte[] bytes;

    /// A fact that can say what it is about. It stands where people read who has done what, and
    /// their programs: what it says of a fact never changes, and is no secret.
    public interface About {
        /// By its name, in one short line; empty: there is no one thing.
        String about();
    }

    /// @param room its name
    /// @param format of the log, from which on builds know it
    /// @param bytes made once; nobody changes them
    Told(String room, Object fact, int format, byte[] bytes) {
        this.room = room;
        this.fact = fact;
        this.format = format;
        this.bytes = bytes;
    }

    public String room() {
        return room;
    }

    Object fact() {
        return fact;
    }

    /// Of the log, from which on builds know it.
    int format() {
        return format;
    }

    /// What kind of fact it is, by the name of its type: `JobAccepted`.
    public String kind() {
        return fact.getClass().getSimpleName();
    }

    /// What it is about, for people, in one short line: `default/badge`; empty: it does not say.
    public String about() {
        return fact instanceof About it ? Text.fit(it.about(), ABOUT_CHARACTERS_MAX) : "";
    }

    /// The fact, if it is of that type; null: it is of another.
    public <T> @Nullable T fact(Class<T> type) {
        return type.isInstance(fact) ? type.cast(fact) : null;
    }

    /// As they are kept; not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Told that
                && room.equals(that.room)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * room.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return room + ": " + fact;
    }
}
