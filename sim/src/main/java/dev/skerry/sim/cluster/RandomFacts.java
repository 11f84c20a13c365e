package dev.skerry.sim.cluster;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.sim.world.Happenings;
import java.util.List;
import java.util.Map;

/// What nodes are and have, by chance; one history has larger ones than another.
final class RandomFacts {
    private final Happenings events;
    private final long room;

    RandomFacts(Happenings events) {
        this.events = events;
        room = events.one(1L, 2L, 4L);
    }

    NodeFacts any() {
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
                new NodeFacts.Os(
                        "debian", "12", "6.1", events.one("glibc", "glibc", "musl")),
                new NodeFacts.Cpu(
                        events.one("arm64", "arm64", "amd64"), "armv8", 4, 1_000, 50),
                capacity,
                List.of(),
                List.of(),
                power,
                new NodeFacts.Software(
                        "sim", "", List.of(), List.of("exec", NodeFacts.Software.PERIODIC)),
                new NodeFacts.Extra(0, List.of(), Map.of(), List.of()));
    }
}
