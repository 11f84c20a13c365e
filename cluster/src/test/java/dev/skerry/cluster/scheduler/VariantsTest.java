package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.Specs;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.scheduler.policy.VariantChoice;
import dev.skerry.cluster.state.NodeFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which variant of a task a node runs.
class VariantsTest {
    private static final TaskRun.Invocation STARTED = new TaskRun.Invocation(List.of(), Map.of());

    private static Variant program(String name, String arch, String cpu, String libc) {
        var run = new TaskSpec.RunSpec(name, List.of(), Map.of(), "");
        return new Variant(
                name, new Variant.Fit(arch, cpu, libc), new TaskRun.Exec(run, Confinement.OPEN));
    }

    private static final Variant IMAGE =
            new Variant(
                    "image",
                    Variant.Fit.ANY,
                    new TaskRun.Container("shop.tar", STARTED, TaskRun.ContainerRules.NONE));

    private static final Variant MODULE =
            new Variant(
                    "module",
                    Variant.Fit.ANY,
                    new TaskRun.Wasm("x", STARTED, TaskRun.WasmGrants.NOTHING));

    private static TaskSpec task(Variant... variants) {
        var it = Jobs.of("service").groups().getFirst().tasks().getFirst();
        return new TaskSpec(
                "main",
                List.of(variants),
                it.share(),
                it.stop(),
                it.logs(),
                it.checks(),
                TaskRole.MAIN);
    }

