package dev.skerry.cli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.api.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobViewTest {
    private static final String PLANNED =
            """
            {"name":"shop","retries":[],"deployment":{"status":"running"},
             "evaluation":{"groups":[{"group":"web","evaluated":0,"counts":{"unplaced":0},
                                      "filtered":{},"exhausted":{}}]}}
            """;

    /// A deployment waits until what came before is healthy.
    @Test
    void aPlanThatHasNothingToDoIsNotSaidToLackSomething() throws Exception {
        var one = Json.parse("{\"status\":\"running\"}");
        assertEquals(List.of(), new JobView(Json.parse(PLANNED), 2, List.of(one)).waits());
        var lacks = Json.parse(PLANNED.replace("\"unplaced\":0", "\"unplaced\":1"));
        assertEquals(
                List.of("web: 1 without a place (0 nodes looked at)"),
                new JobView(lacks, 2, List.of(one)).waits());
        assertEquals(
                List.of("web: nothing placed (0 nodes looked at)"),
                new JobView(Json.parse(PLANNED), 2, List.of()).waits());
    }
}
