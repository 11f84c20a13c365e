package dev.skerry.sim.world;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Node;
import dev.skerry.cluster.server.CelExpressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One history, from one seed: a few minutes in which everything goes wrong, then peace.
public final class World {
    /// Longer than every policy and partition, so that each can begin and end in it.
    private static final long TROUBLE_MS = 8 * 60_000;

    /// Twenty times as many as in a usual history.
    private static final long EVENTS_MAX = 200_000;

    private static final long LOOK_EVERY_MS = 1_000;
    private static final long SETTLES_MS = 8_000;

    /// How long what has healed is watched.
    private static final long CALM_MS = 30_000;

    /// How much faster or slower a node's clock may go, in thousandths.
    private static final int SKEW_PER_MILLE = 45;

    /// Questions to nodes are compiled once for all histories; the answers depend on nothing else.
    private static final CelExpressions EXPRESSIONS = new CelExpressions();

    private final Happenings events;
    private final SimServer server;
    private final List<SimNode> nodes = new ArrayList<>();
    private final User user;
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
            return promise == null ? "" : promise.sentence + ": " + how;
        }
    }

    private World(Happenings events) {
        this.events = events;
        var placements = new Placements();
        var running = new Running(placements);
        var acknowledged = new Acknowledged();
        server =
                new SimServer(
                        events,
                        new SimClock(events, 1),
                        EXPRESSIONS,
                        new Invariants(events, EXPRESSIONS, placements, running, acknowledged));
        trouble = new Trouble(events, server, nodes);
        long count = events.between(2, 5);
        for (int i = 1; i <= count; i++) {
            double rate = 1 + events.between(-SKEW_PER_MILLE, SKEW_PER_MILLE) / 1000.0;
            var clock = new SimClock(events, rate);
            nodes.add(new SimNode(events, i, clock, running, trouble::dial));
        }
        var texts = new RandomJobs(events);
        user = new User(events, server, acknowledged, texts, nodes);
    }

    /// Lets one history happen.
    public static WorldResult run(long seed, WorldSettings settings) {
        var history = new History(settings.show(), settings.printer());
        var events = new Happenings(seed, history);
        var world = new World(events);
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
        server.start(false);
        for (var node : nodes) {
            join(node);
            node.describe(trouble.facts());
            node.start();
        }
        act();
        trouble.begin();
        runUntil(TROUBLE_MS);
        trouble.end();
        heal();
    }

    private void join(SimNode node) {
        var hash = "%064x".formatted(nodes.indexOf(node));
        server.submit(new ClusterMessage.IssueToken(hash, "default", 60_000), _ -> {});
        var identity = new Node.Identity(node.id, node.name, "default", "dc1");
        server.submit(new ClusterMessage.Join(hash, identity, "key"), _ -> {});
        server.submit(new ClusterMessage.SetMeta(node.id, Map.of("site", "hall-1")), _ -> {});
    }

    /// People do something every few seconds, as long as there is trouble.
    private void act() {
        events.soon(
                100,
                6_000,
                () -> {
                    if (events.nowMs() > TROUBLE_MS - 5_000) return;
                    user.act();
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
    /// that ends, gets a moment to settle.
    private void heal() {
        long sinceMs = -1;
        for (long ms = 0; ms <= Healed.WITHIN_MS + CALM_MS; ms += LOOK_EVERY_MS) {
            runUntil(TROUBLE_MS + ms);
            var missing = look();
            if (missing == null) {
                sinceMs = -1;
                continue;
            }
            if (sinceMs < 0) sinceMs = ms;
            if (ms - sinceMs >= SETTLES_MS) healedMs = ms;
            if (healedMs > Healed.WITHIN_MS)
                throw new Broken(
                        Promise.HEALED,
                        "after %d s of peace %s".formatted(healedMs / 1000, missing));
        }
    }

    private @Nullable String look() {
        return new Healed(server.committed(), nodes, EXPRESSIONS).missing();
    }
}
