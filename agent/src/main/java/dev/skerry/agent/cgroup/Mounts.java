package dev.skerry.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The cgroup hierarchies that this process sees mounted, and its own place in each; read from
/// `/proc/self/mountinfo` and `/proc/self/cgroup`.
record Mounts(List<Mount> all, Map<String, String> ownPaths) {
    /// @param root the place in the hierarchy that is seen at the point; `/` when all of it is
    /// @param controllers of a version 1 hierarchy; those of version 2 are in its own files
    record Mount(String root, Path point, boolean unified, Set<String> controllers) {}

    private static final Set<String> WANTED = Set.of("memory", "cpu", "cpuacct", "pids", "freezer");

    static Mounts read(Path proc) throws IOException {
        var mounts = new ArrayList<Mount>();
        for (var line : Files.readAllLines(proc.resolve("mountinfo"))) {
            int dash = line.indexOf(" - ");
            if (dash < 0) continue;
            var first = line.substring(0, dash).split(" ", -1);
            var rest = line.substring(dash + " - ".length()).split(" ", -1);
            if (first.length < 5 || rest.length < 3) continue;
            var point = Path.of(first[4].replace("\\040", " "));
            if (rest[0].equals("cgroup2")) mounts.add(new Mount(first[3], point, true, Set.of()));
            if (rest[0].equals("cgroup")) {
                var controllers = new java.util.TreeSet<>(Arrays.asList(rest[2].split(",", -1)));
                controllers.retainAll(WANTED);
                if (!controllers.isEmpty()) {
                    mounts.add(new Mount(first[3], point, false, controllers));
                }
            }
        }
        return new Mounts(mounts, ownPaths(proc));
    }

    /// Where this process is below the point of a mount; `/` when it isn't told or isn't seen
    /// there.
    String ownPath(Mount mount) {
        var key = mount.unified() ? "" : mount.controllers().iterator().next();
        var own = Path.of(ownPaths.getOrDefault(key, "/"));
        var root = Path.of(mount.root());
        return own.startsWith(root) ? "/" + root.relativize(own) : "/";
    }

    private static Map<String, String> ownPaths(Path proc) throws IOException {
        var paths = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(proc.resolve("cgroup"))) {
            var fields = line.split(":", 3);
            if (fields.length < 3) continue;
            for (var controller : fields[1].split(",", -1)) paths.put(controller, fields[2]);
        }
        return paths;
    }
}
