package dev.skerry.agent.exec;

import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.Walls;
import dev.skerry.cluster.job.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What this node can keep its tasks from, as it was found when the agent began.
///
/// @param bubblewrap builds the walls; null: there are none
/// @param walls what they keep a task from
/// @param filter the file with the system calls that are refused; null: none is
/// @param words all that a task can be kept from, walls or not, in the order of [Confinement#WORDS]
/// @param shortcomings what it cannot be kept from and why, a sentence each
record Confining(
        @Nullable Bubblewrap bubblewrap,
        Set<String> walls,
        @Nullable Path filter,
        List<String> words,
        List<String> shortcomings) {
    Confining {
        walls = Set.copyOf(walls);
        words = List.copyOf(words);
        shortcomings = List.copyOf(shortcomings);
    }

    /// What a task is to be kept from and is not, here.
    List<String> lacks(Confinement wanted) {
        if (!wanted.confined()) return List.of();
        return Confinement.WORDS.stream().filter(it -> !words.contains(it)).toList();
    }

    /// The walls of a task.
    ///
    /// @throws TaskRefused when it must be kept from something that it cannot be kept from
    Walls around(Confinement wanted, Path program, RunFolders folders) throws TaskRefused {
        if (!wanted.confined()) return Walls.NONE;
        var missing = wanted.must().stream().filter(it -> !words.contains(it));
        var without = missing.collect(Collectors.joining(", "));
        if (!without.isEmpty())
            throw TaskRefused.forGood("this node cannot do what `confine` asks for: " + without);
        if (bubblewrap == null) return new Walls(List.of(), filter, null);
        var hiding = bubblewrap.hiding(program, walls, folders);
        if (hiding != null)
            throw TaskRefused.forGood(
                    "program %s is not seen by a confined task, which has nothing of %s;"
                                    .formatted(program, hiding)
                            + " put it into another folder, or into the task's own");
        return new Walls(bubblewrap.words(walls, folders), filter, null);
    }

    /// Those of a task, for what runs beside it.
    Walls beside(Confinement wanted, TaskHandle task) {
        return wanted.confined() ? new Walls(List.of(), filter, task) : Walls.NONE;
    }
}
