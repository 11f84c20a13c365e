package dev.skerry.server.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.server.Events;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Runs the scheduler beside the log: takes the jobs that are due, the most important first, plans
/// each on what the leader has promised, and has the plan settled.
///
/// A plan is made on promises and not on what is committed, so it sees the plan before it, and a
/// worker need not wait for the disk between two jobs. A job is with one worker at a time.
public final class Evaluator implements AutoCloseable {
    /// Places settled by one message; a larger plan is settled in parts.
    static final int PLACES_MAX = 4_000;

    private final Leader leader;
    private final Planner planner;
    private final ServerClock clock;
    private final SchedulingFigures figures;
    private final DueJobs due = new DueJobs();
    private final List<Thread> workers = new ArrayList<>();

    /// For ids: whoever has some shall not be able to tell others.
    private final SecureRandom random = new SecureRandom();

    /// The scheduler.
    public interface Planner {
        Plan plan(Cluster cluster, JobKey job, Now now);
    }

    /// @param count of workers
    public Evaluator(
            Leader leader,
            Planner planner,
            ServerClock clock,
            SchedulingFigures figures,
            int count) {
        this.leader = leader;
        this.planner = planner;
        this.clock = clock;
        this.figures = figures;
        for (int i = 0; i < count; i++)
            workers.add(Thread.ofPlatform().name("scheduler-" + i).daemon().unstarted(this::work));
    }

    public void start() {
        leader.listen(this::committed);
        workers.forEach(Thread::start);
    }

    @Override
    public void close() {
        due.close();
        try {
            for (var worker : workers) worker.join(java.time.Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void committed(long index, Batch batch, House house) {
        var after = house.of(CLUSTER);
        if (batch.isEmpty()) for (var job : after.jobs().values()) due.add(job);
        for (var fact : batch.facts(CLUSTER)) {
            if (!(fact instanceof ClusterFact.EvaluationDue it)) continue;
            var job = after.jobs().find(it.job());
            if (job != null) due.add(job);
        }
    }

    private void work() {
        try {
            for (var next = due.take(clock); next != null; next = due.take(clock)) {
                boolean settled = false;
                try {
                    settled = settle(next);
                } catch (RuntimeException | ExecutionException e) {
                    Events.say("job " + next + " could not be planned: " + e);
                } finally {
                    due.done(next, settled, clock.tickMs());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False: it should be tried again.
    private boolean settle(JobKey key) throws InterruptedException, ExecutionException {
        var cluster = leader.promised().of(CLUSTER);
        var now = clock.now();
        var job = cluster.jobs().find(key);
        var since = job == null ? null : job.due();
        if (job == null || since == null) return true;
        if (!leader.leads()) return false;
        if (since.notBeforeTickMs() > now.tickMs()) {
            due.add(job);
            return true;
        }
        if (comesBack(job)) return false;
        long begun = System.nanoTime();
        var plan = planner.plan(cluster, key, now);
        figures.plan().add(System.nanoTime() - begun);
        figures.evaluations().increment();
        if (plan.evaluation().blocked()) figures.blocked().increment();
        for (var part : parts(plan)) {
            var message = new ClusterMessage.Settle(part, random.nextLong());
            if (!leader.propose(CLUSTER, message).get()) return false;
            figures.placements().add(part.places().size());
        }
        return true;
    }

    /// After a deployment that has failed, the version before it is asked for as a person would;
    /// where bounds, quota or signing policy refuse that, the job stays as it is.
    private boolean comesBack(Job job) throws InterruptedException, ExecutionException {
        var revert = DeploymentDecisions.revert(job);
        return revert != null && leader.propose(CLUSTER, revert).get();
    }

    /// The job stays due until the last part is settled.
    private static List<Plan> parts(Plan plan) {
        int size = plan.places().size();
        if (size <= PLACES_MAX) return List.of(plan);
        var parts = new ArrayList<Plan>();
        for (int from = 0; from < size; from += PLACES_MAX) {
            int to = Math.min(size, from + PLACES_MAX);
            boolean first = from == 0;
            boolean last = to == size;
            parts.add(
                    new Plan(
                            plan.job(),
                            plan.jobVersion(),
                            last ? plan.sequence() : plan.sequence() - 1,
                            plan.places().subList(from, to),
                            first ? plan.stops() : List.of(),
                            first ? plan.updates() : List.of(),
                            last ? plan.evaluation() : unfinished(plan.evaluation()),
                            plan.displaced(from, to)));
        }
        return parts;
    }

    private static Evaluation unfinished(Evaluation it) {
        return new Evaluation(
                it.id(),
                it.job(),
                it.jobVersion(),
                it.trigger(),
                false,
                0,
                it.wallMs(),
                it.groups());
    }
}
