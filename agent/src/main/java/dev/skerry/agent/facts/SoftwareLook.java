package dev.skerry.agent.facts;

import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.state.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be run here, found without running anything: a Java says its version in `release`.
final class SoftwareLook {
    /// Those that run containers by themselves.
    private static final List<String> RUNTIMES = List.of("podman", "runc", "crun");

    /// Those that only ask a daemon, with the socket that is there while it runs.
    private static final Map<String, String> CLIENTS =
            Map.of("docker", "run/docker.sock", "containerd", "run/containerd/containerd.sock");

    /// What the agent itself can, which it says among its drivers.
    private static final List<String> ABILITIES =
            List.of(NodeFacts.Software.PERIODIC, Wanted.CONFINE);

    private static final int PARTS_MAX = 8;

    private SoftwareLook() {}

    static NodeFacts.Software at(Roots roots, String agentVersion) {
        var runtimes = new ArrayList<String>();
        for (var name : RUNTIMES) if (program(roots, name) != null) runtimes.add(name);
        CLIENTS.forEach((name, socket) -> {
            boolean daemon = Files.exists(roots.top().resolve(socket));
            if (daemon && program(roots, name) != null) runtimes.add(name);
        });
        runtimes.sort(null);
        return new NodeFacts.Software(agentVersion, java(roots), runtimes, ABILITIES);
    }

    private static @Nullable Path program(Roots roots, String name) {
        for (var folder : roots.path()) {
            var file = folder.resolve(name);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) return file;
        }
        return null;
    }

    private static String java(Roots roots) {
        var homes = new ArrayList<Path>();
        try {
            if (!roots.javaHome().isEmpty()) homes.add(Path.of(roots.javaHome()));
        } catch (InvalidPathException e) {
            // not set to a folder
        }
        var program = program(roots, "java");
        if (program != null) addHome(program, homes);
        var all = roots.top().resolve("usr/lib/jvm");
        for (var name : SmallFiles.names(all)) homes.add(all.resolve(name));
        var newest = "";
        for (var home : homes) {
            var release = SmallFiles.text(home.resolve("release"));
            var version = SmallFiles.word(SmallFiles.field(release, "JAVA_VERSION", '='));
            if (newer(version, newest)) newest = version;
        }
        return newest;
    }

    private static void addHome(Path program, List<Path> homes) {
        try {
            var folder = program.toRealPath().getParent();
            if (folder != null && folder.getParent() != null) homes.add(folder.getParent());
        } catch (IOException e) {
            // a link to nowhere
        }
    }

    /// By the numbers between dots; `1.8.0_412` is older than `9`.
    private static boolean newer(String version, String than) {
        if (version.isEmpty()) return false;
        var left = numbers(version);
        var right = numbers(than);
        for (int i = 0; i < PARTS_MAX; i++) if (left[i] != right[i]) return left[i] > right[i];
        return false;
    }

    private static long[] numbers(String version) {
        var numbers = new long[PARTS_MAX];
        int part = 0;
        for (int i = 0; i < version.length() && part < PARTS_MAX; i++) {
            char c = version.charAt(i);
            if (c >= '0' && c <= '9')
                numbers[part] = Math.min(numbers[part] * 10 + c - '0', 1 << 24);
            else part++;
        }
        return numbers;
    }
}
