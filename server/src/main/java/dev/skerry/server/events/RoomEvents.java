package dev.skerry.server.events;

import dev.skerry.http.Route;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.events.Event;
import dev.skerry.server.Events;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import java.util.ArrayList;
import java.util.List;

/// The events of a server's rooms. It knows none of them: each finds its own words.
public final class RoomEvents {
    private RoomEvents() {}

    /// Where they are told; they are kept from now on.
    public static List<Route> routes(ServerParts server) {
        var ring = new EventRing();
        var leader = server.leader();
        var clock = server.clock();
        var began = leader.now();
        var first = new ArrayList<Event>();
        for (var room : server.rooms())
            first.addAll(room.eventsAtStart(began.house(), clock.now()));
        ring.add(began.index(), clock.now().wallMs(), first);
        var before = new House[] {began.house()}; // of the one thread that tells listeners
        leader.listen((index, batch, after) -> {
            var events = new ArrayList<Event>();
            for (var room : server.rooms()) events.addAll(told(room, batch, before[0], after));
            before[0] = after;
            ring.add(index, clock.now().wallMs(), events);
        });
        ring.startsAfter(began.index());
        return new EventRoutes(ring).routes();
    }

    /// A room that fails to find words silences no other.
    private static List<Event> told(ServerRoom room, Batch batch, House before, House after) {
        try {
            return room.events(batch, before, after);
        } catch (RuntimeException e) {
            Events.say(room.saved().room().name() + " has no words for what happened: " + e);
            return List.of();
        }
    }
}
