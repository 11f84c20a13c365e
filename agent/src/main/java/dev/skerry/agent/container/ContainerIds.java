package dev.skerry.agent.container;

import dev.skerry.agent.image.ImageSettings;
import java.util.List;
import java.util.Map;

/// The numbers of users and groups on this node that stand for those of a container: all containers
/// have the same, as the layers of their images do.
///
/// @param first stands for root; 65,535 more follow
/// @param own the user and group of the task's allocation, seen behind them all; -1: it has none
record ContainerIds(int first, int own) {
    static final int COUNT = ImageSettings.IDS_MAX;

    /// How the runtime is told of them.
    List<Map<String, Object>> mappings() {
        var all = mapping(0, first, COUNT);
        return own < 0 ? List.of(all) : List.of(all, mapping(COUNT, own, 1));
    }

    private static Map<String, Object> mapping(int inside, int outside, int count) {
        return Map.of("containerID", inside, "hostID", outside, "size", count);
    }
}
