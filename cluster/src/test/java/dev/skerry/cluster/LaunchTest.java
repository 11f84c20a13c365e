package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Launch.Launched;
import dev.skerry.cluster.job.Launch.Parameterized;
import dev.skerry.cluster.job.Launch.Payload;
import dev.skerry.cluster.job.Launch.Periodic;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Jobs that launch others: by a calendar, by hand, with a payload; and what becomes of the
/// children.
class LaunchTest {
    /// It is 01:46:40 in the beginning: the first five minutes are over after 200 s.
    private static final String EVERY_FIVE = "*/5 * * * *";

    private static final String FIRST = "badge-periodic-1000000200";
    private static final String SECOND = "badge-periodic-1000000500";

    private final Scene scene = new Scene();

    private static Periodic periodic(boolean noOverlap) {
        return new Periodic(List.of(EVERY_FIVE), "UTC", noOverlap, true, 2);
    }

    private static JobSpec job(JobSpec.Type type, @Nullable Launch launch) {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        var plain = Specs.job("badge", type, group);
        return Specs.with(Specs.with(plain, Map.of("of", "shop")), launch);
    }

    private String submit(Launch launch) {
        return scene.submit(job(JobSpec.Type.BATCH, launch));
    }

    private String dispatch(String payload, Map<String, String> meta) {
        return scene.tell(
                new ClusterMessage.DispatchJob(Scene.key("badge"), payload, meta, "default", 1));
    }

    private String force() {
        return scene.tell(new ClusterMessage.ForceJob(Scene.key("badge"), "default"));
    }

    /// The scheduler has looked at it, placed it, and its work is done.
    private void done(String child) {
        scene.settle(child, Scene.place(0, "n1"));
        end(child);
    }

    private void end(String child) {
        for (var id : List.copyOf(scene.cluster.ofJob(Scene.key(child))))
            scene.report("n1", id + " " + Allocation.Status.COMPLETE);
    }

    private Launched launched(String child) {
        if (scene.job(child).spec().launch() instanceof Launched it) return it;
        throw new AssertionError(child + " was launched by nobody");
    }

    private String jobs() {
        var names = new TreeSet<String>();
        for (var key : scene.cluster.jobs().keys()) names.add(key.name());
        return names.toString();
    }

    @Test
    void aPeriodicJobIsLaunchedByItsCalendarAndPlacesNothingItself() {
        scene.node("n1", 1_000);
        assertEquals(
                lines(
                        "job badge version 1",
                        "launch of badge next 200 s",
                        "due badge: job submitted"),
                submit(periodic(false)));
        assertFalse(scene.job("badge").places());
        scene.settle("badge", Scene.place(0, "n1"));
        assertTrue(scene.cluster.allocations().isEmpty());
        scene.settle("badge");
        assertEquals("", scene.sleep(199_999));
        assertEquals(
                lines(
                        "at 200000:",
                        "job " + FIRST + " version 1",
                        "due " + FIRST + ": job launched",
                        "launch of badge next 500 s, last " + FIRST),
                scene.sleep(1));
        var child = scene.job(FIRST);
        assertEquals(
                new Launched("badge", 1, Launch.Cause.BY_TIME, Scene.WALL_MS + 200_000, ""),
                child.spec().launch());
        assertEquals(Acceptance.How.LAUNCHED, child.current().acceptance().how());
        assertEquals(1, child.current().acceptance().from());
        assertEquals(scene.job("badge").spec().groups(), child.spec().groups());
        assertTrue(child.places());
    }

    @Test
    void whatMustNotOverlapWaitsForItsNextTime() {
        scene.node("n1", 1_000);
        submit(periodic(true));
        scene.sleep(200_000);
        assertEquals(
                lines(
                        "at 500000:",
                        "launch of badge next 800 s, left out: " + FIRST + " still runs"),
                scene.sleep(300_000));
        done(FIRST);
        assertTrue(scene.sleep(300_000).contains("last badge-periodic-1000000800"));
    }

    /// A child that waits for room runs as well, as far as its schedule is concerned.
    @Test
    void whatFindsNoPlaceStillRuns() {
        submit(periodic(true));
        scene.sleep(200_000);
        scene.tell(new ClusterMessage.Settle(scene.plan(FIRST, List.of(), List.of(), true, 0)));
        assertTrue(scene.sleep(300_000).contains("left out: " + FIRST + " still runs"));
    }

