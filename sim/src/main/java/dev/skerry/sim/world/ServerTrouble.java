package dev.skerry.sim.world;

import java.util.ArrayList;
import java.util.List;

/// What goes wrong with servers and between them. Of several one is as likely to be gone as to be
/// cut off, to be heard by some only, or to come back with what it had a while ago.
final class ServerTrouble {
    private static final long AWAY_MAX_MS = 240_000;
    private static final long SOON_MAX_MS = 20_000;
    private static final long CUT_MAX_MS = 40_000;

    /// As long as Nomad has once restarted what ran.
    private static final long GONE_MIN_MS = 15_000;

    private static final long GONE_MAX_MS = 30_000;
    private static final long DISK_FULL_MAX_MS = 20_000;
    private static final long WALL_JUMP_MAX_MS = 2 * 3_600_000;

    private final Happenings events;
    private final SimServer server;
    private final int percent;

    ServerTrouble(Happenings events, SimServer server) {
        this.events = events;
        this.server = server;
        percent = server.several() ? events.one(0, 15, 30) : 0;
        if (server.several()) server.deposesAt(events.one(0, 10, 25));
    }

    void happen() {
        if (!events.chance(percent)) return;
        switch (events.dice.nextInt(8)) {
            case 0 -> kill(any(), SOON_MAX_MS);
            case 1 -> kill(any(), AWAY_MAX_MS);
            case 2 -> most();
            case 3 -> cut(server.leader(), true, true);
            case 4 -> cut(any(), true, true);
            case 5 -> cut(server.leader(), events.chance(50), events.chance(50));
            case 6 -> slow(any());
            default -> server.depose();
        }
    }

    private SimPeer any() {
        var all = server.peers();
        return all.get(events.dice.nextInt(all.size()));
    }

    /// The one that leads is killed, and is back a while later, perhaps after a reboot.
    void killLeader() {
        kill(server.leader(), events.chance(20) ? AWAY_MAX_MS : SOON_MAX_MS);
    }

    private void kill(SimPeer peer, long mostMs) {
        if (!peer.up()) return;
        peer.crash();
        back(peer, events.between(10, mostMs));
    }

    private void back(SimPeer peer, long afterMs) {
        boolean reboot = events.chance(30);
        if (events.chance(30))
            peer.clock().set(events.between(-WALL_JUMP_MAX_MS, WALL_JUMP_MAX_MS));
        events.after(afterMs, () -> peer.start(reboot));
    }

    /// So many are gone that nobody can lead.
    ///
    /// @return for how long
    long most() {
        events.say("most servers are gone");
        long forMs = events.between(GONE_MIN_MS, GONE_MAX_MS);
        for (var peer : majority()) {
            if (!peer.up()) continue;
            peer.crash();
            events.after(forMs, () -> peer.start(false));
        }
        return forMs;
    }

    /// The one that leads, and as many others as make up most of them.
    private List<SimPeer> majority() {
        var most = new ArrayList<SimPeer>();
        most.add(server.leader());
        for (var peer : server.peers())
            if (!most.contains(peer) && 2 * most.size() <= server.peers().size()) most.add(peer);
        return most;
    }

    private void cut(SimPeer peer, boolean outwards, boolean inwards) {
        events.say(
                "%s is cut off from the other servers%s%s"
                        .formatted(
                                peer.name(),
                                outwards ? ", which do not hear it" : "",
                                inwards ? ", and hears none" : ""));
        long forMs = events.between(500, CUT_MAX_MS);
        for (var other : server.peers()) {
            if (other.equals(peer)) continue;
            if (outwards) server.net().cut(peer.number, other.number, forMs);
            if (inwards) server.net().cut(other.number, peer.number, forMs);
        }
    }

    private void slow(SimPeer peer) {
        events.say("the way to " + peer.name() + " is slow");
        long forMs = events.between(500, CUT_MAX_MS);
        for (var other : server.peers()) {
            if (other.equals(peer)) continue;
            server.net().slow(peer.number, other.number, forMs);
            server.net().slow(other.number, peer.number, forMs);
        }
    }

    void fillDisk() {
        var peer = server.leader();
        peer.fillDisk(true);
        events.soon(100, DISK_FULL_MAX_MS, () -> peer.fillDisk(false));
    }
}
