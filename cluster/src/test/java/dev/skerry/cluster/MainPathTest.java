package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// From a token to a running service and back to nothing.
class MainPathTest {
    static final String HASH = "ab12".repeat(16);
    static final String NODE = "n-000000000001";

    @Test
    void aServiceRunsAndIsGone() {
        var scene = new Scene();
        scene.tickMs = 1_000;
        var identity = new Node.Identity(NODE, "shop", "whatever", "home");
        var said = new StringBuilder();
        said.append(scene.tell(new ClusterMessage.IssueToken(HASH, "default", 60_000)));
        said.append(scene.tell(new ClusterMessage.Join(HASH, identity, "key")));
        said.append(scene.contact(NODE, true));
        said.append(scene.tell(new ClusterMessage.Describe(NODE, Scene.facts(100))));
        said.append(scene.submit(Specs.service("badge", 2)));
        said.append(scene.settle("badge", place(0, NODE), place(1, NODE)));
        said.append(scene.report(NODE, "a2 RUNNING", "a3 RUNNING"));
        said.append(scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), true)));
        var stops =
                List.of(
                        new Plan.Stop("a2", "job stopped", null),
                        new Plan.Stop("a3", "job stopped", null));
        said.append(scene.settle("badge", List.of(), stops));
        said.append(scene.report(NODE, "a2 COMPLETE", "a3 COMPLETE"));
        said.append(scene.sleep(0));
        assertEquals(
                """
                token ab12
                token ab12 used by n-000000000001
                joined n-000000000001 pool default
                heard n-000000000001
                described n-000000000001
                job badge version 1
                due badge: job submitted
                placed a2 badge.web[0] on n-000000000001, a3 badge.web[1] on n-000000000001
                evaluated badge e4 of 1
                observed a2 RUNNING, a3 RUNNING
                job badge stopped, to be purged
                due badge: job stopped
                desired a2 stop (job stopped), a3 stop (job stopped)
                evaluated badge e6 of 5
                observed a2 COMPLETE, a3 COMPLETE
                at 1000:
                forgotten a2, a3
                job badge purged
                """,
                said.toString());
        assertEquals(Map.of(), scene.cluster.byNode().asMap());
        assertEquals(Node.Reserved.NONE, scene.node(NODE).used());
    }
}
