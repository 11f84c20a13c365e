package dev.skerry.sim;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Node;
import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.server.CelExpressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One history, from one seed: a few minutes in which everything goes wrong, then peace.
public final class World {
    private static final long TROUBLE_MS = 8 * 60_000;

    /// A killed agent is started again soon, as by systemd: nobody else can stop a task in time.
    private static final long AGENT_AWAY_MAX_MS = 9_000;

    private static final long PEACE_MAX_MS = 30 * 60_000;

    private final Events events;
    private final CelExpressions expressions = new CelExpressions();
    private final Invariants invariants;
    private final SimServer server;
    private final List<SimNode> nodes = new ArrayList<>();
    private final User user;
    private final int cutPercent;
    private final int crashPercent;
    private boolean peace;
    private int severed;

    /// How a history went.
    ///
    /// @param broken what was not as it must be; empty: all was
    /// @param fingerprint the same for the same history
    public record Result(String broken, long events, String fingerprint, String lastLines) {}

    private World(long seed, boolean print) {
        events = new Events(seed, print);
        invariants = new Invariants(events, expressions);
        server = new SimServer(events, expressions, invariants);
        cutPercent = events.dice.nextInt(5, 40);
        crashPercent = events.dice.nextInt(5, 40);
        int count = events.dice.nextInt(2, 6);
        for (int i = 1; i <= count; i++)
            nodes.add(
                    new SimNode(
                            events,
                            "n-%012x".formatted(i),
                            facts(),
                            events.dice.nextDouble(0.99, 1.01),
                            this::dial));
        user = new User(events, server, invariants, expressions, nodes);
    }

    /// Lets one history happen.
    public static Result run(long seed, boolean print) {
        var world = new World(seed, print);
        var broken = "";
        try {
            world.happen();
        } catch (Broken e) {
            broken = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            var frame = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
            broken = e + frame;
        }
        return new Result(
                broken,
                world.events.happened(),
                world.events.fingerprint(),
                world.events.lastLines(40));
    }

    private void happen() {
        server.start();
        join();
        for (var node : nodes) node.start();
        trouble();
        while (events.next(TROUBLE_MS)) check();
        makePeace();
        long untilMs = TROUBLE_MS + PEACE_MAX_MS;
        long quietMs = TROUBLE_MS;
        var missing = Healed.missing(server.committed(), nodes);
        while (events.nowMs() < untilMs && events.next(untilMs)) {
            check();
            if (events.nowMs() - quietMs < 10_000) continue;
            quietMs = events.nowMs();
            missing = Healed.missing(server.committed(), nodes);
            if (missing.isEmpty() && events.nowMs() > TROUBLE_MS + 120_000) return;
        }
        Broken.unless(missing.isEmpty(), "after 30 minutes of peace: " + missing.orElse(""));
    }

    private void check() {
        Invariants.neverMoreThanAsked(server.committed(), nodes);
        if (server.up()) invariants.nothingLost(server.committed());
    }

    private void join() {
        for (var node : nodes) {
            var hash = "%064x".formatted(nodes.indexOf(node));
            must(new ClusterMessage.IssueToken(hash, "default", 60_000));
            must(
                    new ClusterMessage.Join(
                            hash, new Node.Identity(node.id, node.id, "default", "dc1")));
            must(new ClusterMessage.SetMeta(node.id, Map.of("site", "hall-1")));
        }
    }

    private void must(ClusterMessage message) {
        server.submit(
                message,
                (index, refusal) ->
                        Broken.unless(index >= 0 || !server.up(), message + ": " + refusal));
    }

    private NodeFacts facts() {
        var capacity =
                new Resources(
                        400L * events.dice.nextInt(1, 6),
                        (64L << 20) * events.dice.nextInt(1, 8),
                        1L << 30);
        var power =
                events.chance(50)
                        ? NodeFacts.Power.MAINS
                        : new NodeFacts.Power("battery", 80, 90, 10, events.dice.nextInt(1, 9));
        return new NodeFacts(
                new NodeFacts.Os("debian", "12", "6.1", "glibc"),
                new NodeFacts.Cpu("arm64", "armv8", 4, 1_000, 50),
                capacity,
                List.of(),
                List.of(),
                power,
                new NodeFacts.Software("sim", "", List.of(), List.of("exec")),
                new NodeFacts.Extra(0, List.of(), Map.of()));
    }

    private @Nullable SimLink dial(SimNode node) {
        if (!server.up() || (!peace && severed > 0 && events.chance(60))) return null;
        var holder = new SimLink[1];
        long slowMs = events.chance(10) ? 3_000 : 80;
        holder[0] = new SimLink(events, slowMs, frame -> server.came(holder[0], frame), node::came);
        return holder[0];
    }

    /// Something happens every few seconds.
    private void trouble() {
        if (peace) return;
        events.soon(100, 8_000, this::trouble);
        user.act();
        var node = nodes.get(events.dice.nextInt(nodes.size()));
        if (events.chance(cutPercent)) cut(node);
        if (events.chance(crashPercent)) crash(node);
        if (events.chance(30)) exit(node);
        if (events.chance(5)) node.describe(facts());
        if (events.chance(4)) {
            node.fillDisk(true);
            events.soon(500, 20_000, () -> node.fillDisk(false));
        }
    }

    private void cut(SimNode node) {
        if (events.chance(50)) {
            events.say(node.id + " is cut off");
            node.cut();
        } else {
            events.say(node.id + " is out of reach");
            node.darken();
        }
        severed++;
        events.soon(1_000, 150_000, () -> severed--);
    }

    private void crash(SimNode node) {
        switch (events.dice.nextInt(4)) {
            case 0 -> {
                server.crash();
                events.soon(10, 40_000, server::start);
            }
            case 1 -> {
                node.reboot();
                events.soon(1_000, 90_000, node::powerOn);
            }
            default -> {
                node.crash();
                events.soon(10, AGENT_AWAY_MAX_MS, node::start);
            }
        }
    }

    private void exit(SimNode node) {
        var running = node.processes.running();
        if (running.isEmpty()) return;
        var key = running.get(events.dice.nextInt(running.size()));
        node.processes.end(key, events.dice.nextInt(0, 3));
    }

    private void makePeace() {
        events.say("peace");
        peace = true;
        server.start();
        for (var node : nodes) {
            node.fillDisk(false);
            node.powerOn();
            node.cut();
        }
    }
}
