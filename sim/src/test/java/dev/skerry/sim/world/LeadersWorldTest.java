package dev.skerry.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.odd.OddInWorld;
import dev.skerry.sim.servers.ServersInWorld;
import dev.skerry.sim.trust.TrustInWorld;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Histories of several servers are worth something only if much happens to their leaders, and to
/// what is under way then.
class LeadersWorldTest {
    private static final int TIMES = 3;

    /// The rarest, a leader that is overtaken, decides, and leads again, comes once in ten.
    private static final int SEEDS_MAX = 120;

    /// Those of the usual histories.
    private static final List<SimRoom.Maker> ROOMS =
            List.of(
                    ClusterInWorld.MAKER,
                    OddInWorld.MAKER,
                    TrustInWorld.MAKER,
                    ServersInWorld.MAKER);

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
        for (int seed = 1; seed <= SEEDS_MAX && !enough(seen); seed++) {
            Map<String, Integer> here = new TreeMap<>();
            var settings =
                    new World.WorldSettings(
                            History.Filter.ALL,
                            line -> {
                                if (line.contains("s2 starts")) here.put("several", 1);
                                for (var word : WORDS)
                                    if (line.contains(word)) here.merge(word, 1, Integer::sum);
                            });
            assertEquals("", World.run(seed, ROOMS, settings).broken());
            if (here.containsKey("several"))
                here.forEach((it, n) -> seen.merge(it, n, Integer::sum));
        }
        assertTrue(enough(seen), seen.toString());
    }

    private static boolean enough(Map<String, Integer> seen) {
        return WORDS.stream().allMatch(word -> seen.getOrDefault(word, 0) >= TIMES);
    }
}
