package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage.DispatchJob;
import dev.skerry.cluster.ClusterMessage.ForceJob;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Launch.Cause;
import dev.skerry.cluster.job.Launch.Launched;
import dev.skerry.cluster.job.Launch.Parameterized;
import dev.skerry.cluster.job.Launch.Payload;
import dev.skerry.cluster.job.Launch.Periodic;
import dev.skerry.cluster.job.LaunchBounds;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How children come of periodic and parameterized jobs, and go.
///
/// | a time has come, and                   | then                                              |
/// |----------------------------------------|---------------------------------------------------|
/// | nothing is against it                  | a child is launched for that time                 |
/// | nobody led meanwhile, for many times   | one is launched, for the earliest of them         |
/// | something runs and must not overlap    | nothing is; the next time is waited for           |
/// | the child would be refused             | the same                                          |
public final class LaunchDecisions {
    /// Launched together.
    static final int BATCH_MAX = 64;

    /// Forgotten together.
    static final int FORGOTTEN_MAX = 16;

    /// A wall clock that is further behind than what it showed once was wrong then.
    static final long CLOCK_TRUSTED_MS = 3_600_000;

    private static final String STILL_RUNS = " still runs";

    private LaunchDecisions() {}

    /// Nothing was launched, since what was launched before runs still.
    public static boolean overlapped(Schedule it) {
        return it.says().endsWith(STILL_RUNS);
    }

    /// A version is about to be accepted. A time that has come already is not lost by it.
    ///
    /// @param old null: it is the first
    static void begin(Draft draft, JobSpec next, @Nullable Job old) {
        if (!(next.launch() instanceof Periodic it)) return;
        long nowMs = draft.now.wallMs();
        var was = schedule(old);
        boolean due = was.nextWallMs() <= nowMs && old != null && !old.stopped();
        long nextWallMs = due && it.enabled() ? was.nextWallMs() : next(it, was, nowMs);
        draft.then(new ClusterFact.JobScheduled(next.key(), was.next(nextWallMs, nowMs)));
    }

    private static Schedule schedule(@Nullable Job job) {
        var it = job == null ? null : job.schedule();
        return it == null ? Schedule.NEVER : it;
    }

    /// What was launched by a clock that was a little ahead is not launched once more.
    private static long next(Periodic it, Schedule was, long nowMs) {
        boolean trusted = was.decidedWallMs() - nowMs <= CLOCK_TRUSTED_MS;
        return it.nextWallMs(trusted ? Math.max(nowMs, was.lastWallMs()) : nowMs);
    }

    /// Why a job cannot become what it is not.
    static @Nullable Refusal otherKind(Job old, JobSpec spec) {
        var was = old.spec().launch();
        if (was instanceof Launched child)
            return new Refusal.Conflict(
                    "Job %s was launched by job %s, and is as that says."
                            .formatted(old.key(), child.parent()),
                    "Change that one, or submit this one under another name.");
        var from = word(was);
        var to = word(spec.launch());
        if (from.equals(to)) return null;
        return new Refusal.Conflict(
                "Job %s is %s and cannot become %s.".formatted(spec.key(), from, to),
                "Stop it with `skerry job stop --purge %s` and submit it again."
                        .formatted(spec.key().name()));
    }

    private static String word(@Nullable Launch launch) {
        return launch == null ? "one that runs at once" : launch.word();
    }

    /// Launches what is due by the wall clock.
    static void due(Draft draft) {
        var launching = draft.cluster.index().launching();
        var namespaces = new HashSet<String>();
        for (var key : launching.nextWallMs().until(draft.now.wallMs(), BATCH_MAX)) {
            var namespace = key.namespace();
            boolean limited = draft.cluster.namespaces().quota(namespace).limited();
            if (!namespaces.add(namespace) && limited) continue; // it has to see what is left
            var job = draft.cluster.jobs().find(key);
            var was = job == null ? null : job.schedule();
            if (job != null && was != null && job.spec().launch() instanceof Periodic it)
                due(draft, job, it, was);
        }
    }

    private static void due(Draft draft, Job job, Periodic it, Schedule was) {
        long atWallMs = was.nextWallMs();
        long nextWallMs = it.nextWallMs(Math.max(atWallMs, draft.now.wallMs()));
        var running = draft.cluster.childrenOf(job.key()).running();
        var says = "";
        var child = child(job, Cause.BY_TIME, atWallMs);
        if (it.noOverlap() && !running.isEmpty()) {
            says = running.asSet().iterator().next().name() + STILL_RUNS;
        } else {
            var refusal = launch(draft, job, child, Caller.SERVERS);
            if (refusal != null) says = refusal.sentence();
        }
        var name = says.isEmpty() ? child.key().name() : "";
        long nowMs = draft.now.wallMs();
        scheduled(draft, job, new Schedule(nextWallMs, nowMs, atWallMs, name, says));
    }

