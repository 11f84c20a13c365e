package dev.skerry.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.servers.ServersInWorld;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Histories of several servers are worth something only if much happens to their leaders, and to
/// what is under way then.
class LeadersWorldTest {
    private static final int SEEDS = 30;

    private static final List<String> WORDS =
            List.of(
                    "leads in term",
                    "leads no more",
                    "is sent the state",
                    "another server shall lead",
                    "most servers are gone",
                    "cut off from the other servers",
                    "is dropped",
                    "node drained",
                    "replaced by version",
                    "displaced by work",
                    "is recalled");

    @Test
    void muchHappensToThem() {
        Map<String, Integer> seen = new TreeMap<>();
        var rooms = List.of(ClusterInWorld.MAKER, ServersInWorld.MAKER);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Map<String, Integer> here = new TreeMap<>();
            var settings =
                    new World.WorldSettings(
                            History.Filter.ALL,
                            line -> {
                                if (line.contains("s2 starts")) here.put("several", 1);
                                for (var word : WORDS)
                                    if (line.contains(word)) here.merge(word, 1, Integer::sum);
                            });
            assertEquals("", World.run(seed, rooms, settings).broken());
            if (here.containsKey("several"))
                here.forEach((it, n) -> seen.merge(it, n, Integer::sum));
        }
        for (var word : WORDS) assertTrue(seen.getOrDefault(word, 0) >= 3, seen.toString());
    }
}