    @Test
    void ofManyTimesThatWereMissedTheEarliestIsLaunched() {
        submit(periodic(false));
        scene.later(3_600_000);
        assertEquals(
                lines(
                        "at 3600000:",
                        "job " + FIRST + " version 1",
                        "due " + FIRST + ": job launched",
                        "launch of badge next 3800 s, last " + FIRST),
                scene.sleep(0));
    }

    /// Another server leads, whose clock is behind: it launches nothing twice.
    @Test
    void aClockThatIsALittleBehindLaunchesNothingAgain() {
        submit(periodic(false));
        scene.sleep(200_000);
        scene.wallMs -= 1_800_000;
        assertEquals("", scene.sleep(1_800_000));
        assertTrue(scene.sleep(300_000).contains("last " + SECOND));
    }

    @Test
    void aClockThatIsAnHourBehindIsTrusted() {
        submit(periodic(false));
        scene.sleep(200_000);
        scene.wallMs -= 3_600_000;
        assertTrue(submit(periodic(true)).contains("launch of badge next 500 s"));
    }

    @Test
    void aClockThatIsBehindByMoreThanAnHourIsNot() {
        submit(periodic(false));
        scene.sleep(200_000);
        scene.wallMs -= 3_600_001;
        assertTrue(submit(periodic(true)).contains("launch of badge next -3400 s"));
    }

    @Test
    void byHandWhileTheClockIsBehindNoTimeIsTakenBack() {
        submit(periodic(false));
        scene.sleep(200_000);
        scene.wallMs -= 100_000;
        force();
        var schedule = scene.job("badge").schedule();
        assertNotNull(schedule);
        assertEquals(Scene.WALL_MS + 200_000, schedule.lastWallMs());
        assertEquals("", scene.sleep(100_000), "that time has had its child");
    }

    @Test
    void aTimeThatHasComeIsNotLostByAClockThatIsBehind() {
        submit(periodic(false));
        scene.later(250_000);
        submit(new Periodic(List.of("0 * * * *"), "UTC", false, true, 2));
        scene.wallMs -= 10_000;
        assertTrue(scene.sleep(0).contains("job " + FIRST + " version 1"));
    }

    @Test
    void oneThatIsSwitchedOffAtItsTimeIsNotLaunched() {
        submit(periodic(false));
        scene.later(200_000);
        var off = new Periodic(List.of(EVERY_FIVE), "UTC", false, false, 2);
        assertTrue(submit(off).contains("launch of badge next never"));
        assertEquals("", scene.sleep(0));
    }

    @Test
    void aClockThatWasFarAheadIsNotWaitedFor() {
        scene.wallMs += 86_400_000;
        submit(periodic(false));
        scene.sleep(200_000);
        scene.wallMs -= 86_400_000;
        var said = scene.sleep(300_000);
        assertTrue(said.contains("launch of badge next 500 s"), said);
        assertTrue(said.contains("job " + SECOND + " version 1"), said);
    }

    @Test
    void aNewVersionIsLaunchedByItsOwnCalendarAndLosesNoTime() {
        submit(periodic(false));
        scene.later(200_000);
        var hourly = new Periodic(List.of("0 * * * *"), "UTC", false, true, 2);
        assertTrue(submit(hourly).contains("launch of badge next 200 s"));
        assertTrue(scene.sleep(0).contains("launch of badge next 800 s, last " + FIRST));
        assertEquals(2, launched(FIRST).version());
    }

    @Test
    void oneThatIsNotEnabledOrStoppedIsNotLaunched() {
        var off = new Periodic(List.of(EVERY_FIVE), "UTC", false, false, 2);
        assertTrue(submit(off).contains("launch of badge next never"));
        assertEquals("", scene.sleep(900_000));
        submit(periodic(false));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals("", scene.sleep(900_000));
        assertTrue(submit(periodic(false)).contains("launch of badge next 2000 s"));
    }

    @Test
    void byHandItIsLaunchedWhateverRuns() {
        submit(periodic(true));
        scene.sleep(200_000);
        scene.later(60_000);
        assertEquals(
                lines(
                        "job badge-periodic-1000000260 version 1",
                        "due badge-periodic-1000000260: job launched",
                        "launch of badge next 500 s, last badge-periodic-1000000260"),
                force());
        assertTrue(
                force().startsWith("refused: There is a job badge-periodic-1000000260 already."));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals("refused: Job badge is stopped. Submit its file to start it.\n", force());
    }

