package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Caller;
import org.junit.jupiter.api.Test;

/// What the cluster has against tasks that call, whatever they ask and whichever room.
class TaskCallerTest {
    private static final String ENDED = "Allocation a2 has ended: its tasks are nobody any more.";

    private static String against(Scene scene, String job, String allocation) {
        var task = new Caller(Caller.Kind.TASK, job, allocation, "192.0.2.8");
        var refusal = scene.machine.against(scene.cluster, task, scene.now());
        return refusal == null ? "" : refusal.sentence();
    }

    @Test
    void aTaskOfALiveAllocationIsLetIn() {
        var scene = ContactTest.running(Specs.disconnect(0, 0, true));
        assertEquals("", against(scene, "default/badge", "a2"));
    }

    @Test
    void itsNameIsThatOfItsJob() {
        var scene = ContactTest.running(Specs.disconnect(0, 0, true));
        for (var name : new String[] {"badge", "shop/badge", "default/other", ""})
            assertEquals(
                    "There is no allocation \"a2\" of " + name + ".", against(scene, name, "a2"));
        assertEquals(
                "There is no allocation \"a77\" of default/badge.",
                against(scene, "default/badge", "a77"));
        assertEquals(
                "There is no allocation \"\" of default/badge.",
                against(scene, "default/badge", ""));
    }

    @Test
    void oneWhoseAllocationWasGivenUpIsNobody() {
        var scene = ContactTest.running(Specs.disconnect(0, 0, true));
        scene.tell(new ClusterMessage.StopAllocation("a2"));
        assertEquals("", against(scene, "default/badge", "a2"), "it has time to end");
        scene.tell(new ClusterMessage.RevokeNode("n1"));
        scene.contact("n1", false);
        assertEquals(ENDED, against(scene, "default/badge", "a2"));
    }

    @Test
    void oneOfANodeThatIsShutOutIsNobody() {
        var scene = ContactTest.running(Specs.disconnect(0, 0, true));
        scene.tell(new ClusterMessage.RevokeNode("n1"));
        var refusal = against(scene, "default/badge", "a2");
        assertEquals("Node n1 (n1) was revoked: ", refusal.substring(0, 26));
    }
}
