package dev.skerry.cluster.node;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Now;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A seed is a history: orders, exits, crashes, boots and silences in some order, then peace.
final class NodeWorldTest {
    static final int SEEDS = Integer.getInteger("skerry.seeds", 200);

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNodeDoesWhatItMayAndInTheEndWhatItShould(long seed) throws Malformed {
        var world = new World(seed);
        for (int i = 0; i < 400; i++) world.adversary();
        peace(world);
        for (var run : world.state.runs().values()) settled(world, run);
        for (var name : world.server.wanted.keySet()) {
            assertEquals(true, world.state.runs().has(name), () -> name + " was never begun");
        }
        assertEquals(world.replayed(), world.state);
        for (var fact : world.journal()) {
            assertEquals(fact, Codec.NODE_FACT.decode(Codec.NODE_FACT.encode(fact)));
        }
    }

    private static void peace(World world) {
        world.processes.moody = false;
        world.server.connect();
        for (int i = 0; i < 60; i++) {
            world.server.acknowledge();
            world.pass(30_000);
        }
    }

    private static void settled(World world, Run run) {
        var name = run.allocation();
        var wanted = requireNonNull(world.server.wanted.get(name), () -> "not forgotten: " + run);
        assertEquals(wanted.paper(), run.order());
        var stands = NodeMachine.observed(run, new Now(0, 0));
        var seen = requireNonNull(world.server.seen.get(name), () -> "never reported: " + run);
        assertEquals(stands.status(), seen.status(), () -> "the servers see " + seen);
        assertEquals(stands.healthy(), seen.healthy());
        assertEquals(stands.tasks(), seen.tasks());
        assertEquals(false, stands.status() == Status.PENDING, () -> "it waits: " + run);
        if (run.ending()) assertEquals(true, run.finished(), () -> "it still ends: " + run);
    }
}
