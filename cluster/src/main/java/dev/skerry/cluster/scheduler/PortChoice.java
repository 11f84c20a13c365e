package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gives numbers to the ports that a group leaves open. The search begins at a place of its own for
/// each slot, so that a number is rarely given to another one soon after.
final class PortChoice {
    static final int FIRST = 20_000;
    static final int LAST = 32_000;

    /// In a job file: whichever is free.
    static final int ANY = 0;

    private static final int NUMBERS = LAST - FIRST + 1;

    private PortChoice() {}

    /// The number for each label; null when too few are free.
    static @Nullable Map<String, Integer> choose(
            GroupAsk ask, int index, Node node, RoomLeft room) {
        var ports = ask.group().ports();
        if (!ports.containsValue(ANY)) return ports;
        var chosen = new HashMap<>(ports);
        int at = start(ask.spec().key(), ask.group().name(), index);
        int left = NUMBERS;
        for (var port : new TreeMap<>(ports).entrySet()) {
            if (port.getValue() != ANY) continue;
            while (left > 0 && !free(at, chosen, node, room)) {
                at = next(at);
                left--;
            }
            if (left == 0) return null;
            chosen.put(port.getKey(), at);
        }
        return chosen;
    }

    private static boolean free(int port, Map<String, Integer> chosen, Node node, RoomLeft room) {
        return room.free(node, port) && !chosen.containsValue(port);
    }

    private static int start(JobKey job, String group, int index) {
        int hash = job.namespace().hashCode();
        hash = 31 * hash + job.name().hashCode();
        hash = 31 * hash + group.hashCode();
        hash = 31 * hash + index;
        return FIRST + Math.floorMod(hash, NUMBERS);
    }

    private static int next(int port) {
        return port == LAST ? FIRST : port + 1;
    }
}
