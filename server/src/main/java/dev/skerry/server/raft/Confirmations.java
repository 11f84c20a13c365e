package dev.skerry.server.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds out whether this server leads still, by an [Agreement] of most servers.
///
/// It is asked in rounds. Whoever wants to know while one is under way waits for the next: an
/// answer may be older than the question. So it costs one round however many want to know.
final class Confirmations {
    /// For a round.
    static final long ROUND_MAX_MS = 1_000;

    private final String self;
    private final PeerWay way;
    private final Standpoint standpoint;
    private @Nullable Round underway;
    private @Nullable Round next;

    /// Servers that are being asked. One that does not answer is asked no second time meanwhile.
    private final Set<String> asked = new HashSet<>();

    /// Whether this server leads, as far as it knows.
    ///
    /// @param term in which it does; 0: it does not
    /// @param voters groups of servers with their addresses: most of each have to agree
    record Leading(long term, List<Map<String, String>> voters) {
        Map<String, String> others(String self) {
            var all = new TreeMap<String, String>();
            for (var group : voters) all.putAll(group);
            all.remove(self);
            return all;
        }

        Agreement agreement(String self) {
            return new Agreement(self, term, voters.stream().map(Map::keySet).toList());
        }
    }

    /// Says it as it is now.
    @FunctionalInterface
    interface Standpoint {
        Leading now() throws IOException;
    }

    /// All that want to know at one time.
    private static final class Round {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        Leading leading = new Leading(0, List.of());
        Agreement agreement = leading.agreement("");
    }

    /// @param self the id of this server
    Confirmations(String self, PeerWay way, Standpoint standpoint) {
        this.self = self;
        this.way = way;
        this.standpoint = standpoint;
    }

    /// Done when it is certain for the moment at which this was called.
    CompletableFuture<Void> confirm() {
        Round mine;
        synchronized (this) {
            var waiting = next;
            if (waiting != null) return waiting.done;
            mine = new Round();
            if (underway != null) {
                next = mine;
                return mine.done;
            }
            underway = mine;
        }
        begin(mine);
        return mine.done;
    }

    private void begin(Round round) {
        var _ = round.done.whenComplete((_, _) -> over());
        var _ = round.done.orTimeout(ROUND_MAX_MS, TimeUnit.MILLISECONDS);
        try {
            var leading = standpoint.now();
            if (leading.term() == 0) throw new IOException("this server does not lead");
            synchronized (this) {
                round.leading = leading;
                round.agreement = leading.agreement(self);
            }
            found(round, round.agreement.found());
            leading.others(self).forEach(this::ask);
        } catch (IOException e) {
            round.done.completeExceptionally(e);
        }
    }

    private void over() {
        Round mine;
        synchronized (this) {
            mine = next;
            next = null;
            underway = mine;
        }
        if (mine != null) begin(mine);
    }

    private void ask(String server, String address) {
        synchronized (this) {
            if (!asked.add(server)) return;
        }
        var _ = Thread.ofVirtual().name("confirm").start(() -> askWhileWanted(server, address));
    }

    private void askWhileWanted(String server, String address) {
        for (var round = wanted(server); round != null; round = wanted(server)) {
            try {
                var answer = way.ask(server, address, PeerWay.TERM, new byte[0]);
                if (answer.length != Long.BYTES) throw new IOException("that is no term");
                heard(round, server, ByteBuffer.wrap(answer).getLong());
            } catch (IOException | RuntimeException _) {
                silent(round, server);
            }
        }
    }

    /// The round in which that server has to be asked; null: there is none.
    private synchronized @Nullable Round wanted(String server) {
        var round = underway;
        if (round != null
                && !round.done.isDone()
                && round.leading.term() != 0
                && round.agreement.asks(server)
                && round.leading.others(self).containsKey(server)) return round;
        asked.remove(server);
        return null;
    }

    private void heard(Round round, String server, long term) {
        Agreement.Quorum found;
        synchronized (this) {
            found = round.agreement.heard(server, term);
        }
        found(round, found);
    }

    private void silent(Round round, String server) {
        Agreement.Quorum found;
        synchronized (this) {
            found = round.agreement.silent(server);
        }
        found(round, found);
    }

    private void found(Round round, Agreement.Quorum found) {
        try {
            switch (found) {
                case OPEN -> {}
                case UNHEARD -> throw new IOException("most servers are not heard");
                case LATER -> throw new IOException("another server may lead");
                case SURE -> {
                    if (standpoint.now().term() != round.leading.term())
                        throw new IOException("another server may lead");
                    round.done.complete(null);
                }
            }
        } catch (IOException e) {
            round.done.completeExceptionally(e);
        }
    }
}
