package dev.skerry.cluster;

import static dev.skerry.cluster.JoinTest.HASH;
import static dev.skerry.cluster.JoinTest.OTHER_HASH;
import static dev.skerry.cluster.JoinTest.SHOP;
import static dev.skerry.cluster.JoinTest.issue;
import static dev.skerry.cluster.JoinTest.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nodes that are shut out, and how they come back.
class RevokeTest {
    private static final String ONE_IS_OUT =
            "refused: Node n1 (n1) was revoked: nothing of it is taken until it joins anew with a"
                    + " token of `skerry node join-token --for-node n1`.\n";

    private static String revoke(Scene scene, String node) {
        return scene.tell(new ClusterMessage.RevokeNode(node));
    }

    @Test
    void aNodeThatIsShutOutIsNotHeard() {
        var scene = new Scene().node("n1", 100);
        assertEquals("revoked n1\n", revoke(scene.pass(7), "n1"));
        assertEquals(Scene.WALL_MS + 7, scene.node("n1").revokedWallMs());
        assertEquals("", revoke(scene.pass(7), "n1"), "asking again changes nothing");
        assertEquals(ONE_IS_OUT, scene.contact("n1", true));
        assertEquals(
                "refused: There is no node \"n9\"; `skerry node list` shows what there is.\n",
                revoke(scene, "n9"));
    }

    /// Whatever it asks, and whichever room.
    @Test
    void theClusterHasSomethingAgainstIt() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        revoke(scene, "n1");
        var out = against(scene, "n1");
        assertEquals(ONE_IS_OUT, "refused: " + (out == null ? "" : out.sentence()) + "\n");
        assertNull(against(scene, "n2"));
        assertNull(against(scene, "n9"));
        assertNull(against(scene, ""), "whoever has a token only");
        var person = new Caller(Caller.Kind.PERSON, "n1");
        assertNull(scene.machine.against(scene.cluster, person, scene.now()));
        assertNull(scene.machine.against(scene.cluster, Caller.SERVERS, scene.now()));
    }

    private static @Nullable Refusal against(Scene scene, String node) {
        var caller = new Caller(Caller.Kind.NODE, node);
        return scene.machine.against(scene.cluster, caller, scene.now());
    }

    /// Until its link has ended it may believe that it is not alone.
    @Test
    void itsWorkIsGivenUpWhenItsLinkHasEnded() {
        var scene = ContactTest.running(Specs.disconnect(0, 0, true));
        assertEquals("revoked n1\n", revoke(scene, "n1"));
        assertFalse(scene.node("n1").schedulable(), "nothing new is placed there");
        assertEquals(
                """
                missed n1
                observed a2 LOST
                desired a2 stop (node revoked)
                due badge: node revoked
                """,
                scene.contact("n1", false));
    }

    @Test
    void whatMustNotRunTwiceIsWaitedFor() {
        var scene = ContactTest.running(Specs.disconnect(0, 1_000, false));
        revoke(scene, "n1");
        scene.tell(new ClusterMessage.Contact("n1", false, 62_000));
        assertEquals("a2 UNKNOWN on n1, run\n", scene.allocations());
        assertEquals("at 86600:", scene.sleep(200_000).lines().findFirst().orElseThrow());
        assertEquals("a2 LOST on n1, stop\n", scene.allocations());
    }

    @Test
    void onlyATokenOfLaterThatIsForItLetsItIn() {
        var scene = new Scene();
        issue(scene, HASH);
        join(scene, HASH, SHOP);
        scene.tell(new ClusterMessage.IssueToken(OTHER_HASH, "field", 60_000, SHOP.id()));
        revoke(scene, SHOP.id());
        var unknown = "refused: The join token is unknown here.";
        assertTrue(join(scene, HASH, SHOP).startsWith(unknown), "its own, with its own key");
        assertTrue(join(scene, OTHER_HASH, SHOP).startsWith(unknown), "made before");
        var third = "ef".repeat(32);
        issue(scene, third);
        assertTrue(
                join(scene, third, SHOP).contains("this token is for a new node"),
                "one for a new node");
        var fourth = "12".repeat(32);
        scene.tell(new ClusterMessage.IssueToken(fourth, "field", 60_000, SHOP.id()));
        assertEquals(
                """
                token 1212 used by n-000000000001
                joined n-000000000001 pool field
                """,
                join(scene, fourth, SHOP));
        assertFalse(scene.node(SHOP.id()).revoked());
        assertEquals("heard n-000000000001\n", scene.contact(SHOP.id(), true));
    }

    @Test
    void aNodeThatIsShutOutCanBeForgotten() {
        var scene = new Scene().node("n1", 100);
        revoke(scene, "n1");
        scene.contact("n1", false);
        assertEquals("removed n1\n", scene.tell(new ClusterMessage.RemoveNode("n1")));
    }
}
