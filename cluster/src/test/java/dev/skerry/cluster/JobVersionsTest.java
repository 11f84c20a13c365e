package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterMessage.RevertJob;
import dev.skerry.cluster.ClusterMessage.ScaleJob;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.ScalingSpec;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Acceptance.How;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How earlier versions of a job come back, and how one group becomes more or less.
class JobVersionsTest {
    private static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");

    private final Scene scene = new Scene();

    /// The first version has one allocation, the second two, and so on.
    private void upTo(int versions) {
        for (int i = 1; i <= versions; i++) scene.submit(Specs.service("badge", i));
    }

    private String revert(long version) {
        return revert(version, -1);
    }

    private String revert(long version, long expected) {
        return scene.tell(new RevertJob(Scene.key("badge"), version, "default", expected));
    }

    private String scale(String group, long count) {
        return scene.tell(new ScaleJob(Scene.key("badge"), group, count, "default", -1));
    }

    private void by(Caller caller, ClusterMessage message) {
        var sight = new Sight<>(scene.cluster, House.EMPTY, caller);
        var decided = scene.machine.decide(sight, message, scene.now());
        var accepted = assertInstanceOf(Decision.Accepted.class, decided);
        for (var fact : accepted.facts()) scene.fact((ClusterFact) fact);
    }

    private Job job() {
        return scene.job("badge");
    }

    private Acceptance how() {
        return job().current().acceptance();
    }

