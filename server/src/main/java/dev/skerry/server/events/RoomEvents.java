package dev.skerry.server.events;

import dev.skerry.http.Route;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.events.Event;
import dev.skerry.server.Events;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The events of a server's rooms. It knows none of them: each finds its own words.
///
/// They are in memory only. But they follow from the log, so what it holds since the state was
/// saved last is told again at a start, as it was and with the time that it had.
public final class RoomEvents {
    private final List<ServerRoom> rooms;
    private final ServerClock clock;
    private final EventRing ring = new EventRing();

    /// What came before; only the one thread that tells listeners knows it.
    private @Nullable House before;

    private long lastIndex;

    private RoomEvents(List<ServerRoom> rooms, ServerClock clock) {
        this.rooms = List.copyOf(rooms);
        this.clock = clock;
    }

    /// Keeps what the leader is told from now on: of the whole log, where it is not open yet.
    public static RoomEvents of(Leader leader, List<ServerRoom> rooms, ServerClock clock) {
        var events = new RoomEvents(rooms, clock);
        leader.listen(events::committed);
        return events;
    }

    /// Where they are told. What the leader knows by now is among them.
    public List<Route> routes(Leader leader) {
        var told = new CountDownLatch(1);
        leader.listen((_, _, _) -> told.countDown()); // listeners are told in their order
        try {
            told.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server was stopped while it started", e);
        }
        return new EventRoutes(ring).routes();
    }

    /// An empty batch brings a state: the first, a saved one, or once more the same.
    private void committed(long index, Batch batch, House after) {
        var last = before;
        before = after;
        if (last != null && !batch.isEmpty()) {
            ring.add(index, batch.acts().getLast().wallMs(), told(batch, last, after));
        } else if (index > lastIndex || last == null) {
            ring.startsAfter(index, clock.now().wallMs());
        }
        lastIndex = index;
    }

    /// A room that fails to find words silences no other.
    private List<Event> told(Batch batch, House last, House after) {
        var all = new ArrayList<Event>();
        for (var room : rooms) {
            try {
                all.addAll(room.events(batch, last, after));
            } catch (RuntimeException e) {
                var name = room.saved().room().name();
                Events.say(name + " has no words for what happened: " + e);
            }
        }
        return all;
    }
}
