package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What guides say of changes: each command that they show is typed, with real processes.
class GuidesOfChangesTest {
    @RegisterExtension static final GuidesFleet FLEET = new GuidesFleet();

    @Test
    void deploymentsGoAsTheirGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "deployments.md");
        assertTrue(said.contains("steps version 1: 3 of 3 running and healthy"), said);
        assertTrue(said.contains("canaries are healthy: promote it, or fail it"), said);
        assertTrue(said.contains("The canaries of steps are promoted"), said);
        assertTrue(said.contains("and none is allowed"), said);
    }

    @Test
    void prioritiesGoAsTheirGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "priorities.md");
        assertTrue(said.contains("where port 28041 is taken"), said);
        assertTrue(said.contains("displaced for main[0]: its priority is 20"), said);
        assertTrue(said.contains("preempts     system, service"), said);
        assertTrue(said.contains("day version 1: 1 of 1 running and healthy"), said);
        assertTrue(said.contains("displaced by work of higher priority: day.main[0]"), said);
        var left = FLEET.checkout().run("bash", "-c", "./skerry namespace status default");
        assertTrue(left.contains("preempts     system\n"), left);
    }

    @Test
    void recallsGoAsTheirGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "recall.md");
        assertTrue(said.contains("Version 2 of till is recalled (r"), said);
        assertTrue(said.contains("1 allocation on nodes that are not heard"), said);
        assertTrue(said.contains("This runs the same as version 2 of job"), said);
        assertTrue(said.contains("drops every third sale"), said);
        assertTrue(said.contains(" of till is lifted: it may run again."), said);
        assertTrue(said.contains("forced: all at once"), said);
        assertEquals(List.of(1), Guide.ends(said));
    }

    @Test
    void namespacesGoAsTheirGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "namespaces.md");
        assertTrue(
                said.contains("Namespace lab may use 3 allocations; its other jobs ask for 0"),
                said);
        assertTrue(said.contains("3 held by the quota of namespace lab: 3 of 3"), said);
        assertTrue(said.contains("6 used; its jobs ask for 2"), said);
        assertTrue(said.contains("The namespace lab has 2 jobs."), said);
        assertEquals(List.of(1, 1), Guide.ends(said));
    }
}
