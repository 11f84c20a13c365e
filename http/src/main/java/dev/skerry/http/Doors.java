package dev.skerry.http;

import dev.skerry.kernel.Room;

/// Opens each room's routes the door to their room.
public interface Doors {
    <S, M> Door<S, M> to(Room<S, M, ?, ?> room);
}
