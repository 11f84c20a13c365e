package dev.skerry.example.badge.picture;

/// Where something stands along one side of the room it was given.
public enum Align {
    START,
    MIDDLE,
    END;

    /// The first pixel of a thing of `size` in a room of `room` pixels that begins at `from`.
    int place(int from, int room, int size) {
        return switch (this) {
            case START -> from;
            case MIDDLE -> from + (room - size) / 2;
            case END -> from + room - size;
        };
    }
}
