package dev.skerry.bench;

import dev.skerry.server.ServerSettings;
import dev.skerry.server.link.Heartbeats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// How long a dead node goes unnoticed: in a table of many nodes, in a time that is made up and
/// with the settings of a server that was given none; and real agents that are stopped in the midst
/// of their work, until the API says that they are missed. Arguments: nodes, real agents.
public final class DetectBench {
    private static final double GOAL_S = 30;
    private static final long PATIENCE_NS = 120_000_000_000L;
    private static final ServerSettings.ContactSettings CONTACT =
            ServerSettings.ContactSettings.DEFAULT;
    private static final int MINUTES = 10;

    /// Real agents are stopped one after the other, each at another moment of its beat.
    private static final long PAUSE_NS = 3_300_000_000L;

    /// A server looks at its table so often, at the latest.
    private static final int LOOK_EVERY_MS = 1_000;

    private static final Pattern MISSED =
            Pattern.compile("\"name\":\"([^\"]+)\"[^{}]*\"reachable\":false");

    private final int nodes;
    private final SplittableRandom dice = new SplittableRandom(42);
    private final Map<String, Long> deadSinceMs = new HashMap<>();
    private final List<Long> tookMs = new ArrayList<>();
    private long nowMs;

    private DetectBench(int nodes) {
        this.nodes = nodes;
    }

    public static void main(String[] arguments) throws Exception {
        int nodes = Figures.argument(arguments, 0, 10_000);
        int agents = Figures.argument(arguments, 1, 3);
        new DetectBench(nodes).table();
        real(agents);
        Figures.machine(DetectBench.class, arguments);
    }

    /// Every hundredth node dies at some moment; the others are heard in time.
    private void table() {
        var heartbeats = new Heartbeats(CONTACT.missedAfter(), this::told);
        int pingEveryMs = (int) CONTACT.pingEvery().toMillis();
        var all = new ArrayList<Simulated>();
        for (int i = 0; i < nodes; i++) {
            var node = new Simulated("n" + i, dice.nextInt(pingEveryMs));
            if (i % 100 == 0) node.diesMs = pingEveryMs + dice.nextLong((MINUTES - 2) * 60_000L);
            if (i % 100 == 0) deadSinceMs.put(node.name, node.diesMs);
            heartbeats.heard(node.name, 0);
            all.add(node);
        }
        long beganNs = System.nanoTime();
        for (nowMs = 0; nowMs < MINUTES * 60_000L; nowMs += LOOK_EVERY_MS) {
            for (var node : all) {
                for (; node.nextMs <= nowMs; node.nextMs += pingEveryMs)
                    if (node.nextMs < node.diesMs) heartbeats.heard(node.name, node.nextMs);
            }
            heartbeats.look(nowMs);
        }
        double workMs = (System.nanoTime() - beganNs) / 1e6 / MINUTES;
        if (tookMs.size() != deadSinceMs.size())
            throw new IllegalStateException("not all that are dead were missed");
        long worst = tookMs.stream().mapToLong(it -> it).max().orElse(-1);
        var what = "slowest of %d dead among %,d nodes".formatted(tookMs.size(), nodes);
        Figures.under(what, worst / 1e3, "s", GOAL_S);
        Figures.only("the table's work in a minute of theirs", workMs, "ms");
    }

    /// It would ping every few seconds until it dies.
    private static final class Simulated {
        final String name;
        long nextMs;
        long diesMs = Long.MAX_VALUE;

        Simulated(String name, long nextMs) {
            this.name = name;
            this.nextMs = nextMs;
        }
    }

    private void told(String node, boolean here) {
        var since = deadSinceMs.get(node);
        if (here) return;
        if (since == null) throw new IllegalStateException(node + " was missed and lives");
        tookMs.add(nowMs - since);
    }

    /// Stopped, not ended: the connection stays open, and nothing tells the server but silence.
    private static void real(int count) throws IOException, InterruptedException {
        double worst = 0;
        try (var fleet = new Fleet()) {
            var agents = new ArrayList<Fleet.Member>();
            for (int i = 0; i < count; i++) agents.add(fleet.connected("node-" + i));
            var stoppedNs = new HashMap<Fleet.Member, Long>();
            for (var agent : agents) {
                Fleet.pause(PAUSE_NS);
                agent.signal("STOP");
                stoppedNs.put(agent, System.nanoTime());
            }
            while (!stoppedNs.isEmpty()) {
                Fleet.pause(PAUSE_NS / 100);
                var missed = missed(fleet.get("nodes").body());
                for (var agent : agents) {
                    var since = stoppedNs.get(agent);
                    if (since == null) continue;
                    long tookNs = System.nanoTime() - since;
                    if (tookNs > PATIENCE_NS)
                        throw new IOException(agent.name() + " is not missed");
                    if (!missed.contains(agent.name())) continue;
                    worst = Math.max(worst, tookNs / 1e9);
                    stoppedNs.remove(agent);
                }
            }
        }
        Figures.under("slowest of %d real agents, stopped".formatted(count), worst, "s", GOAL_S);
    }

    private static Set<String> missed(String nodes) {
        var names = new HashSet<String>();
        var found = MISSED.matcher(nodes);
        while (found.find()) names.add(found.group(1));
        return names;
    }
}
