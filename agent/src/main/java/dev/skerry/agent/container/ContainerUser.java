package dev.skerry.agent.container;

import java.util.ArrayList;
import java.util.List;

/// Who a container runs as, by the numbers of its image.
record ContainerUser(int uid, int gid, List<Integer> groups) {
    static final ContainerUser ROOT = new ContainerUser(0, 0, List.of());

    ContainerUser {
        groups = List.copyOf(groups);
    }

    /// The same with a group more.
    ContainerUser with(int group) {
        var all = new ArrayList<>(groups);
        all.add(group);
        return new ContainerUser(uid, gid, all);
    }

    /// All of it as text, with colons.
    String numbers() {
        var all = new StringBuilder().append(uid).append(':').append(gid);
        for (var group : groups) all.append(':').append(group);
        return all.toString();
    }
}
