package dev.skerry.agent.facts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the cgroups leave to the tasks. Tasks stand at the root of what the agent sees, which is a
/// container's own limit when it runs in one. An agent that may not write there has its tasks
/// beside itself: then the limits of its own place hold for them too.
final class Cgroup {
    private Cgroup() {}

    /// Cores by the tightest quota, rounded up.
    static int cores(Roots roots) {
        long least = Integer.MAX_VALUE;
        for (var place : places(roots, "cpu")) {
            var max = SmallFiles.line(place.resolve("cpu.max"));
            int space = max.indexOf(' ');
            long quota = SmallFiles.number(space < 0 ? max : max.substring(0, space), -1);
            long period = SmallFiles.number(space < 0 ? "" : max.substring(space + 1), -1);
            if (quota < 0) quota = SmallFiles.number(place.resolve("cpu.cfs_quota_us"), -1);
            if (period < 0) period = SmallFiles.number(place.resolve("cpu.cfs_period_us"), -1);
            if (quota > 0 && period > 0) least = Math.min(least, Math.ceilDiv(quota, period));
        }
        return (int) least;
    }

    /// Bytes of memory by the tightest limit; `Long.MAX_VALUE`: none.
    static long memoryBytes(Roots roots) {
        long least = Long.MAX_VALUE;
        for (var place : places(roots, "memory")) {
            for (var name : new String[] {"memory.max", "memory.limit_in_bytes"}) {
                long limit = SmallFiles.number(place.resolve(name), Long.MAX_VALUE);
                if (limit > 0) least = Math.min(least, limit);
            }
        }
        return least;
    }

    /// Directories whose limits hold, in both versions of the hierarchy.
    private static List<Path> places(Roots roots, String controller) {
        var unified = roots.sys().resolve("fs/cgroup");
        var places = new ArrayList<Path>();
        for (var root : List.of(unified, unified.resolve(controller))) {
            places.add(root);
            if (Files.isWritable(root)) continue;
            var own = own(roots, root.equals(unified) ? "" : controller);
            for (var at = root.resolve(own).normalize();
                    at != null && at.startsWith(root) && !at.equals(root);
                    at = at.getParent()) places.add(at);
        }
        return places;
    }

    /// The agent's own path in a hierarchy, relative.
    private static String own(Roots roots, String controller) {
        var text = SmallFiles.text(roots.proc().resolve("self/cgroup"));
        for (var line : text.split("\n", 33)) {
            var parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].equals(controller) && parts[2].startsWith("/"))
                return parts[2].substring(1);
        }
        return "";
    }
}
