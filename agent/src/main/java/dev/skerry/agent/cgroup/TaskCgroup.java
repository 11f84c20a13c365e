package dev.skerry.agent.cgroup;

import dev.skerry.agent.driver.Usage;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The cgroup of one task: a directory in each hierarchy, with what the task has made below.
public record TaskCgroup(List<Path> directories) {
    private static final int KILL_ROUNDS_MAX = 400;
    private static final int REMOVE_ROUNDS_MAX = 100;
    private static final long ROUND_NS = 5_000_000;
    private static final int DEPTH_MAX = 64;

    /// Kills what is in it until nothing is, at most for some two seconds. Returns whether it is
    /// empty. Without a cgroup there is nothing to do.
    public boolean kill() {
        for (int round = 0; round < KILL_ROUNDS_MAX; round++) {
            boolean empty = true;
            for (var directory : tree()) empty &= kill(directory);
            if (empty) return true;
            LockSupport.parkNanos(ROUND_NS);
        }
        return false;
    }

    /// The directories, those below others first.
    List<Path> tree() {
        var all = new ArrayList<Path>();
        for (var directory : directories) add(directory, DEPTH_MAX, all);
        return all;
    }

    private static void add(Path directory, int depth, List<Path> all) {
        try (var below = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (var child : below) if (depth > 0) add(child, depth - 1, all);
        } catch (IOException | DirectoryIteratorException e) {
            return; // it is gone
        }
        all.add(directory);
    }

    /// The kernel can kill a cgroup in one go since 5.14. Before, freezing keeps it from growing
    /// faster than it is killed.
    private static boolean kill(Path directory) {
        try {
            var members = Files.readAllLines(directory.resolve("cgroup.procs"));
            if (members.isEmpty()) return true;
            if (Files.exists(directory.resolve("cgroup.kill"))) {
                Cgroups.write(directory.resolve("cgroup.kill"), "1");
                return false;
            }
            freeze(directory, "FROZEN");
            for (var member : Files.readAllLines(directory.resolve("cgroup.procs"))) {
                ProcessHandle.of(Long.parseLong(member)).ifPresent(ProcessHandle::destroyForcibly);
            }
            freeze(directory, "THAWED");
            return false;
        } catch (IOException e) {
            return true; // it is gone
        }
    }

    private static void freeze(Path directory, String state) throws IOException {
        var file = directory.resolve("freezer.state");
        if (Files.exists(file)) Cgroups.write(file, state);
    }

    /// What its processes use together; -1 where no hierarchy tells.
    public Usage usage() {
        long memory = -1;
        long cpu = -1;
        long pids = -1;
        for (var directory : directories) {
            if (memory < 0) memory = memory(directory);
            if (cpu < 0) cpu = cpu(directory);
            if (pids < 0) pids = number(directory, "pids.current");
        }
        return new Usage(memory, cpu, pids);
    }

    /// Memory without the part of the page cache that could be dropped at once.
    private static long memory(Path directory) {
        long used = number(directory, "memory.current");
        if (used >= 0) return Math.max(0, used - field(directory, "memory.stat", "inactive_file "));
        used = number(directory, "memory.usage_in_bytes");
        if (used < 0) return -1;
        return Math.max(0, used - field(directory, "memory.stat", "total_inactive_file "));
    }

    private static long cpu(Path directory) {
        long used = number(directory, "cpuacct.usage");
        if (used >= 0 || !Files.exists(directory.resolve("cgroup.controllers"))) return used;
        return field(directory, "cpu.stat", "usage_usec ") * 1_000;
    }

    private static long number(Path directory, String file) {
        try {
            return Long.parseLong(Files.readString(directory.resolve(file)).strip());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static long field(Path directory, String file, String key) {
        try {
            for (var line : Files.readAllLines(directory.resolve(file))) {
                if (line.startsWith(key)) return Long.parseLong(line.substring(key.length()));
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    /// Removes it, if no process is in it or in what the task has made below. A task that runs may
    /// be about to use what is empty there.
    void removeUnused() {
        var all = tree();
        if (all.stream().anyMatch(TaskCgroup::isUsed)) return;
        try {
            for (var directory : all) Files.deleteIfExists(directory);
        } catch (IOException e) {
            // a process has come in: the kernel keeps it, and so stays what is above it
        }
    }

    /// What cannot be read has processes: a cgroup of threads does not list them.
    private static boolean isUsed(Path directory) {
        try (var members = Files.newInputStream(directory.resolve("cgroup.procs"))) {
            return members.read() >= 0;
        } catch (NoSuchFileException e) {
            return false; // it is gone
        } catch (IOException e) {
            return true;
        }
    }

    /// Removes it, once it is empty; waits for that half a second at most.
    public void remove() {
        for (var directory : tree()) {
            for (int round = 0; round < REMOVE_ROUNDS_MAX; round++) {
                try {
                    Files.deleteIfExists(directory);
                    break;
                } catch (IOException e) {
                    LockSupport.parkNanos(ROUND_NS);
                }
            }
        }
    }
}
