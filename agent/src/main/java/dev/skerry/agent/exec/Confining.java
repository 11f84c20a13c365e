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
/// @param told whether that is said of the node: it is not where nothing is to be confined
/// @param shortcomings what it cannot be kept from and why, a sentence each
public record Confining(
        @Nullable Bubblewrap bubblewrap,
        Set<String> walls,
        @Nullable Path filter,
        List<String> words,
        boolean told,
        List<String> shortcomings) {
    public Confining {
        walls = Set.copyOf(walls);
        words = List.copyOf(words);
        shortcomings = List.copyOf(shortcomings);
    }

    /// What drivers say that they confine.
    public List<String> confines() {
        return told ? words : List.of();
    }

    /// What a task is to be kept from and is not, here.
    public List<String> lacks(Confinement wanted) {
        return wanted.confined() ? lacks(words) : List.of();
    }

    /// What no task can be kept from where there is only that.
    public static List<String> lacks(List<String> words) {
        return Confinement.WORDS.stream().filter(it -> !words.contains(it)).toList();
    }

    /// Refuses a task that must be kept from something else.
    ///
    /// @param words what tasks can be kept from
    public static void check(Confinement wanted, List<String> words) throws TaskRefused {
        var missing = wanted.must().stream().filter(it -> !words.contains(it));
        var without = missing.collect(Collectors.joining(", "));
        if (!without.isEmpty())
            throw TaskRefused.forGood("this node cannot do what `confine` asks for: " + without);
    }

    /// The walls of a task.
    ///
    /// @throws TaskRefused when it must be kept from something that it cannot be kept from
    public Walls around(Confinement wanted, RunFolders folders) throws TaskRefused {
        if (!wanted.confined()) return Walls.NONE;
        check(wanted, words);
        if (bubblewrap == null) return new Walls(List.of(), filter, null);
        return new Walls(bubblewrap.words(walls, folders), filter, null);
    }

    /// Whether there are walls that show a task nothing of the machine but what it is to see.
    public boolean alone() {
        return bubblewrap != null && walls.contains("files");
    }

    /// Those, as far as this node has them.
    ///
    /// @param readable what it is to see, besides the libraries of the machine
    /// @param writable what it may write as well
    public Walls alone(List<Path> readable, List<Path> writable) {
        if (bubblewrap == null || !alone()) return new Walls(List.of(), filter, null);
        return new Walls(bubblewrap.alone(walls, readable, writable), filter, null);
    }

    /// Looks whether a task sees what it needs.
    ///
    /// @param what for people: `program`
    /// @param file absolute
    /// @throws TaskRefused when that is behind its walls
    public void seen(Confinement wanted, String what, Path file, RunFolders folders)
            throws TaskRefused {
        if (!wanted.confined() || bubblewrap == null) return;
        var hiding = bubblewrap.hiding(file, walls, folders);
        if (hiding != null)
            throw TaskRefused.forGood(
                    "%s %s is not seen by a confined task, which has nothing of %s; "
                                    .formatted(what, file, hiding)
                            + "put it into another folder, or into the task's own");
    }

    /// Those of a task, for what runs beside it.
    public Walls beside(Confinement wanted, TaskHandle task) {
        return wanted.confined() ? new Walls(List.of(), filter, task) : Walls.NONE;
    }
}
