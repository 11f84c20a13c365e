package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.contact.LastSeen;
import dev.skerry.cluster.contact.Timeline;
import dev.skerry.cluster.server.NodeAnswers;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.History;
import dev.skerry.sim.world.SimPeer;
import dev.skerry.sim.world.SimServer;
import java.util.ArrayList;
import java.util.List;

/// The note of when a server was there last and led, or heard who does, on its simulated disk. Of
/// one server alone also what really was, to hold against what it says of its nodes.
final class SimPresence {
    private final Happenings events;
    private final SimPeer server;
    private final List<Absence> real = new ArrayList<>();
    private LastSeen seen = LastSeen.UNKNOWN;
    private long goneWallMs = -1;

    /// Since it is up it has led, or heard who does.
    private boolean there;

    /// The latest time that the clock has shown while the server was there.
    private long shownWallMs;

    SimPresence(Happenings events, SimPeer server) {
        this.events = events;
        this.server = server;
    }

    void gone() {
        if (!there) return;
        there = false;
        goneWallMs = server.now().wallMs();
        shownWallMs = Math.max(shownWallMs, goneWallMs);
    }

    /// What a clock that was set back shows twice proves nothing: the server was there when it was
    /// shown first.
    void back() {
        there = true;
        long wallMs = server.now().wallMs();
        if (wallMs < goneWallMs) real.clear();
        else if (goneWallMs >= 0 && wallMs - shownWallMs >= Absences.LEAST_MS)
            real.add(new Absence(shownWallMs, wallMs));
        note(server.life());
    }

    private void note(int life) {
        if (server.life() != life) return;
        if (server.hears()) note(server.now(), life);
        events.after(LastSeen.NOTE_EVERY_MS, () -> note(life));
    }

    private void note(Now now, int life) {
        if (!seen.gap(now) || !server.leads()) {
            seen = seen.next(now);
            if (!server.several()) check();
        } else {
            server.submit(
                    CLUSTER,
                    new ClusterMessage.Present(seen.beforeMs(now)),
                    Caller.SERVERS,
                    outcome -> {
                        boolean done = outcome instanceof SimServer.Verdict.Done;
                        if (done && server.life() == life) seen = seen.next(now);
                    });
        }
    }

    private void check() {
        for (var node : server.certain().of(CLUSTER).nodes().values())
            for (var absence : real) check(node, absence);
    }

    private void check(Node node, Absence absence) {
        var timeline = NodeAnswers.timeline(server.certain().of(CLUSTER), node, server.now());
        long knownMs = known(timeline, absence);
        if (knownMs > 0)
            throw new Broken(
                    ClusterPromises.KNOWN,
                    "%s in %s for %d ms: %s"
                            .formatted(History.node(node.id()), absence, knownMs, timeline));
    }

    private static long known(Timeline timeline, Absence absence) {
        long untilMs = absence.untilWallMs();
        var before = timeline.stretches().stream().filter(it -> it.fromWallMs() < untilMs).toList();
        var share = new Timeline(before).share(absence.fromWallMs(), untilMs);
        return share.connectedMs() + share.missedMs();
    }
}
