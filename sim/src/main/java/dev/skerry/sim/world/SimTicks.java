package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.time.TickEnd;
import dev.skerry.kernel.time.TickHands;
import dev.skerry.kernel.time.Ticks;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What must hold of how the server's rooms are woken: one that fails rests, and costs no other its
/// time.
final class SimTicks implements TickHands<SimTick> {
    private static final long LOOK_EVERY_MS = 5_000;

    /// A room is told so late at most that its time has come.
    private static final long LATE_MAX_MS = 5_000;

    private final SimPeer server;

    /// When each room has failed last, in this leadership.
    private final Map<String, Long> failedTickMs = new HashMap<>();

    /// Since when each room is due.
    private final Map<String, Long> dueTickMs = new HashMap<>();

    SimTicks(SimPeer server) {
        this.server = server;
    }

    /// Another leadership has begun, or the disk was full.
    void again() {
        failedTickMs.clear();
        dueTickMs.clear();
    }

    /// Looks every few seconds whether a room waits for too long.
    void watch(Happenings events, int life) {
        events.after(
                LOOK_EVERY_MS,
                () -> {
                    if (server.life() != life) return;
                    look();
                    watch(events, life);
                });
    }

    private void look() {
        var house = server.promised();
        for (var room : house.rooms()) if (!server.mayFail(room.name())) look(room, house);
    }

    private void look(Room<?, ?, ?, ?> room, House house) {
        var now = server.now();
        long tickMs = now.tickMs();
        if (server.full() || !server.decides() || house.wakeAtTickMs(room, now) > tickMs) {
            dueTickMs.remove(room.name());
            return;
        }
        long lateMs = tickMs - dueTickMs.computeIfAbsent(room.name(), _ -> tickMs);
        if (lateMs > LATE_MAX_MS)
            throw new Broken(
                    Promise.TIME_GOES_ON,
                    "%s is due for %d ms and was not told".formatted(room.name(), lateMs));
    }

    @Override
    public <M> SimTick message(Room<?, M, ?, ?> room, M tick) {
        return new SimTick(new Ask<>(room, tick));
    }

    @Override
    public @Nullable TickEnd end(SimTick message) {
        return message.end();
    }

    @Override
    public String words(Throwable fault) {
        return String.valueOf(fault.getMessage());
    }

    @Override
    public void rests(Room<?, ?, ?, ?> room, String sentence) {
        if (!server.mayFail(room.name())) throw new Broken(Promise.NOTHING_FAILS, sentence);
        long tickMs = server.now().tickMs();
        var before = failedTickMs.put(room.name(), tickMs);
        if (before != null && tickMs - before < Ticks.REST_MIN_MS)
            throw new Broken(
                    Promise.RESTS,
                    "%s fails after %d ms again".formatted(room.name(), tickMs - before));
    }
}
