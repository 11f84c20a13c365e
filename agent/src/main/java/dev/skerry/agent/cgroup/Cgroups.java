package dev.skerry.agent.cgroup;

import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The cgroups of this node's tasks, in whatever hierarchies are mounted: version 1, version 2 or
/// both. What is missing or not writable is said in the shortcomings, and tasks run without it.
public record Cgroups(List<CgroupBranch> branches, List<String> shortcomings) {
    private static final List<String> LIMITING = List.of("memory", "cpu", "pids");

    /// Looks what is there, and makes the parents of the tasks' cgroups.
    ///
    /// @param proc `/proc/self`
    /// @param parent path from the root of each hierarchy, or, without a leading `/`, from the
    ///   agent's own place in it
    public static Cgroups detect(Path proc, String parent) {
        var branches = new ArrayList<CgroupBranch>();
        var problems = new LinkedHashSet<String>();
        var covered = new HashSet<String>();
        try {
            var mounts = Mounts.read(proc);
            for (boolean unified : new boolean[] {true, false}) {
                for (var mount : mounts.all()) {
                    if (mount.unified() != unified) continue;
                    // there is one hierarchy of version 2, however often it is mounted
                    if (unified && !branches.isEmpty()) continue;
                    var place = place(mounts, mount, parent);
                    open(mount, place, covered, branches, problems);
                }
            }
        } catch (IOException e) {
            problems.add("cgroups can't be read: " + FileTrouble.words(e));
        }
        for (var controller : LIMITING) {
            if (!covered.contains(controller)) problems.add(missing(controller));
        }
        return new Cgroups(List.copyOf(branches), List.copyOf(problems));
    }

    /// What is limited here, in the words of [dev.skerry.cluster.job.Confinement].
    public List<String> limits() {
        var all = new ArrayList<String>();
        for (var controller : LIMITING) {
            if (branches.stream().anyMatch(it -> it.controllers().contains(controller)))
                all.add(controller.equals("pids") ? "processes" : controller);
        }
        return all;
    }

    private static String missing(String controller) {
        return switch (controller) {
            case "memory" -> "memory limits of tasks are not enforced: no writable memory cgroup";
            case "cpu" -> "cpu shares and limits of tasks are not enforced: no writable cpu cgroup";
            default -> "the number of a task's processes is not limited: no writable pids cgroup";
        };
    }

    private static Path place(Mounts mounts, Mounts.Mount mount, String parent) {
        if (parent.startsWith("/")) return mount.point().resolve(parent.substring(1));
        var own = mounts.ownPath(mount).substring(1);
        return mount.point().resolve(own).resolve(parent);
    }

    private static void open(
            Mounts.Mount mount,
            Path parent,
            Set<String> covered,
            List<CgroupBranch> branches,
            Set<String> problems) {
        var wanted = new HashSet<>(mount.controllers());
        wanted.removeAll(covered);
        if (!mount.unified() && wanted.isEmpty()) return;
        try {
            Files.createDirectories(parent);
            if (!Files.isWritable(parent)) throw new IOException("not writable");
            var controllers = mount.unified() ? delegated(mount.point(), parent) : wanted;
            branches.add(new CgroupBranch(parent, mount.unified(), Set.copyOf(controllers)));
            covered.addAll(controllers);
            if (mount.unified()) covered.add("cpuacct"); // cpu.stat is there without a controller
            if (Files.exists(parent.resolve("cgroup.kill"))) covered.add("freezer");
        } catch (IOException e) {
            problems.add(parent + " can't be used for tasks: " + FileTrouble.words(e));
        }
    }

    /// Hands the limiting controllers down from the root of the hierarchy; returns those that came.
    private static Set<String> delegated(Path root, Path parent) throws IOException {
        var steps = new ArrayList<Path>();
        for (var step = parent; step != null && step.startsWith(root); step = step.getParent()) {
            steps.addFirst(step);
        }
        var handed = new HashSet<String>();
        for (var step : steps) {
            handed.clear();
            var there = Files.readString(step.resolve("cgroup.controllers")).strip();
            for (var controller : there.split(" ", -1)) {
                if (LIMITING.contains(controller) && handDown(step, controller)) {
                    handed.add(controller);
                }
            }
        }
        return handed;
    }

    static boolean handDown(Path step, String controller) {
        try {
            write(step.resolve("cgroup.subtree_control"), "+" + controller);
            return true;
        } catch (IOException e) {
            return false; // not ours to hand down
        }
    }

    /// Makes the cgroup of a task, one directory in each hierarchy, with its limits.
    public List<Path> create(TaskHandle handle, TaskLimits limits, int coreMhz) throws TaskRefused {
        var made = new ArrayList<Path>();
        try {
            for (var branch : branches) {
                branch.present();
                var directory = branch.parent().resolve(handle.toString());
                Files.createDirectories(directory);
                made.add(directory);
                for (var setting : branch.settings(limits, coreMhz)) apply(directory, setting);
            }
            return made;
        } catch (IOException e) {
            new TaskCgroup(made).remove();
            throw TaskRefused.forNow("the task's limits can't be set: " + FileTrouble.words(e));
        }
    }

    /// The place of a task's cgroup, whether or not there is one.
    public TaskCgroup of(TaskHandle handle) {
        return new TaskCgroup(
                branches.stream().map(it -> it.parent().resolve(handle.toString())).toList());
    }

    /// The directories of nodes that are no more go.
    public void sweep() {
        branches.forEach(CgroupBranch::sweep);
    }

    /// The node's own directories go with its agent, but for those in which tasks run on.
    public void leave() {
        branches.forEach(CgroupBranch::leave);
    }

    /// The tasks that have a cgroup here.
    public Set<TaskHandle> present() throws IOException {
        var found = new HashSet<TaskHandle>();
        for (var branch : branches) {
            if (!Files.isDirectory(branch.parent())) continue;
            try (var entries = Files.newDirectoryStream(branch.parent(), Files::isDirectory)) {
                for (var entry : entries) {
                    var handle = TaskHandle.parse(String.valueOf(entry.getFileName()));
                    if (handle != null) found.add(handle);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return found;
    }

    private static void apply(Path directory, CgroupBranch.Setting setting) throws IOException {
        try {
            write(directory.resolve(setting.file()), setting.value());
        } catch (NoSuchFileException e) {
            if (!setting.optional()) throw e;
        }
    }

    static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }
}
