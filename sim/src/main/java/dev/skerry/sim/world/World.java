package dev.skerry.sim.world;

import dev.skerry.kernel.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One history, from one seed: a few minutes in which everything goes wrong, then peace.
public final class World {
    /// Longer than every policy and partition, so that each can begin and end in it.
    private static final long TROUBLE_MS = 8 * 60_000;

    /// Twenty times as many as in a usual history.
    private static final long EVENTS_MAX = 200_000;

    private static final long LEADS_LOOK_MS = 10;

    /// In peace, and in the beginning.
    private static final long LEADS_WITHIN_MS = 20_000;

    private static final long LOOK_EVERY_MS = 1_000;
    private static final long SETTLES_MS = 8_000;

    /// Until all that an outage may cause has shown.
    private static final long OUTAGE_SEEN_MS = 70_000;

    /// So far is a server behind at most, in peace.
    private static final long CATCHES_UP_MS = 1_000;

    /// How long what has healed is watched.
    private static final long CALM_MS = 30_000;

    /// How much faster or slower a node's clock may go, in thousandths.
    private static final int SKEW_PER_MILLE = 45;

    private final Happenings events;
    private final SimServer server;
    private final List<SimRoom> rooms = new ArrayList<>();
    private final List<SimNode> nodes = new ArrayList<>();
    private final Trouble trouble;
    private long healedMs;

    /// What is asked of a history.
    ///
    /// @param show which lines are wanted
    /// @param printer gets them as they happen
    public record WorldSettings(History.Filter show, Consumer<String> printer) {
        public static final WorldSettings QUIET = new WorldSettings(History.Filter.ALL, _ -> {});
    }

    /// How a history went.
    ///
    /// @param promise which was broken; null: none was
    /// @param how it was broken
    /// @param healedMs how long it took until what was wanted was what ran
    /// @param fingerprint the same for the same history
    public record WorldResult(
            @Nullable Promise promise,
            String how,
            long healedMs,
            long events,
            String fingerprint,
            List<String> lines) {
        /// The last lines that were wanted.
        public List<String> last(int count) {
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        }

        /// In one sentence; empty: it went well.
        public String broken() {
            return promise == null ? "" : promise.sentence() + ": " + how;
        }
    }

    private World(Happenings events, List<SimRoom.Maker> makers) {
        this.events = events;
        var saved = makers.stream().<Saved<?>>map(SimRoom.Maker::saved).toList();
        server = new SimServer(events, events.one(1, 3), saved, rooms);
        trouble = new Trouble(events, server, nodes, rooms);
        var scene = new SimRoom.Scene(events, server, nodes);
        for (var maker : makers) rooms.add(maker.enter().apply(scene));
        long count = events.between(2, 5);
        for (int i = 1; i <= count; i++) {
            double rate = 1 + events.between(-SKEW_PER_MILLE, SKEW_PER_MILLE) / 1000.0;
            var clock = new SimClock(events, rate);
            nodes.add(new SimNode(events, i, clock, rooms, trouble::dial));
        }
    }

    /// Lets one history happen.
    ///
    /// @param makers the rooms of it
    public static WorldResult run(long seed, List<SimRoom.Maker> makers, WorldSettings settings) {
        var history = new History(settings.show(), settings.printer());
        var events = new Happenings(seed, history);
        var world = new World(events, makers);
        Promise promise = null;
        var how = "";
        try {
            world.happen();
        } catch (Broken e) {
            promise = e.promise;
            how = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            promise = Promise.NOTHING_FAILS;
            how = e + (e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0]);
        }
        return new WorldResult(
                promise,
                how,
                world.healedMs,
                events.happened(),
                history.fingerprint(),
                history.last());
    }

    private void happen() {
        server.start();
        awaitLeader();
        for (var node : nodes) {
            for (var room : rooms) room.joins(node);
            node.start();
        }
        act();
        trouble.begin();
        server.readers().begin();
        runUntil(TROUBLE_MS);
        trouble.end();
        awaitLeader();
        heal();
        int index = server.index();
        runUntil(events.nowMs() + CATCHES_UP_MS);
        server.checkEqual(index);
        if (server.several()) outage();
    }

    /// In peace nobody leads for a while: nothing that runs is the worse for it.
    private void outage() {
        for (var room : rooms) room.outage();
        long forMs = trouble.outage();
        runUntil(events.nowMs() + forMs + OUTAGE_SEEN_MS);
        for (var room : rooms) room.outageOver();
    }

    private void awaitLeader() {
        long untilMs = events.nowMs() + LEADS_WITHIN_MS;
        while (!server.ready()) {
            runUntil(events.nowMs() + LEADS_LOOK_MS);
            if (events.nowMs() >= untilMs) throw new Broken(Promise.HEALED, "no server leads");
        }
    }

    /// People do something every few seconds, as long as there is trouble.
    private void act() {
        events.soon(
                100,
                6_000,
                () -> {
                    if (events.nowMs() > TROUBLE_MS - 5_000) return;
                    for (var room : rooms) room.act();
                    act();
                });
    }

    private void runUntil(long untilMs) {
        while (events.next(untilMs))
            if (events.happened() > EVENTS_MAX)
                throw new Broken(
                        Promise.NOTHING_FAILS, "more than " + EVENTS_MAX + " events: it spins");
    }

    /// Looks once in a second of peace whether all is as it shall be: at the latest when the bound
    /// is over, and from then on for as long as it is watched. What moves by itself, like a batch
    /// that ends, gets a moment to settle. Then what is old still is replaced, and it is looked at
    /// once more: a program of any age may be replaced at any time.
    private void heal() {
        heal(TROUBLE_MS);
        long laterMs = events.nowMs();
        if (trouble.renewLast()) heal(laterMs);
    }

    /// @param fromMs since then nothing goes wrong any more
    private void heal(long fromMs) {
        var watched = rooms.stream().map(Watched::new).toList();
        long longestMs = rooms.stream().mapToLong(SimRoom::healsWithinMs).max().orElse(0);
        for (long ms = 0; ms <= longestMs + CALM_MS; ms += LOOK_EVERY_MS) {
            runUntil(fromMs + ms);
            for (var each : watched) each.look(ms);
        }
        for (var each : watched) healedMs = Math.max(healedMs, each.healedMs);
    }

    /// One room in peace, each with a bound of its own.
    private static final class Watched {
        private final SimRoom room;
        private long sinceMs = -1;
        private long healedMs;

        Watched(SimRoom room) {
            this.room = room;
        }

        void look(long ms) {
            var missing = room.missing();
            if (missing == null) {
                sinceMs = -1;
                return;
            }
            if (sinceMs < 0) sinceMs = ms;
            if (ms - sinceMs >= SETTLES_MS) healedMs = ms;
            if (healedMs > room.healsWithinMs())
                throw new Broken(
                        Promise.HEALED,
                        "after %d s of peace %s".formatted(healedMs / 1000, missing));
        }
    }
}
