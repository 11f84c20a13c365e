package dev.skerry.cluster.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a node has to say of itself before a group may be placed there: a word among its drivers.
///
/// @param word what the node says
public record Wanted(Of of, String word) {
    /// What the word is of.
    public enum Of {
        /// A driver: `java`.
        DRIVER,
        /// What a driver keeps its tasks from: `exec.pids`.
        CONFINES,
        /// What a driver has: `container.pull`.
        HAS,
        /// What the agent has to know of, or it would pass over it: `confine`.
        KNOWS
    }

    /// Between a driver and what it confines or has.
    private static final String DOT = ".";

    /// Its agent keeps tasks from what is not theirs, and reads how each is run by its driver.
    public static final String CONFINE = "confine";

    /// Its agent runs tasks before, beside and behind others.
    public static final String STAGES = "stages";

    /// Its agent ends first what is less important.
    public static final String TIERS = "tiers";

    /// Something to fetch images with.
    private static final String PULL = "container.pull";

    /// Behind the word `wasm`: a module can be kept to the folders that it may have.
    public static final String FOLDERS = "folders";

    /// An image that is a file of the node.
    private static final String ARCHIVE = ".tar";

    /// All that a group takes, drivers first, each once; variants are looked at by themselves.
    static List<Wanted> of(List<TaskSpec> tasks) {
        var all = new LinkedHashSet<Wanted>();
        tasks.stream()
                .filter(it -> !it.choice())
                .map(TaskSpec::driver)
                .sorted()
                .forEach(it -> all.add(new Wanted(Of.DRIVER, it)));
        for (var task : tasks) {
            if (!task.choice()) more(task.way(), all);
            more(task.role(), all);
        }
        return List.copyOf(all);
    }

    /// All that one way to run a task takes.
    public static List<Wanted> of(TaskRun run) {
        var all = new ArrayList<Wanted>();
        all.add(new Wanted(Of.DRIVER, run.driver()));
        more(run, all);
        return List.copyOf(all);
    }

    /// What an agent has to know of to be told of a group; none, unless it says what agents of
    /// before could not read.
    static List<String> known(List<TaskSpec> tasks) {
        if (tasks.stream().allMatch(TaskSpec::plain)) return List.of();
        return of(tasks).stream().filter(it -> it.of == Of.KNOWS).map(Wanted::word).toList();
    }

    private static void more(TaskRole role, Set<Wanted> to) {
        if (role.stage() != TaskRole.TaskStage.MAIN || !role.after().isEmpty())
            to.add(new Wanted(Of.KNOWS, STAGES));
        if (role.tier() != TaskRole.Tier.NORMAL) to.add(new Wanted(Of.KNOWS, TIERS));
    }

    private static void more(TaskRun run, Collection<Wanted> to) {
        if (!run.plain()) to.add(new Wanted(Of.KNOWS, CONFINE));
        for (var word : run.confinement().must())
            to.add(new Wanted(Of.CONFINES, run.driver() + DOT + word));
        switch (run) {
            case TaskRun.Java(var it, _, _) when it.least() > 0 ->
                    to.add(new Wanted(Of.HAS, run.driver() + DOT + it.least()));
            case TaskRun.Container(var image, _, _) when !image.endsWith(ARCHIVE) ->
                    to.add(new Wanted(Of.HAS, PULL));
            case TaskRun.Wasm(_, _, var grants) when !grants.folders().isEmpty() ->
                    to.add(new Wanted(Of.HAS, run.driver() + DOT + FOLDERS));
            case TaskRun.Java _, TaskRun.Container _, TaskRun.OfProgram _, TaskRun.Wasm _ -> {}
        }
    }
}
