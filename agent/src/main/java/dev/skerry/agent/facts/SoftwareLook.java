package dev.skerry.agent.facts;

import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.state.NodeFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be run here, found without running anything.
final class SoftwareLook {
    /// Those that run containers by themselves.
    private static final List<String> RUNTIMES = List.of("podman", "runc", "crun");

    /// Those that only ask a daemon, with the socket that is there while it runs.
    private static final Map<String, String> CLIENTS =
            Map.of("docker", "run/docker.sock", "containerd", "run/containerd/containerd.sock");

    /// What the agent itself can, which it says among its drivers.
    private static final List<String> ABILITIES =
            List.of(NodeFacts.Software.PERIODIC, Wanted.CONFINE);

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

    static @Nullable Path program(Roots roots, String name) {
        for (var folder : roots.path()) {
            var file = folder.resolve(name);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) return file;
        }
        return null;
    }

    private static String java(Roots roots) {
        var found = new JavaHomes(roots).found();
        return found.isEmpty() ? "" : found.getFirst().version();
    }
}
