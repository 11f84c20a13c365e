package dev.skerry.server.http;

import dev.skerry.http.RoomApi;
import dev.skerry.server.ServerParts;
import java.util.ArrayList;
import java.util.List;

/// What a server answers over HTTP.
final class RoomApis {
    private RoomApis() {}

    /// What its rooms answer, and what it answers itself, which includes the document of them all.
    static List<RoomApi> of(ServerParts parts) {
        var doors = new LeaderDoors(parts.leader(), parts.clock());
        var all = new ArrayList<RoomApi>();
        for (var room : parts.rooms()) all.add(room.api(parts, doors));
        all.add(new ServerRoutes(parts, all).api());
        var things = RoomApi.things(all);
        for (var room : parts.rooms()) room.things(things);
        return List.copyOf(all);
    }
}
