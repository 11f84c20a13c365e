package dev.skerry.sim.world;

import dev.skerry.server.raft.Agreement;
import dev.skerry.server.raft.Agreement.Quorum;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/// Those who only read, at any server: what it has, or what is certain to be the newest
/// (`?consistent`), which the leader is sure of once most servers have heard of no later term.
final class SimReaders {
    private static final long EVERY_MAX_MS = 6_000;
    private static final long WITHIN_MS = 1_000;
    private static final int READS_OF_LED = 6;
    private static final long UNHEARD_MS = 400;

    private final Happenings events;
    private final SimServer server;

    SimReaders(Happenings events, SimServer server) {
        this.events = events;
        this.server = server;
    }

    void begin() {
        events.soon(
                100,
                EVERY_MAX_MS,
                () -> {
                    read();
                    begin();
                });
    }

    /// Somebody reads again and again at one that led until now, and may not have heard of it.
    void watch(SimPeer led) {
        for (int i = 0; i < READS_OF_LED; i++) events.soon(0, UNHEARD_MS, () -> consistent(led));
    }

    private void read() {
        var through = server.peers().get(events.dice.nextInt(server.peers().size()));
        if (!through.up() || !through.caughtUp()) return;
        if (events.chance(50)) {
            server.truth()
                    .same(Promise.EQUAL, through.name(), through.applied(), through.certain());
            return;
        }
        var by = server.onward(through);
        if (by != null) consistent(by);
    }

    private void consistent(SimPeer by) {
        long floor = server.truth().acknowledged();
        int life = by.life();
        sure(
                by,
                it -> {
                    if (!it || by.life() != life || by.index() >= floor) return;
                    throw new Broken(
                            Promise.NEWEST,
                            "%s is sure of entry %d, and %d was acknowledged"
                                    .formatted(by.name(), by.index(), floor));
                });
    }

    /// One round of questions, and who was asked what.
    private final class Round {
        final SimPeer by;
        final long term;
        final Agreement agreement;
        final Consumer<Boolean> then;
        boolean over;

        Round(SimPeer by, long term, Consumer<Boolean> then) {
            this.by = by;
            this.term = term;
            this.then = then;
            var all = new HashSet<String>();
            for (var peer : server.peers()) all.add(peer.name());
            agreement = new Agreement(by.name(), term, List.of(all));
        }

        void found(Quorum found) {
            if (over || found == Quorum.OPEN) return;
            over = true;
            then.accept(found == Quorum.SURE && by.leadsIn() == term);
        }
    }

    private void sure(SimPeer by, Consumer<Boolean> then) {
        long term = by.leadsIn();
        if (term == 0) return;
        var round = new Round(by, term, then);
        round.found(round.agreement.found());
        for (var other : server.peers()) if (!other.equals(by)) ask(round, other);
        events.after(WITHIN_MS, () -> round.found(Quorum.UNHEARD));
    }

    private void ask(Round round, SimPeer other) {
        var net = server.net();
        net.send(
                round.by.number,
                other.number,
                () -> {
                    if (!other.up()) return;
                    long term = other.term();
                    net.send(
                            other.number,
                            round.by.number,
                            () -> {
                                var found = round.agreement.heard(other.name(), term);
                                round.found(found);
                            });
                });
    }
}
