package dev.skerry.sim.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes wrong, every few seconds, until there is peace. Each history has its own mixture: one
/// in which everything goes wrong at once hides what a quieter one shows.
final class Trouble {
    /// A killed agent is started again soon, as by systemd: nobody else can stop a task in time.
    private static final long AGENT_AWAY_MAX_MS = 6_000;

    /// One absence in the time that a node gets for its stop, not several.
    private static final long AGENT_STAYS_MIN_MS = 30_000;

    /// Of the nodes that are old still when there is peace; the others follow when all is well.
    private static final int RENEWED_PERCENT = 60;

    private static final long DISK_FAILS_MAX_MS = 2_000;

    /// Between servers.
    static final long SLOW_MAX_MS = 600;

    private static final long USUAL_MAX_MS = 80;
    private static final long LATE_MAX_MS = 3_000;
    private static final long STALL_MAX_MS = 90_000;

    /// Longer than every policy.
    private static final long AWAY_MAX_MS = 240_000;

    private static final long WALL_JUMP_MAX_MS = 2 * 3_600_000;

    private final Happenings events;
    private final SimServer server;
    private final List<SimNode> nodes;
    private final List<SimRoom> rooms;
    private final Map<String, Long> cutUntilMs = new HashMap<>();
    private final Map<String, Long> agentSinceMs = new HashMap<>();
    private final int cutPercent;
    private final int crashPercent;
    private final int latePercent;
    private final int twicePercent;
    private final int narrowPercent;
    private final int clockPercent;
    private final int fullPercent;
    private final ServerTrouble servers;
    private boolean peace;

    Trouble(Happenings events, SimServer server, List<SimNode> nodes, List<SimRoom> rooms) {
        this.events = events;
        this.server = server;
        this.nodes = nodes;
        this.rooms = rooms;
        cutPercent = events.one(0, 10, 20, 40);
        crashPercent = events.one(0, 10, 20, 40);
        latePercent = events.one(0, 10, 30);
        twicePercent = events.one(0, 2, 15);
        narrowPercent = events.one(0, 10, 30);
        clockPercent = events.one(0, 5);
        fullPercent = events.one(0, 0, 4);
        servers = new ServerTrouble(events, server);
    }

    /// One thing or another, and so on.
    void begin() {
        events.soon(
                100,
                8_000,
                () -> {
                    if (peace) return;
                    happen();
                    begin();
                });
    }

    private void happen() {
        var node = nodes.get(events.dice.nextInt(nodes.size()));
        if (events.chance(cutPercent)) cut(node);
        if (events.chance(latePercent)) stall(node);
        if (events.chance(crashPercent)) crash(node);
        for (var room : rooms) room.happens(node);
        if (events.chance(4)) failDisk(node);
        if (events.chance(fullPercent)) servers.fillDisk();
        servers.happen();
        if (events.chance(clockPercent)) setClock(node);
    }

    /// The connection that a node gets when it dials; null: none.
    @Nullable SimLink dial(SimNode node) {
        boolean cut = events.nowMs() < cutUntilMs.getOrDefault(node.id, 0L);
        return cut ? null : server.dial(line());
    }

    private SimLink.Quality line() {
        if (peace) return new SimLink.Quality(USUAL_MAX_MS, 0, 0);
        long slowMs = events.chance(latePercent) ? LATE_MAX_MS : USUAL_MAX_MS;
        long bytesPerS = events.chance(narrowPercent) ? events.one(300L, 1_000L, 5_000L) : 0;
        return new SimLink.Quality(slowMs, bytesPerS, twicePercent);
    }

    private void cut(SimNode node) {
        unreachable(node, events.chance(50) ? AWAY_MAX_MS : 30_000);
        var link = node.link();
        if (link == null) return;
        switch (events.dice.nextInt(4)) {
            case 0 -> {
                events.say(node.name + " is cut off, and both sides see it");
                link.breakOff();
            }
            case 1 -> {
                events.say(node.name + " is not heard any more");
                link.up.darken();
            }
            case 2 -> {
                events.say(node.name + " hears nothing any more");
                link.down.darken();
            }
            default -> {
                events.say(node.name + " is out of reach");
                link.up.darken();
                link.down.darken();
            }
        }
    }

    private void unreachable(SimNode node, long mostMs) {
        long untilMs = events.nowMs() + events.between(500, mostMs);
        cutUntilMs.merge(node.id, untilMs, Math::max);
    }

    private void stall(SimNode node) {
        var link = node.link();
        if (link == null) return;
        if (events.chance(50)) {
            events.say("what is sent to " + node.name + " is late");
            link.down.stall(events.nowMs() + events.between(100, STALL_MAX_MS));
        } else {
            events.say("what " + node.name + " sends is late");
            link.up.stall(events.nowMs() + events.between(100, STALL_MAX_MS));
        }
    }

    private void crash(SimNode node) {
        switch (events.dice.nextInt(6)) {
            case 0 -> servers.killLeader();
            case 1 -> server.depose();
            case 2 -> reboot(node);
            default -> kill(node);
        }
    }

    private void kill(SimNode node) {
        long sinceMs = agentSinceMs.getOrDefault(node.id, 0L);
        if (!node.up() || events.nowMs() - sinceMs < AGENT_STAYS_MIN_MS) return;
        node.crash();
        comeBack(node, AGENT_AWAY_MAX_MS);
    }

    private void reboot(SimNode node) {
        node.powerOff();
        if (events.chance(20)) node.loseJournal();
        if (events.chance(50)) unreachable(node, AWAY_MAX_MS); // the power of the network too
        comeBack(node, events.chance(30) ? AWAY_MAX_MS : 20_000);
    }

    private void comeBack(SimNode node, long mostMs) {
        long awayMs = events.between(10, mostMs);
        agentSinceMs.put(node.id, events.nowMs() + awayMs);
        events.after(awayMs, node::powerOn);
    }

    private void failDisk(SimNode node) {
        node.failDisk(true);
        events.soon(100, DISK_FAILS_MAX_MS, () -> node.failDisk(false));
    }

    private void setClock(SimNode node) {
        events.say("somebody sets the clock of " + node.name);
        node.clock.set(jumpMs());
    }

    private long jumpMs() {
        return events.between(-WALL_JUMP_MAX_MS, WALL_JUMP_MAX_MS);
    }

    /// Nothing more goes wrong, and what is broken can be mended. Nobody is told: what has gone
    /// dark stays dark until somebody notices.
    void end() {
        events.say("peace");
        peace = true;
        cutUntilMs.clear();
        server.peace();
        for (var node : nodes) {
            var link = node.link();
            if (link != null) link.hurry(USUAL_MAX_MS);
            if (node.isOld() && events.chance(RENEWED_PERCENT)) node.renew();
            node.peace();
        }
        for (var room : rooms) room.peace();
    }

    /// Most servers are gone, in peace.
    ///
    /// @return for how long
    long outage() {
        return servers.most();
    }

    /// The last nodes of an older build are replaced, in peace.
    ///
    /// @return false: there was none
    boolean renewLast() {
        var old = nodes.stream().filter(SimNode::isOld).toList();
        for (var node : old) {
            events.say(node.name + " is replaced at last");
            node.renew();
            node.powerOn();
        }
        return !old.isEmpty();
    }
}
