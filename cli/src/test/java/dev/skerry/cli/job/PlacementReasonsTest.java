package dev.skerry.cli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.api.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementReasonsTest {
    @Test
    void whatAQuotaHoldsIsSaidInTheServersWords() throws Exception {
        var group =
                """
                {"evaluated":3,"counts":{"unplaced":2},"filtered":{"node pool":1},
                 "exhausted":{"held by the quota of namespace shop: 2 of 2 allocations":2}}
                """;
        assertEquals(
                "3 nodes looked at; 1 refused by node pool, 2 held by the quota of namespace shop:"
                        + " 2 of 2 allocations",
                new PlacementReasons(Json.parse(group), Map.of()).shortly());
    }

    @Test
    void whoSeesNoNodesIsToldSo() throws Exception {
        var group =
                """
                {"evaluated":0,"nodesHidden":true,"counts":{"unplaced":1,"placed":1},
                 "filtered":{},"exhausted":{"reschedule attempts":1}}
                """;
        assertEquals(
                "its nodes are not for you to see; 1 failed and are not tried again, as"
                        + " their reschedule attempts are used up",
                new PlacementReasons(Json.parse(group), Map.of()).shortly());
        var well = group.replace("\"unplaced\":1", "\"unplaced\":0");
        assertEquals("", new PlacementReasons(Json.parse(well), Map.of()).shortly());
    }
}
