package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.Specs;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Wanted;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which nodes take a task, by what they say of their drivers, and what is said of the others.
class DriverWordsTest {
    private static final String NODES =
            """
            old driver=exec+periodic
            open driver=exec+periodic+confine
            bwrap driver=exec+confine+exec.files+exec.pids
            jvm17 driver=exec+confine+java+java.17+java.files
            jvm25 driver=exec+confine+java+java.25+java.x
            runc driver=exec+confine+container+container.runc
            pull driver=exec+confine+container+container.runc+container.pull
            host driver=exec+confine+wasm
            wall driver=exec+confine+wasm+wasm.folders
            raw driver=exec+rawExec
            """;

    private static TaskRun run(String words) {
        var program = new TaskSpec.RunSpec("run", List.of(), Map.of(), "");
        var started = new TaskRun.Invocation(List.of(), Map.of());
        return switch (words) {
            case "open" -> new TaskRun.Exec(program, Confinement.OPEN);
            case "confined" -> new TaskRun.Exec(program, Confinement.ALL);
            case "files pids" ->
                    new TaskRun.Exec(program, new Confinement(true, List.of("files", "pids")));
            case "rawExec" -> new TaskRun.RawExec(program);
            case "java", "java 21", "java 9 files" -> {
                int least = words.contains("21") ? 21 : words.contains("9") ? 9 : 0;
                var must = words.contains("files") ? List.of("files") : List.<String>of();
                yield new TaskRun.Java(
                        new TaskRun.JavaProgram("x", "", List.of(), List.of(), least, ""),
                        started,
                        new Confinement(true, must));
            }
            case "wasm" -> new TaskRun.Wasm("x", started, TaskRun.WasmGrants.NOTHING);
            case "wasm local" -> {
                var grants = new TaskRun.WasmGrants(List.of("local"), List.of(), 0);
                yield new TaskRun.Wasm("x", started, grants);
            }
            default -> new TaskRun.Container(words, started, TaskRun.ContainerRules.NONE);
        };
    }

    private static TaskSpec task(TaskRun run, TaskRole role) {
        var it = Jobs.of("system").groups().getFirst().tasks().getFirst();
        var plain = new TaskSpec(it.name(), run, it.share(), it.stop(), it.logs(), it.checks());
        return new TaskSpec(
                it.name(), plain.variants(), it.share(), it.stop(), it.logs(), it.checks(), role);
    }

    private static Fleet asked(String nodes, TaskSpec task) {
        return Fleet.of(nodes).submit(Specs.of(Jobs.of("system"), task));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open|old open bwrap jvm17 jvm25 runc pull host wall raw",
                "confined|open bwrap jvm17 jvm25 runc pull host wall",
                "files pids|bwrap",
                "rawExec|raw",
                "java|jvm17 jvm25",
                "java 21|jvm25",
                "java 9 files|jvm17",
                "wasm|host wall",
                "wasm local|wall",
                "shop:1|pull",
                "/srv/shop.tar|runc pull"
            })
    void theyAreTakenByTheNodesThatCan(String words, String nodes) {
        var settled = asked(NODES, task(run(words), TaskRole.MAIN)).settle();
        var taken = new TreeSet<String>();
        for (var word : settled.strip().split("[ \n]", -1))
            if (word.contains("->")) taken.add(word.substring(word.indexOf("->") + 2));
        assertEquals(new TreeSet<>(List.of(nodes.split(" ", -1))), taken, settled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "confined|driver=exec+periodic|agent knows confine, agent 1 does not",
                "files pids|driver=exec+confine+exec.files|exec confines pids, exec: files",
                "files pids|driver=exec+confine|exec confines files, exec: nothing",
                "java|driver=exec+periodic|driver java, exec, periodic",
                "java 21|driver=java+confine+java.17+java.files|Java 21 or a newer one, its"
                        + " newest is Java 17",
                "java 21|driver=exec+confine|driver java, exec, confine",
                "wasm local|driver=exec+confine+wasm+wasm.pids|wasm has folders, wasm: pids",
                "shop:1|driver=container+confine+container.runc|container has pull, container: runc"
            })
    void whyNoneTakesItIsSaid(String words, String node, String said) {
        var fleet = asked("a " + node, task(run(words), TaskRole.MAIN));
        fleet.settle();
        var explained = Plans.explained(fleet.plan().evaluation());
        assertTrue(explained.contains("a: " + said + "\n"), explained);
    }

    @Test
    void whatATaskIsAmongOthersIsForAgentsThatKnow() {
        var exec = run("open");
        var none = List.<String>of();
        var beside = new TaskRole(TaskRole.TaskStage.SIDECAR, none, TaskRole.Tier.NORMAL);
        var last = new TaskRole(TaskRole.TaskStage.MAIN, List.of("x"), TaskRole.Tier.NORMAL);
        var first = new TaskRole(TaskRole.TaskStage.MAIN, none, TaskRole.Tier.ESSENTIAL);
        var nodes = "a driver=exec\nb driver=exec+stages\nc driver=exec+tiers";
        assertEquals("web[0]->b\n", asked(nodes, task(exec, beside)).settle());
        assertEquals("web[0]->b\n", asked(nodes, task(exec, last)).settle());
        assertEquals("web[0]->c\n", asked(nodes, task(exec, first)).settle());
    }

    /// The scheduler asks each node for each: one word, as before there were more.
    @Test
    void whatAsksNothingNewIsOneQuestionToANode() {
        var group = Jobs.of("service").groups().getFirst();
        assertEquals(List.of(new Wanted(Wanted.Of.DRIVER, "exec")), group.wants());
        assertEquals(List.of(), group.knownBy());
    }
}
