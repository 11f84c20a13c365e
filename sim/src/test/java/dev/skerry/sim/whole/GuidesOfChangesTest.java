package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What guides say of changes: each command that they show is typed, with real processes.
class GuidesOfChangesTest {
    @TempDir Path folder = Path.of("");

    @Test
    void deploymentsGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = Guide.in(fleet, "deployments.md");
            assertTrue(said.contains("steps version 1: 3 of 3 running and healthy"), said);
            assertTrue(said.contains("canaries are healthy: promote it, or fail it"), said);
            assertTrue(said.contains("The canaries of steps are promoted"), said);
            assertTrue(said.contains("and none is allowed"), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void prioritiesGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = Guide.in(fleet, "priorities.md");
            assertTrue(said.contains("where port 28041 is taken"), said);
            assertTrue(said.contains("displaced for main[0]: its priority is 20"), said);
            assertTrue(said.contains("preempts     system, service"), said);
            assertTrue(said.contains("day version 1: 1 of 1 running and healthy"), said);
            assertTrue(said.contains("displaced by work of higher priority: day.main[0]"), said);
            var left = fleet.run("bash", "-c", "./skerry namespace status default");
            assertTrue(left.contains("preempts     system\n"), left);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void recallsGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder, "--no-example")) {
            var said = Guide.in(fleet, "recall.md");
            assertTrue(said.contains("Version 2 of till is recalled (r"), said);
            assertTrue(said.contains("1 allocation on nodes that are not heard"), said);
            assertTrue(said.contains("This runs the same as version 2 of job"), said);
            assertTrue(said.contains("drops every third sale"), said);
            assertTrue(said.contains(" of till is lifted: it may run again."), said);
            assertTrue(said.contains("forced: all at once"), said);
            assertEquals(List.of(1), Guide.ends(said));
            assertEquals(List.of(), fleet.end());
        }
    }
}