    private static void scheduled(Draft draft, Job job, Schedule next) {
        draft.then(new ClusterFact.JobScheduled(job.key(), next));
    }

    /// Whoever leads may have another wall clock than the one before, or it was set: what was
    /// planned by one that was ahead is planned anew.
    static void anew(Draft draft) {
        long nowMs = draft.now.wallMs();
        var times = draft.cluster.index().launching().nextWallMs();
        for (var key : times.until(Long.MAX_VALUE - 1, times.size())) {
            var job = draft.cluster.jobs().find(key);
            var was = job == null ? null : job.schedule();
            if (job == null || was == null || was.decidedWallMs() <= nowMs) continue;
            if (!(job.spec().launch() instanceof Periodic it)) continue;
            long next = next(it, was, nowMs);
            if (next < was.nextWallMs()) scheduled(draft, job, was.next(next, nowMs));
        }
    }

    public static Decision<ClusterFact, NoEffect> force(
            Draft draft, ForceJob message, Caller caller) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(JobDecisions.unknown(message.job()));
        if (job.spec().onNode()) return forceOnNodes(draft, job, message);
        if (!(job.spec().launch() instanceof Periodic))
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Job %s is not periodic.".formatted(job.key()),
                            "A job is, whose file says `periodic: {cron: \"0 3 * * *\"}`."));
        var refusal = refusal(job, message.pool());
        if (refusal != null) return Decision.refuse(refusal);
        long nowMs = draft.now.wallMs();
        var child = child(job, Cause.FORCED, nowMs);
        refusal = launch(draft, job, child, caller);
        if (refusal != null) return Decision.refuse(refusal);
        var was = schedule(job);
        var name = child.key().name();
        long lastWallMs = Math.max(was.lastWallMs(), nowMs); // the clock may have gone back
        long decidedWallMs = was.decidedWallMs();
        scheduled(draft, job, new Schedule(was.nextWallMs(), decidedWallMs, lastWallMs, name, ""));
        return draft.decision();
    }

    /// Each node that has it runs it as soon as it hears of that, unless it runs there.
    private static Decision<ClusterFact, NoEffect> forceOnNodes(
            Draft draft, Job job, ForceJob message) {
        var refusal = refusal(job, message.pool());
        if (refusal != null) return Decision.refuse(refusal);
        boolean one = false;
        for (var id : draft.cluster.ofJob(job.key())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null || !allocation.wanted()) continue;
            draft.desire(allocation, allocation.desired().round());
            one = true;
        }
        if (one) return draft.decision();
        return Decision.refuse(
                new Refusal.Conflict(
                        "Nothing of job %s is placed that could run.".formatted(job.key()),
                        "`skerry job status %s` says why.".formatted(job.key().name())));
    }

    public static Decision<ClusterFact, NoEffect> dispatch(
            Draft draft, DispatchJob message, Caller caller) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(JobDecisions.unknown(message.job()));
        if (!(job.spec().launch() instanceof Parameterized it))
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Job %s is not parameterized.".formatted(job.key()),
                            "A job is, whose file says `parameterized: {payload: optional}`."));
        var refusal = refusal(job, message.pool());
        if (refusal == null) refusal = wrong(it, message);
        if (refusal != null) return Decision.refuse(refusal);
        var meta = new HashMap<>(message.meta());
        for (var key : it.metaOptional())
            if (!job.spec().meta().containsKey(key)) meta.putIfAbsent(key, "");
        var launched =
                new Launched(
                        job.key().name(),
                        job.version(),
                        Cause.DISPATCHED,
                        draft.now.wallMs(),
                        message.payload());
        var child = child(job, launched, "-%08x".formatted((int) message.drawn()), meta);
        refusal = launch(draft, job, child, caller);
        return refusal == null ? draft.decision() : Decision.refuse(refusal);
    }

    private static @Nullable Refusal refusal(Job job, String pool) {
        if (job.stopped())
            return new Refusal.Conflict(
                    "Job %s is stopped.".formatted(job.key()), "Submit its file to start it.");
        return VersionDecisions.moved(job.spec(), pool);
    }

    /// What a dispatch may not say.
    private static @Nullable Refusal wrong(Parameterized it, DispatchJob message) {
        long bytes = Launched.bytes(message.payload());
        if (bytes > Launched.PAYLOAD_BYTES_MAX) return LaunchBounds.payload(bytes);
        if (it.payload() == Payload.REQUIRED && bytes == 0)
            return new Refusal.Invalid("payload", "", "there: the job asks for one");
        if (it.payload() == Payload.FORBIDDEN && bytes > 0)
            return new Refusal.Invalid(
                    "payload", "%,d bytes".formatted(bytes), "left out: the job takes none");
        for (var key : new TreeSet<>(message.meta().keySet()))
            if (!it.takes(key))
                return new Refusal.Invalid(
                        "meta." + key, message.meta().get(key) + "", "left out: " + takes(it));
        for (var key : it.metaRequired())
            if (!message.meta().containsKey(key))
                return new Refusal.Invalid("meta." + key, "", "there: the job asks for it");
        return null;
    }

    private static String takes(Parameterized it) {
        var keys = new TreeSet<>(it.metaRequired());
        keys.addAll(it.metaOptional());
        return keys.isEmpty()
                ? "the job takes no meta"
                : "the job takes " + String.join(", ", keys);
    }

    private static JobSpec child(Job parent, Cause cause, long atWallMs) {
        var launched = new Launched(parent.key().name(), parent.version(), cause, atWallMs, "");
        return child(parent, launched, "", Map.of());
    }

    /// What is launched, named by its second.
    private static JobSpec child(Job parent, Launched it, String suffix, Map<String, String> more) {
        var spec = parent.spec();
        var meta = new HashMap<>(spec.meta());
        meta.putAll(more);
        var word = it.cause() == Cause.DISPATCHED ? "dispatch" : "periodic";
        long second = Math.floorDiv(it.atWallMs(), 1_000);
        var name = "%s-%s-%d%s".formatted(spec.key().name(), word, second, suffix);
        return new JobSpec(
                new JobKey(spec.key().namespace(), name),
                spec.type(),
                spec.priority(),
                spec.where(),
                spec.placement(),
                meta,
                spec.groups(),
                it);
    }

    /// It is a job of its own from now on; a refusal: it is not.
    private static @Nullable Refusal launch(Draft draft, Job parent, JobSpec child, Caller by) {
        var cluster = draft.cluster;
        var recalled = RecallDecisions.against(cluster, child);
        if (recalled != null) return recalled;
        if (cluster.jobs().has(child.key()))
            return new Refusal.Conflict(
                    "There is a job %s already.".formatted(child.key()),
                    "What is launched has the second in its name: try again in a second.");
        if (cluster.jobs().size() + BATCH_MAX > JobDecisions.JOBS_MAX)
            return new Refusal.Full("jobs", JobDecisions.JOBS_MAX, "jobs");
        var wrong = JobBounds.wrong(child);
        if (wrong == null) wrong = NamespaceDecisions.against(cluster, child);
        if (wrong != null) return wrong;
        supersede(draft, parent);
        boolean dispatched = parent.spec().launch() instanceof Parameterized;
        var acceptance =
                new Acceptance(
                        draft.now.wallMs(),
                        by.text(),
                        dispatched ? Acceptance.How.DISPATCHED : Acceptance.How.LAUNCHED,
                        parent.version(),
                        parent.current().acceptance().signers());
        var why = dispatched ? "job dispatched" : "job launched";
        var next = new JobVersion(child, acceptance).forced(parent.current().forced());
        JobDecisions.take(draft, next, null, why);
        return null;
    }

    /// A node that was away gets the newest run of a job that comes everywhere, and not all that it
    /// has missed.
    private static void supersede(Draft draft, Job parent) {
        if (!(parent.spec().launch() instanceof Periodic) || !parent.spec().type().everywhere())
            return;
        for (var key : draft.cluster.childrenOf(parent.key()).ended().asSet()) {
            var child = draft.cluster.jobs().find(key);
            if (child != null && !child.stopped())
                draft.fact(new ClusterFact.JobStopped(key, false));
        }
    }

    /// The newest version that has children, also of a former job of that name; 0: there are none.
    static long newestLaunched(Cluster cluster, JobKey parent) {
        long newest = 0;
        var children = cluster.childrenOf(parent);
        for (var keys : List.of(children.running(), children.ended()))
            for (var key : keys) {
                var child = cluster.jobs().find(key);
                if (child != null && child.spec().launch() instanceof Launched it)
                    newest = Math.max(newest, it.version());
            }
        return newest;
    }

    /// Of the ended children of a job those that are not kept, the oldest first. Of one that is not
    /// there any more none are.
    static List<JobKey> tooMany(Cluster cluster, JobKey parent) {
        var job = cluster.jobs().find(parent);
        var launch = job == null ? null : job.spec().launch();
        int kept = launch == null ? 0 : launch.keep();
        var ended = new ArrayList<Job>();
        for (var key : cluster.childrenOf(parent).ended().asSet()) {
            var child = cluster.jobs().find(key);
            if (child != null) ended.add(child);
        }
        ended.sort(Comparator.comparingLong(Job::submittedWallMs).thenComparing(Job::key));
        int many = Math.clamp(ended.size() - (long) kept, 0, FORGOTTEN_MAX);
        return ended.subList(0, many).stream().map(Job::key).toList();
    }
}
