package dev.skerry.sim.cluster.random;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.sim.world.Happenings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What nodes are and have, by chance; one history has larger ones than another.
public final class RandomFacts {
    private final Happenings events;
    private final long room;

    /// Of each node, for all of a history.
    private final Map<String, Machine> machines = new HashMap<>();

    private record Machine(String arch, String libc) {}

    public RandomFacts(Happenings events) {
        this.events = events;
        room = events.one(1L, 2L, 4L);
    }

    /// A Java is installed and goes again; another processor or C library is another node.
    public NodeFacts any(String node) {
        var machine = machines.computeIfAbsent(node, _ -> machine());
        var words = new ArrayList<>(List.of("exec", NodeFacts.Software.PERIODIC, Wanted.CONFINE));
        if (events.chance(30)) words.addAll(List.of("java", "java." + events.one(17, 21, 25)));
        var capacity =
                new Resources(
                        room * 400 * events.between(1, 5),
                        room * (64L << 20) * events.between(1, 8),
                        1L << 30);
        var power =
                events.chance(50)
                        ? NodeFacts.Power.MAINS
                        : new NodeFacts.Power("battery", 80, 90, 10, events.between(1, 8));
        return new NodeFacts(
                new NodeFacts.Os("debian", "12", "6.1", machine.libc),
                new NodeFacts.Cpu(machine.arch, "armv8", 4, 1_000, 50),
                capacity,
                List.of(),
                List.of(),
                power,
                new NodeFacts.Software("sim", "", List.of(), words),
                new NodeFacts.Extra(0, List.of(), Map.of(), List.of()));
    }

    private Machine machine() {
        return new Machine(
                events.one("arm64", "arm64", "amd64"), events.one("glibc", "glibc", "musl"));
    }
}