    @Test
    void whatComesBackIsANewVersionWithTheSpecOfThen() {
        upTo(3);
        assertEquals("job badge version 4\ndue badge: job reverted\n", revert(1));
        assertEquals(Specs.service("badge", 1), job().spec());
        assertEquals(Specs.service("badge", 3), job().at(3));
        assertEquals(How.REVERTED, how().how());
        assertEquals(1, how().from());
        assertEquals("", revert(1), "it is so already");
        assertEquals("job badge version 5\ndue badge: job reverted\n", revert(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 99, Long.MAX_VALUE, Long.MIN_VALUE})
    void whatIsNotKeptIsRefusedWithWhatIs(long version) {
        upTo(3);
        assertEquals(
                "refused: version is \"%d\"; it should be an earlier one that is kept: 1, 2.\n"
                        .formatted(version),
                revert(version));
    }

    @Test
    void theCurrentOneIsRefused() {
        upTo(3);
        assertEquals(
                "refused: Job badge is at version 3 already. An earlier one can come back: 1, 2.\n",
                revert(3));
        assertEquals(
                "refused: There is no job \"till\"; `skerry job list` shows what there is.\n",
                scene.tell(new RevertJob(Scene.key("till"), 1, "default", -1)));
    }

    @Test
    void aJobWithOneVersionHasNoneToComeBack() {
        upTo(1);
        for (long version : new long[] {0, 1, 2, 99})
            assertEquals(
                    "refused: Job badge has one version only, 1: there is none that could come"
                            + " back. `skerry job run` with a changed file makes another.\n",
                    revert(version));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(
                "refused: Job badge is at version 1, and stopped. Submit its file again to start"
                        + " it.\n",
                revert(1));
    }

    /// What is not there, then what has changed meanwhile, then that it is the newest, and only
    /// then what it says.
    @Test
    void whatIsNotThereIsSaidFirst() {
        upTo(3);
        assertEquals(
                "refused: version is \"9\"; it should be an earlier one that is kept: 1, 2.\n",
                revert(9, 2));
        assertEquals(
                "refused: job badge is at 3 by now, not at 2; read it again and repeat the"
                        + " change.\n",
                revert(3, 2));
        assertEquals(
                "refused: Job badge is at version 3 already. An earlier one can come back: 1, 2.\n",
                scene.tell(new RevertJob(Scene.key("badge"), 3, "tills", -1)));
        assertEquals(
                "refused: version is \"9\"; it should be an earlier one that is kept: 1, 2.\n",
                scene.tell(new RevertJob(Scene.key("badge"), 9, "tills", -1)));
    }

    /// Nobody's signature is looked for when it is refused anyway.
    @Test
    void onlyAnEarlierOneBringsSignatures() {
        upTo(2);
        var cluster = scene.cluster;
        for (long version : new long[] {0, 2, 3}) {
            var message = new RevertJob(Scene.key("badge"), version, "default", -1);
            assertNull(scene.machine.brings(cluster, message), version + "");
        }
        var message = new RevertJob(Scene.key("badge"), 1, "default", -1);
        assertNotNull(scene.machine.brings(cluster, message));
        var other = new RevertJob(Scene.key("till"), 1, "default", -1);
        assertNull(scene.machine.brings(cluster, other));
    }

    @Test
    void whatIsForgottenDoesNotComeBack() {
        upTo(9);
        assertEquals(
                "refused: version is \"2\"; it should be an earlier one that is kept: 3, 4, 5, 6,"
                        + " 7, 8.\n",
                revert(2));
        assertEquals("job badge version 10\ndue badge: job reverted\n", revert(3));
        assertEquals(
                List.of(4L, 5L, 6L, 7L, 8L, 9L),
                job().versions().keys().stream().sorted().toList());
    }

    /// Of two who ask at once on what they have seen, the second is told that it is over.
    @Test
    void theSecondOfTwoIsStale() {
        upTo(3);
        assertEquals("job badge version 4\ndue badge: job reverted\n", revert(1, 3));
        assertEquals(
                "refused: job badge is at 4 by now, not at 3; read it again and repeat the"
                        + " change.\n",
                revert(2, 3));
    }

    @Test
    void itIsRefusedAsIfItWasSubmittedNow() {
        upTo(4);
        scene.submit(Specs.service("badge", 2));
        quota(3);
        assertEquals(
                "refused: Namespace default may use 3 allocations; its other jobs ask for 0, and"
                        + " this one for 4 more. Ask for less, or stop a job; `skerry namespace"
                        + " status default` shows what is used.\n",
                revert(4));
        assertEquals("job badge version 6\ndue badge: job reverted\n", revert(3));
        assertEquals(
                "refused: Job badge has changed meanwhile, and runs in another pool. Look at it,"
                        + " and ask again.\n",
                scene.tell(new RevertJob(Scene.key("badge"), 1, "tills", -1)));
    }

    private void quota(long allocations) {
        var quota = new Quota(-1, -1, allocations, List.of());
        scene.tell(new ClusterMessage.ApplyNamespace(NamespaceSpec.of("default", "", quota)));
    }

    /// One that builds before this one have accepted, whose bounds were wider.
    @Test
    void whatIsOutOfTodaysBoundsIsRefused() {
        var odd = Specs.service("badge", 200_000);
        scene.fact(new ClusterFact.JobAccepted(odd, 1, 0, List.of(), null));
        scene.submit(Specs.service("badge", 1));
        assertEquals(
                "refused: groups.web.count is \"200000\"; it should be from 0 to 100000.\n",
                revert(1));
    }

    @Test
    void aStoppedJobIsStartedAsItWas() {
        upTo(2);
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(
                "refused: Job badge is at version 2, and stopped. Submit its file again to start"
                        + " it.\n",
                revert(2));
        assertEquals("job badge version 3\ndue badge: job reverted\n", revert(1));
        assertFalse(job().stopped());
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(
                "job badge version 4\ndue badge: job reverted\n",
                revert(1),
                "what it says already, it does again");
        assertFalse(job().stopped());
    }

    @Test
    void whoHasDoneItIsKept() {
        by(ADA, new ClusterMessage.SubmitJob(Specs.service("badge", 1), -1));
        assertEquals(
                new Acceptance(Scene.WALL_MS, "person:ada", How.SUBMITTED, 0, List.of()), how());
        by(
                new Caller(Caller.Kind.TASK, "shop/deployer"),
                new ScaleJob(Scene.key("badge"), "web", 4, "default", -1));
        assertEquals(
                new Acceptance(Scene.WALL_MS, "task:shop/deployer", How.SCALED, 1, List.of()),
                how());
    }

    @Test
    void aGroupIsScaledAndNothingElseChanges() {
        var spec =
                Specs.job(
                        "badge",
                        JobSpec.Type.SERVICE,
                        Specs.group("web", 1, Disconnect.DEFAULT, Map.of()),
                        Specs.group("db", 1, Disconnect.DEFAULT, Map.of()));
        scene.submit(spec);
        assertEquals("job badge version 2\ndue badge: job scaled\n", scale("web", 3));
        assertEquals(3, job().spec().groups().getFirst().count());
        assertEquals(spec.group("db"), job().spec().group("db"));
        assertEquals("", scale("web", 3));
        assertEquals("job badge version 3\ndue badge: job scaled\n", scale("db", 0));
        assertEquals("job badge version 4\ndue badge: job reverted\n", revert(1));
        assertEquals(spec, job().spec());
        assertEquals(
                "refused: group is \"wbe\"; it should be a group of job badge: web, db.\n",
                scale("wbe", 3));
    }

    /// All that it says but the count stays, whatever that is.
    @Test
    void whatIsScaledKeepsAllThatItSays() {
        var here = new Placement(List.of("c"), List.of(), List.of(), true, null);
        var plain = Specs.group("web", 2, Specs.STAYS, Map.of("http", 8080));
        var group =
                new GroupSpec(
                        "web",
                        2,
                        here,
                        new Policies(
                                Policies.Restart.SERVICE, Policies.Reschedule.BATCH, Specs.STAYS),
                        plain.ports(),
                        Map.of("of", "shop"),
                        plain.tasks());
        var spec =
                new JobSpec(
                        Scene.key("badge"),
                        JobSpec.Type.SERVICE,
                        77,
                        new JobSpec.Where("default", List.of("home")),
                        new Placement(List.of("j"), List.of(), List.of(), false, null),
                        Map.of("team", "tills"),
                        List.of(group));
        scene.submit(spec);
        scale("web", 5);
        assertNotEquals(spec, job().spec());
        assertEquals("job badge version 3\ndue badge: job scaled\n", scale("web", 2));
        assertEquals(spec, job().spec());
    }

    @Test
    void whatIsScaledIsLookedAtAsItIsNow() {
        upTo(2);
        assertEquals(
                "refused: job badge is at 2 by now, not at 1; read it again and repeat the"
                        + " change.\n",
                scene.tell(new ScaleJob(Scene.key("badge"), "web", 9, "default", 1)));
        assertEquals(
                "refused: Job badge has changed meanwhile, and runs in another pool. Look at it,"
                        + " and ask again.\n",
                scene.tell(new ScaleJob(Scene.key("badge"), "web", 9, "tills", 2)));
        assertEquals(
                "refused: There is no job \"till\"; `skerry job list` shows what there is.\n",
                scene.tell(new ScaleJob(Scene.key("till"), "web", 9, "default", -1)));
        var odd = Specs.group("db", 200_000, Specs.STAYS, Map.of());
        var web = Specs.group("web", 1, Specs.STAYS, Map.of());
        var spec = Specs.job("badge", JobSpec.Type.SERVICE, web, odd);
        scene.fact(new ClusterFact.JobAccepted(spec, 3, 0, List.of(), null));
        assertEquals(
                "refused: groups.db.count is \"200000\"; it should be from 0 to 100000.\n",
                scale("web", 2));
    }

    /// That a group is not there is said before what else there is against it.
    @Test
    void aGroupThatIsNotThereIsSaidFirst() {
        upTo(2);
        var wrong = "refused: group is \"wbe\"; it should be a group of job badge: web.\n";
        assertEquals(wrong, scene.tell(new ScaleJob(Scene.key("badge"), "wbe", 3, "default", 1)));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(wrong, scale("wbe", 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 100_001, 1_000_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void aCountHasBounds(long count) {
        upTo(1);
        assertEquals(
                "refused: count is \"%d\"; it should be from 0 to 100000.\n".formatted(count),
                scale("web", count));
    }

    @Test
    void scalingBoundsHold() {
        var group = Specs.group("web", 3, Disconnect.DEFAULT, Map.of());
        scene.submit(Specs.job("badge", JobSpec.Type.SERVICE, bounded(group, 2, 5)));
        var should = "it should be from 2 to 5, the scaling bounds of group web.\n";
        assertEquals("refused: count is \"6\"; " + should, scale("web", 6));
        assertEquals("refused: count is \"1\"; " + should, scale("web", 1));
        assertEquals("job badge version 2\ndue badge: job scaled\n", scale("web", 5));
        assertEquals(new ScalingSpec(2, 5), job().spec().groups().getFirst().scaling());
        assertEquals("job badge version 3\ndue badge: job scaled\n", scale("web", 2));
        assertEquals(
                "refused: groups.web.count is \"6\"; " + should,
                scene.submit(
                        Specs.job("badge", JobSpec.Type.SERVICE, bounded(group.scaled(6), 2, 5))));
        assertEquals(
                "refused: groups.web.scaling.min is \"6\"; it should be from 0 to 5.\n",
                scene.submit(Specs.job("badge", JobSpec.Type.SERVICE, bounded(group, 6, 5))));
        assertEquals(
                "refused: groups.web.scaling is \"there\"; it should be left out: only the groups"
                        + " of a service are scaled.\n",
                scene.submit(
                        Specs.job("all", JobSpec.Type.SYSTEM, bounded(group.scaled(1), 1, 1))));
    }

    private static GroupSpec bounded(GroupSpec of, int min, int max) {
        return new GroupSpec(
                of.name(),
                of.count(),
                of.placement(),
                of.policies(),
                of.ports(),
                of.meta(),
                of.tasks(),
                new ScalingSpec(min, max));
    }

    @Test
    void onlyServicesAreScaled() {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        scene.submit(Specs.job("badge", JobSpec.Type.SYSTEM, group));
        assertEquals(
                "refused: Job badge is a system job, which runs once on each node that fits. Its"
                        + " constraints say on which.\n",
                scale("web", 3));
        scene.submit(Specs.job("till", JobSpec.Type.BATCH, group));
        assertEquals(
                "refused: Job till is a batch job: a new version runs again what is done. If that"
                        + " is meant, submit its file with the new count.\n",
                scene.tell(new ScaleJob(Scene.key("till"), "web", 3, "default", -1)));
        scene.submit(Specs.service("shop", 1));
        scene.tell(new ClusterMessage.StopJob(Scene.key("shop"), false));
        assertEquals(
                "refused: Job shop is stopped. Submit its file to start it, with the count that it"
                        + " shall have.\n",
                scene.tell(new ScaleJob(Scene.key("shop"), "web", 3, "default", -1)));
    }

    /// Below a quota that was lowered, less is the way out.
    @Test
    void moreIsWithinTheQuotaAndLessIsAlwaysAllowed() {
        upTo(5);
        quota(2);
        assertEquals("job badge version 6\ndue badge: job scaled\n", scale("web", 4));
        assertEquals(
                "refused: Namespace default may use 2 allocations; its other jobs ask for 0, and"
                        + " this one for 5 more. Ask for less, or stop a job; `skerry namespace"
                        + " status default` shows what is used.\n",
                scale("web", 5));
    }

    /// For the signing policy.
    @Test
    void whatComesBackIsSignedAsItWas() {
        var signed = new Signatures(2, List.of("k1"));
        scene.tell(new ClusterMessage.SubmitJob(Specs.service("badge", 1), -1, signed));
        upTo(2);
        assertEquals(List.of(), how().signers());
        var back = new RevertJob(Scene.key("badge"), 1, "default", -1);
        assertEquals(
                new Artifact("job", "default", new Signatures(1, List.of("k1")), true),
                scene.machine.brings(scene.cluster, back));
        revert(1);
        assertEquals(List.of("k1"), how().signers());
        var more = new ScaleJob(Scene.key("badge"), "web", 3, "default", -1);
        assertNull(scene.machine.brings(scene.cluster, more));
        scene.tell(more);
        assertEquals(List.of("k1"), how().signers(), "what runs is what was signed");
        assertNull(
                scene.machine.brings(
                        scene.cluster, new RevertJob(Scene.key("badge"), 9, "default", -1)));
    }
}