    private static NodeFacts facts(String arch, String cpu, String libc, String drivers) {
        return new NodeFacts(
                new NodeFacts.Os("debian", "13", "6.12", libc),
                new NodeFacts.Cpu(arch, cpu, 1, 1_000, 100),
                new Resources(1_000, 1 << 30, 1 << 30),
                List.of(),
                List.of(),
                NodeFacts.Power.MAINS,
                new NodeFacts.Software("1", "", List.of(), List.of(drivers.split(" ", -1))),
                new NodeFacts.Extra(0, List.of(), Map.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, x86-64-v3, glibc, exec confine container wasm, fast",
        "amd64, x86-64-v4, glibc, exec, fast",
        "amd64, x86-64-v2, glibc, exec confine container wasm, slow",
        "amd64, x86-64-v3, musl, exec confine container wasm, image",
        "amd64, x86-64-v3, musl, exec confine wasm, module",
        "amd64, x86-64-v3, glibc, confine container wasm, image",
        "arm64, armv8, musl, exec confine container, small",
        "arm64, armv8, glibc, exec confine wasm, small",
        "arm, armv7l-hf, glibc, exec confine wasm, old",
        "arm, armv6l-hf, glibc, exec confine wasm, first",
        "arm, armv7l, glibc, exec confine wasm, module",
        "riscv64, rv64gc, glibc, exec, risc",
        "riscv64, rv64, musl, exec, risc",
        "arm, armv6l-hf, musl, exec wasm, none",
    })
    void theFirstThatANodeCanIsTaken(
            String arch, String cpu, String libc, String drivers, String chosen) {
        var group =
                Specs.of(
                                Jobs.of("service"),
                                task(
                                        program("fast", "amd64", "x86-64-v3", "glibc"),
                                        program("slow", "amd64", "", "glibc"),
                                        program("small", "arm64", "", ""),
                                        program("old", "arm", "armv7l-hf", ""),
                                        program("first", "arm", "armv6l-hf", "glibc"),
                                        program("risc", "riscv64", "rv64", ""),
                                        IMAGE,
                                        MODULE))
                        .groups()
                        .getFirst();
        var variants = VariantChoice.of(group, facts(arch, cpu, libc, drivers));
        assertEquals(chosen, variants == null ? "none" : variants.get("main"));
    }

    private static Variant java(int least) {
        var it = new TaskRun.JavaProgram("x.jar", "", List.of(), List.of(), least, "");
        return new Variant("java", Variant.Fit.ANY, new TaskRun.Java(it, STARTED, Confinement.ALL));
    }

    private static Variant container(String image, String... must) {
        var confinement = new Confinement(true, List.of(must));
        var rules = TaskRun.ContainerRules.confined(confinement);
        return new Variant("it", Variant.Fit.ANY, new TaskRun.Container(image, STARTED, rules));
    }

    private static String wherever(Variant other, Variant one) {
        return VariantChoice.wherever(other, one) + " " + VariantChoice.wherever(one, other);
    }

    /// Whether one is run wherever the other could be, and the other way round.
    @Test
    void whichOfTwoAsksForLessIsKnown() {
        var arm = program("", "arm64", "", "");
        assertEquals("true false", wherever(arm, program("", "", "", "")));
        assertEquals("false false", wherever(arm, program("", "amd64", "", "")));
        assertEquals("false false", wherever(arm, program("", "", "", "musl")));
        var second = program("", "", "x86-64-v2", "");
        assertEquals("true false", wherever(program("", "", "x86-64-v3", ""), second));
        assertEquals("true true", wherever(second, second));
        assertEquals("false false", wherever(MODULE, IMAGE));
        assertEquals("true false", wherever(java(21), java(17)));
        assertEquals("true false", wherever(java(17), java(0)));
        assertEquals("true false", wherever(container("a.tar", "pids"), container("b.tar")));
        assertEquals("true false", wherever(container("shop"), container("b.tar")));
        assertEquals("false false", wherever(container("shop"), container("b.tar", "pids")));
    }

    private static JobSpec job(String line) {
        return Specs.of(Jobs.of(line), task(MODULE, program("native", "arm64", "", "")));
    }

    private static String chosen(Fleet fleet) {
        var all = fleet.cluster.allocations().values();
        return String.join(
                " ",
                all.stream()
                        .map(it -> it.node() + ":" + it.variants().get("main"))
                        .sorted()
                        .toList());
    }

    @Test
    void whatWasChosenStaysWhenTheNodeCanMore() {
        var fleet = Fleet.of("a driver=exec\nb driver=exec+confine+wasm").submit(job("system"));
        fleet.settle();
        assertEquals("a:native b:module", chosen(fleet));
        fleet.describe("a", "driver=exec+confine+wasm");
        assertEquals("nothing\n", fleet.settle());
        assertEquals("a:native b:module", chosen(fleet));
    }

    /// As if its driver had gone: the next version does not come in its place.
    @Test
    void whatIsNoLongerPossibleDoesNotStay() {
        var fleet = Fleet.of("a driver=exec+confine+wasm").submit(job("system"));
        fleet.settle();
        assertEquals("a:module", chosen(fleet));
        fleet.describe("a", "driver=exec");
        fleet.submit(job("system priority=60"));
        var settled = fleet.settle();
        assertTrue(settled.contains("its node does not fit version 2"), settled);
    }

    /// What the newest version changes is not seen by the process, and the process is another one.
    @Test
    void whatIsNoLongerPossibleIsNotUpdatedInPlace() {
        var fleet = Fleet.of("a driver=exec+confine+wasm").submit(job("service"));
        fleet.settle();
        fleet.obey().describe("a", "driver=exec");
        fleet.submit(job("service note=new"));
        var settled = fleet.settle();
        assertTrue(settled.contains("stop web[0]@a (replaced by version 2)"), settled);
        assertEquals("a:module a:native", chosen(fleet));
    }

    @Test
    void eachTaskHasItsOwnAndWhatHasOneWayHasNone() {
        var plain = task(program("", "", "", ""));
        var program = task(program("native", "arm64", "", ""), IMAGE);
        var module = task(IMAGE, MODULE);
        var group = Specs.of(Jobs.of("service"), plain).groups().getFirst();
        var facts = facts("arm64", "armv8", "glibc", "exec confine wasm");
        assertEquals(Map.of(), VariantChoice.of(group, facts));
        var three = group(group, plain, named("app", program), named("side", module));
        assertEquals(Map.of("app", "native", "side", "module"), VariantChoice.of(three, facts));
    }

    private static TaskSpec named(String name, TaskSpec it) {
        return new TaskSpec(
                name, it.variants(), it.share(), it.stop(), it.logs(), it.checks(), it.role());
    }

    private static GroupSpec group(GroupSpec it, TaskSpec... tasks) {
        return new GroupSpec(
                it.name(),
                it.count(),
                it.placement(),
                it.policies(),
                it.ports(),
                it.meta(),
                List.of(tasks));
    }

    /// A newer version in which that variant is another one comes in its place, as any does.
    @Test
    void anotherVersionIsRunInAnotherWay() {
        var fleet = Fleet.of("a driver=exec+confine+wasm").submit(job("system"));
        fleet.settle();
        var next = task(program("module", "amd64", "", ""), program("native", "arm64", "", ""));
        fleet.submit(Specs.of(Jobs.of("system"), next));
        var settled = fleet.settle();
        assertTrue(settled.contains("replaced by version 2"), settled);
        assertEquals("a:module a:native", chosen(fleet));
    }

    @Test
    void whyNoneFitsIsSaid() {
        var fleet = Fleet.of("a arch=amd64 driver=exec+periodic").submit(job("service"));
        fleet.settle();
        var explained = Plans.explained(fleet.plan().evaluation());
        var said = "a: a variant of main, amd64 armv8, glibc, drivers exec, periodic\n";
        assertTrue(explained.contains(said), explained);
    }
}
