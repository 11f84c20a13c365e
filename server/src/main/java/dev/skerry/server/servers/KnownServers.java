package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.kernel.House;
import dev.skerry.servers.state.Servers;

/// Who belongs to the cell, by what is committed.
public final class KnownServers {
    private KnownServers() {}

    /// None, where the room is not there: such a server is alone.
    public static Servers of(House house) {
        return SERVERS.equals(house.room(SERVERS.name())) ? house.of(SERVERS) : Servers.EMPTY;
    }

    /// Whether the house has the room.
    public static boolean in(House house) {
        return house.room(SERVERS.name()) != null;
    }
}
