package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the quota of a namespace refuses and holds, and when what is held is looked at again.
class QuotaTest {
    private final Scene scene = new Scene().node("n1", 1_000).node("n2", 1_000);

    private String limit(long cpuMhz, long memoryBytes, long allocations, String... pools) {
        var quota = new Quota(cpuMhz, memoryBytes, allocations, List.of(pools));
        return scene.tell(
                new ClusterMessage.ApplyNamespace(NamespaceSpec.of("default", "", quota)));
    }

    private String allow(long allocations) {
        return limit(-1, -1, allocations);
    }

    private Use used() {
        return scene.cluster.namespaces().use("default");
    }

    /// The scheduler has looked, and some of the job has no place.
    private void blocked(String job) {
        scene.tell(new ClusterMessage.Settle(scene.plan(job, List.of(), List.of(), true, 0)));
    }

    private static JobSpec batch(String name, int count) {
        var group = Specs.group("web", count, Disconnect.DEFAULT, Map.of());
        return Specs.job(name, JobSpec.Type.BATCH, group);
    }

    @Test
    void whatIsTooMuchIsRefusedWithWhatIsAskedFor() {
        allow(10);
        assertEquals(
                "job badge version 1\ndue badge: job submitted\n",
                scene.submit(Specs.service("badge", 8)));
        assertEquals(
                "refused: Namespace default may use 10 allocations; its other jobs ask for 8, and"
                        + " this one for 4 more. Ask for less, or stop a job; `skerry namespace"
                        + " status default` shows what is used.\n",
                scene.submit(Specs.service("till", 4)));
        assertEquals(
                "job till version 1\ndue till: job submitted\n",
                scene.submit(Specs.service("till", 2)));
    }

    @Test
    void eachLimitIsNamed() {
        limit(2_000, -1, -1);
        assertEquals(
                "refused: Namespace default may use 2,000 MHz; its other jobs ask for 0, and this"
                        + " one for 2,010 more.",
                firstSentence(scene.submit(Specs.service("badge", 201))));
        limit(-1, 2_000, -1);
        assertEquals(
                "refused: Namespace default may use 2,000 bytes of memory; its other jobs ask for 0"
                        + " MiB, and this one for 2,010 bytes more.",
                firstSentence(scene.submit(Specs.service("badge", 201))));
        limit(2_000, 2_000, 200);
        assertEquals(
                "job badge version 1\ndue badge: job submitted\n",
                scene.submit(Specs.service("badge", 200)));
    }

    private static String firstSentence(String text) {
        return text.substring(0, text.indexOf(" Ask for less"));
    }

    @Test
    void aJobIsCountedInPlaceOfItsOlderVersion() {
        allow(10);
        scene.submit(Specs.service("badge", 8));
        assertEquals(
                "job badge version 2\ndue badge: job submitted\n",
                scene.submit(Specs.service("badge", 10)));
        assertEquals(
                "refused: Namespace default may use 10 allocations; its other jobs ask for 0, and"
                        + " this one for 11 more.",
                firstSentence(scene.submit(Specs.service("badge", 11))));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(
                "job till version 1\ndue till: job submitted\n",
                scene.submit(Specs.service("till", 10)));
    }

    @Test
    void whatRunsAlreadyCanBeSentAgainThoughTheQuotaIsLower() {
        var spec = Specs.service("badge", 8);
        scene.submit(spec);
        allow(5);
        assertEquals("", scene.submit(spec));
        assertEquals(
                "refused: Namespace default may use 5 allocations; its other jobs ask for 0, and"
                        + " this one for 6 more.",
                firstSentence(scene.submit(Specs.service("badge", 6))));
        assertEquals(
                "job badge version 2\ndue badge: job submitted\n",
                scene.submit(Specs.service("badge", 5)));
    }

    @Test
    void systemJobsAskForNothingYetAndBatchesThatAreOverForNothingMore() {
        allow(2);
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        scene.submit(Specs.job("probe", JobSpec.Type.SYSTEM, group));
        scene.submit(batch("import", 2));
        assertEquals(
                "refused: Namespace default may use 2 allocations; its other jobs ask for 2, and"
                        + " this one for 1 more.",
                firstSentence(scene.submit(Specs.service("badge", 1))));
        scene.settle("import", place(0, "n1"), place(1, "n1"));
        scene.report("n1", "a3 COMPLETE", "a4 COMPLETE");
        scene.settle("import"); // a look that finds nothing to do
        assertEquals(
                "job badge version 1\ndue badge: job submitted\n",
                scene.submit(Specs.service("badge", 1)));
    }

    @Test
    void whatNoNumberCanSayIsTooMuchToo() {
        limit(-1, Quota.MEMORY_BYTES_MAX, -1);
        var base = Specs.group("web", 100_000, Disconnect.DEFAULT, Map.of());
        var group =
                new GroupSpec(
                        "web",
                        100_000,
                        base.placement(),
                        base.policies(),
                        Map.of(),
                        Map.of(),
                        List.of(Specs.task(1L << 50)));
        assertEquals(
                "refused: Namespace default may use 8,589,934,592 MiB of memory; its other jobs ask"
                        + " for 0 MiB, and this one for 9,223,372,036,854,775,807 bytes more.",
                firstSentence(scene.submit(Specs.job("badge", JobSpec.Type.SERVICE, group))));
    }