    @Test
    void aLaunchIsLeftOutWhenTheQuotaHasNoRoomForIt() {
        submit(periodic(false));
        var quota = new Quota(Quota.UNLIMITED, Quota.UNLIMITED, 1, List.of());
        scene.tell(
                new ClusterMessage.ApplyNamespace(
                        NamespaceSpec.of(JobKey.DEFAULT_NAMESPACE, "", quota)));
        scene.sleep(200_000);
        var said = scene.sleep(300_000);
        assertTrue(said.contains("left out: Namespace default"), said);
        assertEquals("[badge, " + FIRST + "]", jobs());
    }

    @Test
    void endedChildrenAreKeptUpToANumberAndRunningOnesAllOfThem() {
        scene.node("n1", 1_000);
        submit(periodic(false));
        for (long second = 200; second <= 1_400; second += 300) {
            scene.sleep(second * 1_000 - scene.tickMs);
            if (second != 500) done("badge-periodic-" + (1_000_000_000 + second));
        }
        scene.sleep(0);
        assertEquals(
                "[badge, badge-periodic-1000000500, badge-periodic-1000001100,"
                        + " badge-periodic-1000001400]",
                jobs());
    }

    @Test
    void childrenOutliveTheirParentUntilTheyHaveEnded() {
        scene.node("n1", 1_000);
        submit(periodic(false));
        scene.sleep(200_000);
        scene.settle(FIRST, Scene.place(0, "n1"));
        scene.settle("badge");
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), true));
        scene.sleep(0);
        assertEquals("[" + FIRST + "]", jobs());
        end(FIRST);
        scene.sleep(0);
        assertEquals("[]", jobs());
        assertTrue(scene.cluster.allocations().isEmpty());
    }

    /// A node that was away gets the newest run, and none of before.
    @Test
    void earlierRunsOfOneThatComesEverywhereAreClosedByTheNext() {
        scene.submit(job(JobSpec.Type.SYSBATCH, periodic(false)));
        scene.sleep(200_000);
        scene.settle(FIRST);
        assertFalse(scene.job(FIRST).stopped());
        scene.sleep(300_000);
        assertTrue(scene.job(FIRST).stopped());
        assertFalse(scene.job(SECOND).stopped());
    }

    @Test
    void aParameterizedJobIsLaunchedWithWhatItIsDispatchedWith() {
        submit(new Parameterized(Payload.OPTIONAL, List.of("who"), List.of("how"), 2));
        assertEquals("", scene.sleep(3_600_000));
        var name = "badge-dispatch-1000003600-00000001";
        assertEquals(
                lines("job " + name + " version 1", "due " + name + ": job dispatched"),
                dispatch("cGF5", Map.of("who", "me")));
        var child = scene.job(name);
        assertEquals(Map.of("of", "shop", "who", "me", "how", ""), child.spec().meta());
        assertEquals(Acceptance.How.DISPATCHED, child.current().acceptance().how());
        assertTrue(child.spec().launch() instanceof Launched it && it.payload().equals("cGF5"));
        assertEquals(3, launched(name).bytes().length);
        assertEquals("badge", launched(name).parent());
    }

    @Test
    void aDispatchIsRefusedByTheFieldThatIsWrong() {
        submit(new Parameterized(Payload.REQUIRED, List.of("who"), List.of(), 2));
        assertEquals(
                "refused: payload is \"\"; it should be there: the job asks for one.\n",
                dispatch("", Map.of("who", "me")));
        assertEquals(
                "refused: meta.who is \"\"; it should be there: the job asks for it.\n",
                dispatch("cGF5", Map.of()));
        assertEquals(
                "refused: meta.how is \"x\"; it should be left out: the job takes who.\n",
                dispatch("cGF5", Map.of("who", "me", "how", "x")));
        assertEquals(
                "refused: meta.woh is \"me\"; it should be left out: the job takes who.\n",
                dispatch("cGF5", Map.of("woh", "me")),
                "a key that is misspelt, and not only that another is missing");
        assertEquals(
                "refused: payload is \"16,389 bytes\"; it should be at most 16KiB; what is larger"
                        + " is fetched by the task from where it lies.\n",
                dispatch("AAAA".repeat(5_463), Map.of("who", "me")));
        scene.submit(Specs.service("other", 1));
        assertTrue(
                scene.tell(
                                new ClusterMessage.DispatchJob(
                                        Scene.key("other"), "", Map.of(), "default", 1))
                        .startsWith("refused: Job other is not parameterized."));
        assertTrue(
                scene.tell(new ClusterMessage.ForceJob(Scene.key("other"), "default"))
                        .startsWith("refused: Job other is not periodic."));
        assertTrue(
                scene.tell(new ClusterMessage.ForceJob(Scene.key("none"), "default"))
                        .startsWith("refused: There is no job"));
    }

    @Test
    void whatIsRecalledIsLaunchedByNobody() {
        submit(periodic(false));
        scene.tell(new ClusterMessage.RecallJob(Scene.key("badge"), 0, "harm"));
        assertTrue(force().startsWith("refused: Job badge is recalled by "), force());
        var said = scene.sleep(200_000);
        assertTrue(said.contains("left out: Job badge is recalled"), said);
        assertEquals("[badge]", jobs());
        var recall = scene.cluster.recalls().all().keys().stream().findFirst().orElseThrow();
        scene.tell(new ClusterMessage.LiftRecall(recall));
        assertFalse(force().startsWith("refused"));
    }

    @Test
    void aParentIsNotLookedAtForANodeButItsChildrenAre() {
        scene.submit(job(JobSpec.Type.SYSBATCH, periodic(false)));
        scene.settle("badge");
        scene.sleep(200_000);
        scene.settle(FIRST);
        scene.node("n1", 1_000);
        var said = scene.tell(new ClusterMessage.SetEligible("n1", false));
        said += scene.tell(new ClusterMessage.SetEligible("n1", true));
        assertTrue(said.contains("due " + FIRST + ": "), said);
        assertFalse(said.contains("due badge: "), said);
    }

    /// It would do the same harm under the name of a child.
    @Test
    void whatWasLaunchedOfWhatIsRecalledStopsWithIt() {
        scene.node("n1", 1_000);
        scene.submit(job(JobSpec.Type.SYSBATCH, periodic(false)));
        scene.sleep(200_000);
        done(FIRST);
        assertEquals(
                lines(
                        "recalled OfVersions[job=badge, version=1, versions=[1], spec=the one]",
                        "job " + FIRST + " stopped",
                        "due badge: job recalled"),
                recall(1));
        assertEquals(0, left());
        scene.submit(other(job(JobSpec.Type.SYSBATCH, periodic(false))));
        scene.sleep(300_000);
        var placed = scene.settle(SECOND, Scene.place(0, "n1"));
        assertTrue(placed.contains("placed"), placed);
        assertEquals(
                lines(
                        "recalled OfJob[job=badge]",
                        "job " + SECOND + " stopped",
                        "desired it stop (recalled: harm)",
                        "due badge: job recalled"),
                recall(0));
        assertEquals(1, left(), "it has not ended yet");
        var again = new ClusterMessage.RevertJob(Scene.key(SECOND), 1, "default", -1);
        var refused = scene.tell(again);
        assertTrue(refused.contains(" is at version 1, and stopped."), refused);
        end(SECOND);
        assertEquals(0, left());
        for (var id : List.copyOf(scene.cluster.recalls().all().keys()))
            scene.tell(new ClusterMessage.LiftRecall(id));
        assertTrue(scene.job(SECOND).stopped(), "a lift is no launch");
    }

    /// Nobody knows what it ran, but of which version it is.
    @Test
    void whatWasLaunchedOfAVersionThatIsNotKeptAnyMoreStopsWithIt() {
        submit(periodic(false));
        scene.sleep(200_000);
        var next = other(job(JobSpec.Type.BATCH, periodic(false)));
        for (int i = 0; scene.job("badge").at(1) != null && i < 100; i++)
            scene.submit(Specs.with(next, Map.of("number", i + "")));
        scene.sleep(300_000);
        assertTrue(recall(1).contains("job " + FIRST + " stopped"));
        assertFalse(scene.job(SECOND).stopped(), "it is of another version");
    }

    /// No version has the number of one whose children are still there.
    @Test
    void whatAFormerJobOfThatNameHasLaunchedIsRecalledByItsOwnVersionOnly() {
        scene.node("n1", 1_000);
        submit(periodic(false));
        scene.sleep(200_000);
        scene.settle(FIRST, Scene.place(0, "n1"));
        scene.settle("badge");
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), true));
        scene.sleep(0);
        assertNull(scene.cluster.jobs().find(Scene.key("badge")));
        scene.submit(other(job(JobSpec.Type.BATCH, periodic(false))));
        assertEquals(2, scene.job("badge").version());
        scene.sleep(300_000);
        assertTrue(recall(2).contains("job " + SECOND + " stopped"));
        assertFalse(scene.job(FIRST).stopped(), "it runs something else");
        assertTrue(recall(1).contains("job " + FIRST + " stopped"), "it can be recalled, too");
    }

    /// A plan for it that was made before comes too late.
    @Test
    void whatWasLaunchedOfWhatIsRecalledIsNotPlacedByAPlanOfBefore() {
        scene.node("n1", 1_000);
        submit(periodic(false));
        scene.sleep(200_000);
        var plan = scene.plan(FIRST, List.of(Scene.place(0, "n1")), List.of(), false, 0);
        recall(0);
        var said = scene.tell(new ClusterMessage.Settle(plan));
        assertTrue(said.contains("due " + FIRST + ": plan overtaken"), said);
        assertTrue(scene.cluster.allocations().isEmpty());
    }

    /// Each way to bring it back is closed until the recall is lifted.
    @Test
    void whatWasLaunchedOfWhatIsRecalledIsBroughtBackByNobody() {
        scene.node("n1", 1_000);
        submit(new Parameterized(Payload.OPTIONAL, List.of(), List.of(), 2));
        dispatch("", Map.of());
        var child = "badge-dispatch-1000000000-00000001";
        scene.settle(child, Scene.place(0, "n1"));
        recall(0);
        var id = scene.cluster.ofJob(Scene.key(child)).stream().findFirst().orElseThrow();
        var spec = scene.job(child).spec();
        for (var message :
                List.of(
                        new ClusterMessage.RestartAllocation(id),
                        new ClusterMessage.RevertJob(Scene.key(child), 1, "default", -1, true),
                        new ClusterMessage.SubmitJob(spec, -1, Signatures.NONE, true),
                        new ClusterMessage.DispatchJob(
                                Scene.key("badge"), "", Map.of(), "default", 2))) {
            var said = scene.tell(message);
            assertTrue(said.startsWith("refused: "), said);
        }
    }

    /// Another program, with another need.
    private static JobSpec other(JobSpec spec) {
        return Specs.of(spec, Specs.task(20));
    }

    private String recall(long version) {
        return scene.tell(new ClusterMessage.RecallJob(Scene.key("badge"), version, "harm"))
                .replaceFirst("spec=JobSpec.*", "spec=the one]")
                .replaceFirst("desired a\\d+ ", "desired it ");
    }

    /// Allocations of what is recalled that are not known to have ended.
    private int left() {
        int left = 0;
        for (var it : scene.cluster.recalls().all().values())
            left += RecallDecisions.there(scene.cluster, it).size();
        return left;
    }

    /// Nothing of the parent itself could go before all other work.
    @Test
    void whatAForcedVersionLaunchesIsForced() {
        submit(new Parameterized(Payload.OPTIONAL, List.of(), List.of(), 2));
        var spec = scene.job("badge").spec();
        scene.tell(new ClusterMessage.SubmitJob(spec, -1, Signatures.NONE, true));
        var said = dispatch("", Map.of());
        var name = "badge-dispatch-1000000000-00000001";
        assertEquals(
                lines(
                        "job " + name + " version 1",
                        "forced " + name + " version 1",
                        "due " + name + ": job dispatched"),
                said);
        scene.submit(other(spec));
        scene.pass(1_000);
        assertFalse(
                dispatch("", Map.of()).contains("forced"), "the next version is an ordinary one");
    }

    @Test
    void aForbiddenPayloadIsRefused() {
        submit(new Parameterized(Payload.FORBIDDEN, List.of(), List.of(), 2));
        assertEquals(
                "refused: payload is \"3 bytes\"; it should be left out: the job takes none.\n",
                dispatch("cGF5", Map.of()));
    }

    @Test
    void aJobStaysWhatItIs() {
        submit(periodic(false));
        assertTrue(
                scene.submit(job(JobSpec.Type.BATCH, null))
                        .startsWith(
                                "refused: Job badge is periodic and cannot become one that runs at"
                                        + " once."));
        scene.sleep(200_000);
        var child =
                Specs.job(
                        FIRST,
                        JobSpec.Type.BATCH,
                        Specs.group("web", 1, Disconnect.DEFAULT, Map.of()));
        assertTrue(
                scene.submit(child)
                        .startsWith("refused: Job " + FIRST + " was launched by job badge,"));
    }
}
