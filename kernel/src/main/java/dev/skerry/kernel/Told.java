package dev.skerry.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A fact of a room, and its bytes.
public final class Told {
    private final String room;
    private final Object fact;
    private final byte[] bytes;

    /// @param room its name
    /// @param bytes made once; nobody changes them
    Told(String room, Object fact, byte[] bytes) {
        this.room = room;
        this.fact = fact;
        this.bytes = bytes;
    }

    public String room() {
        return room;
    }

    Object fact() {
        return fact;
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
