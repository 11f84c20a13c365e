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
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The events of a server's rooms. It knows none of them: each finds its own words.
public final class RoomEvents {
    private final ServerParts server;
    private final EventRing ring = new EventRing();
    private final CountDownLatch began = new CountDownLatch(1);

    /// What came before; only the one thread that tells listeners knows it.
    private @Nullable House before;

    private RoomEvents(ServerParts server) {
        this.server = server;
    }

    /// Where they are told; they are kept from now on, without a gap.
    public static List<Route> routes(ServerParts server) {
        var events = new RoomEvents(server);
        server.leader().listen(events::committed);
        try {
            events.began.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server was stopped while it started", e);
        }
        return new EventRoutes(events.ring).routes();
    }

    /// The first call has the state from which on everything is heard.
    private void committed(long index, Batch batch, House after) {
        var last = before;
        before = after;
        if (last == null) begin(index, after);
        else add(index, room -> room.events(batch, last, after));
    }

    private void begin(long index, House house) {
        try {
            ring.startsAfter(index);
            add(index, room -> room.eventsAtStart(house, server.clock().now()));
        } finally {
            began.countDown();
        }
    }

    private void add(long index, Function<ServerRoom, List<Event>> words) {
        var all = new ArrayList<Event>();
        for (var room : server.rooms()) all.addAll(told(room, words));
        ring.add(index, server.clock().now().wallMs(), all);
    }

    /// A room that fails to find words silences no other.
    private static List<Event> told(ServerRoom room, Function<ServerRoom, List<Event>> words) {
        try {
            return words.apply(room);
        } catch (RuntimeException e) {
            Events.say(room.saved().room().name() + " has no words for what happened: " + e);
            return List.of();
        }
    }
}
