package dev.skerry.server;

import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;

/// The state that was true at one index of the log.
public record Snapshot(long index, House house) {
    /// What a room knew then.
    public <S> S of(Room<S, ?, ?, ?> room) {
        return house.of(room);
    }
}