    @Test
    void poolsThatTheQuotaDoesNotNameAreRefused() {
        limit(-1, -1, -1, "tills", "kiosks");
        assertEquals(
                "refused: pool is \"default\"; it should be one that the quota of namespace default"
                        + " allows: tills, kiosks.\n",
                scene.submit(Specs.service("badge", 1)));
    }

    @Test
    void moreThanTheQuotaIsNeverPlaced() {
        scene.submit(Specs.service("badge", 5));
        allow(3);
        assertEquals(
                """
                placed a2 badge.web[0] on n1, a3 badge.web[1] on n2, a4 badge.web[2] on n1
                evaluated badge e5 of 1
                due badge: plan overtaken at 100
                """,
                scene.settle(
                        "badge",
                        place(0, "n1"),
                        place(1, "n2"),
                        place(2, "n1"),
                        place(3, "n2"),
                        place(4, "n1")));
        assertEquals(new Use(30, 30, 3), used());
    }

    @Test
    void eachLimitHoldsWhatIsPlaced() {
        scene.submit(Specs.service("badge", 5));
        limit(25, -1, -1);
        scene.settle("badge", place(0, "n1"), place(1, "n2"), place(2, "n1"));
        assertEquals(new Use(20, 20, 2), used());
        limit(-1, 35, -1);
        scene.settle("badge", place(2, "n1"), place(3, "n2"));
        assertEquals(new Use(30, 30, 3), used());
        limit(-1, -1, -1, "tills");
        scene.settle("badge", place(3, "n1"));
        assertEquals(new Use(30, 30, 3), used());
    }

    @Test
    void namespacesShareNothing() {
        scene.tell(
                new ClusterMessage.ApplyNamespace(
                        NamespaceSpec.of("shop", "", new Quota(-1, -1, 1, List.of()))));
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        scene.submit(Specs.job(new JobKey("shop", "till"), JobSpec.Type.SERVICE, group));
        scene.submit(Specs.service("badge", 2));
        scene.settle("badge", place(0, "n1"), place(1, "n1"));
        assertEquals(new Use(20, 20, 2), used());
        assertEquals(Use.NONE, scene.cluster.namespaces().use("shop"));
    }

    @Test
    void aLowerQuotaStopsNothingAndHoldsWhatIsNew() {
        scene.submit(Specs.service("badge", 3));
        scene.settle("badge", place(0, "n1"), place(1, "n1"));
        assertEquals("namespace default -1 MHz, -1 bytes, 1 allocations\n", allow(1));
        assertEquals("", scene.sleep(60_000));
        assertEquals(new Use(20, 20, 2), used());
        scene.settle("badge", place(2, "n2"));
        assertEquals(new Use(20, 20, 2), used());
    }

    @Test
    void whatIsHeldIsDueWhenTheQuotaIsRaised() {
        allow(1);
        scene.submit(Specs.service("badge", 1));
        blocked("badge");
        assertEquals(
                "namespace default -1 MHz, -1 bytes, 2 allocations\ndue badge: quota changed\n",
                allow(2));
        scene.submit(Specs.service("till", 1));
        assertEquals(
                "namespace shop without a quota\n",
                scene.tell(
                        new ClusterMessage.ApplyNamespace(
                                NamespaceSpec.of("shop", "", Quota.NONE))));
    }

    /// Pools that are not allowed hold nothing of a system job: it does not wait for them.
    @Test
    void systemJobsAreDueWhenPoolsAreAllowed() {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        scene.submit(Specs.job("probe", JobSpec.Type.SYSTEM, group));
        limit(-1, -1, -1, "tills");
        scene.settle("probe");
        assertEquals("namespace default without a quota\ndue probe: quota changed\n", allow(-1));
    }

    /// The plan was made before the quota was raised, and is settled after it.
    @Test
    void aPlanThatHasNotSeenTheNewQuotaIsFollowedByALook() {
        allow(1);
        scene.submit(Specs.service("badge", 1));
        var plan = scene.plan("badge", List.of(), List.of(), true, 0);
        allow(2);
        assertEquals(
                "evaluated badge e2 of 1\ndue badge: capacity changed\n",
                scene.tell(new ClusterMessage.Settle(plan)));
    }

    @Test
    void whatHasEndedOrIsLostMakesWay() {
        scene.submit(Specs.service("badge", 2));
        scene.settle("badge", place(0, "n1"), place(1, "n2"));
        allow(2);
        scene.fact(new ClusterFact.JobAccepted(Specs.service("till", 1), 1, 0, List.of(), null));
        blocked("till");
        assertEquals(
                "observed a2 COMPLETE\ndue badge: allocation ended\ndue till: capacity changed\n",
                scene.report("n1", "a2 COMPLETE"));
        assertEquals(new Use(10, 10, 1), used());
        blocked("till");
        assertEquals(
                """
                missed n2
                observed a3 LOST
                desired a3 stop (node missed)
                due badge: node missed
                due till: quota has room
                """,
                scene.contact("n2", false));
        assertEquals(Use.NONE, used());
        assertEquals(new Resources(10, 10, 0), scene.node("n2").used().resources());
    }

    /// Nobody waits for room in a namespace that has no quota.
    @Test
    void whatIsLostWithoutAQuotaMakesNoRoom() {
        scene.submit(Specs.service("badge", 1));
        scene.settle("badge", place(0, "n1"));
        scene.submit(Specs.service("till", 1));
        blocked("till");
        assertEquals(
                """
                missed n1
                observed a2 LOST
                desired a2 stop (node missed)
                due badge: node missed
                """,
                scene.contact("n1", false));
    }
}
