package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.state.Evaluation.Explanation;
import org.junit.jupiter.api.Test;

/// What people are told of a look.
class ExplanationTest {
    @Test
    void namesTheFirstRuleThatRefusesEachNode() {
        var fleet =
                Fleet.of(
                        """
                        a pool=kiosks
                        b dc=hall-9
                        c
                        d
                        e
                        f driver=container
                        g arch=amd64
                        h cpu=50
                        i memory=32
                        j disk=10
                        k
                        """);
        fleet.eligible("c", false).drain("d", false).missed("e");
        fleet.submit(
                "service count=2 disk=100 datacenters=dc*,x port:w=80",
                "where node.arch == \"arm64\"");
        assertEquals("web[0]->k | unplaced 1 | blocked\n", fleet.settle());
        assertEquals(
                """
                web: 11 nodes
                filtered {datacenter=1, driver exec=1, node is draining=1, node is not eligible=1, \
                node is not reachable=1, node pool=1, node.arch == "arm64"=1}
                exhausted {cpu=1, disk=1, memory=1, port 80=1}
                a: node pool, kiosks
                b: datacenter, hall-9
                c: node is not eligible
                d: node is draining
                e: node is not reachable
                f: driver exec, container
                g: node.arch == "arm64", node.arch is "amd64"
                h: cpu, 50 MHz in all, so it never fits here
                i: memory, 32 MiB in all, so it never fits here
                j: disk, 10 MiB in all, so it never fits here
                k: port 80, taken by other work
                """,
                Plans.explained(fleet.plan().evaluation()));
    }

    @Test
    void saysHowMuchIsLeftWhereItWouldFitOnceThereIsRoom() {
        var fleet = Fleet.of("a memory=100 cpu=1000");
        fleet.submit("service count=2 memory=60");
        assertEquals("web[0]->a | unplaced 1 | blocked\n", fleet.settle());
        assertEquals(
                """
                web: 1 nodes
                exhausted {memory=1}
                a: memory, 40 MiB free
                """,
                Plans.explained(fleet.plan().evaluation()));
    }

    @Test
    void showsTheFiveBestAndWhatTheirScoreIsMadeOf() {
        var fleet = Fleet.of("a site=n\nb site=s\nc\nd\ne\nf\ng arch=amd64");
        fleet.submit("service count=2", "rather 50 node.arch == amd64", "spread 9 node.meta.site");
        fleet.settle();
        fleet.submit("service count=4", "rather 50 node.arch == amd64", "spread 9 node.meta.site");
        assertEquals(
                """
                web: 7 nodes
                best a 0.21 affinity=0.00 apart=-0.50 binpack=0.34 spread=1.00
                best b 0.21 affinity=0.00 apart=-0.50 binpack=0.34 spread=1.00
                best g 0.05 affinity=1.00 apart=0.00 binpack=0.19 spread=-1.00
                best c -0.20 affinity=0.00 apart=0.00 binpack=0.19 spread=-1.00
                best d -0.20 affinity=0.00 apart=0.00 binpack=0.19 spread=-1.00
                """,
                Plans.explained(fleet.plan().evaluation()));
    }

    @Test
    void namesAtMostAHundredNodes() {
        var fleet = new Fleet();
        for (int i = 0; i < 150; i++) fleet.add("n" + i + " pool=other");
        fleet.submit("service");
        var group = fleet.plan().evaluation().groups().getFirst();
        assertEquals(Explanation.REFUSED_MAX, group.refused().size());
        assertEquals(150, group.filtered().get("node pool"));
    }

    @Test
    void saysWhatANodeHasWhereTheConstraintIsSimple() {
        var fleet = Fleet.of("a").submit("service", "where node.power.runtimeHours >= 9000.0");
        fleet.submit("service", "where node.power.runtimeHours >= 9000.0");
        assertEquals(
                """
                web: 1 nodes
                filtered {node.power.runtimeHours >= 9000.0=1}
                a: node.power.runtimeHours >= 9000.0, node.power.runtimeHours is 8760.0
                """,
                Plans.explained(fleet.plan().evaluation()));
        fleet.submit("service", "where node.meta.site == \"n\"");
        assertEquals(
                """
                web: 1 nodes
                filtered {node.meta.site == "n"=1}
                a: node.meta.site == "n", node.meta.site is not known
                """,
                Plans.explained(fleet.plan().evaluation()));
    }
}
