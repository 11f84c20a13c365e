package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.SimPeer;
import dev.skerry.sim.world.SimServer;
import java.util.HashSet;
import java.util.Set;

/// The real scheduler beside the log of one server, which plans as long as that one leads. Several
/// plans are on their way at a time, and some of them take so long that they are settled on another
/// cluster than they were made on.
final class SimScheduler {
    /// Of a plan that takes its time.
    private static final long LATE_MAX_MS = 5_000;

    private static final long RETRY_MS = 50;

    /// While the log takes nothing.
    private static final long FULL_RETRY_MS = 500;

    private final Happenings events;
    private final SimPeer server;
    private final Expressions expressions;
    private final PlanWitness witness;

    /// Those that a worker is at, of this leadership; one of an earlier may be at them still.
    private final Set<JobKey> busy = new HashSet<>();

    private int leadership;
    private boolean peace;
    private long lookAtTickMs = Long.MAX_VALUE;

    /// Who sees each plan.
    interface PlanWitness {
        void planned(Plan plan, Cluster snapshot);
    }

    SimScheduler(Happenings events, SimPeer server, Expressions expressions, PlanWitness witness) {
        this.events = events;
        this.server = server;
        this.expressions = expressions;
        this.witness = witness;
    }

    /// The process of the server has ended, and its workers with it.
    void forget() {
        busy.clear();
        lookAtTickMs = Long.MAX_VALUE;
    }

    /// No plan takes its time any more.
    void peace() {
        peace = true;
    }

    /// Takes up the jobs that are due.
    void look() {
        if (!server.leads()) return;
        if (leadership != server.leadership()) busy.clear();
        leadership = server.leadership();
        var due = server.promised().of(CLUSTER).watch().due();
        long tickMs = server.now().tickMs();
        for (var job : due.until(tickMs, 100)) {
            if (busy.add(job)) soon(1, 60, new Worker(job, leadership)::plan);
        }
        long nextTickMs = due.firstTickMs();
        if (nextTickMs == Long.MAX_VALUE || nextTickMs <= tickMs || nextTickMs >= lookAtTickMs)
            return;
        lookAtTickMs = nextTickMs;
        int now = server.life();
        events.after(
                server.clock().realMs(nextTickMs - tickMs),
                () -> {
                    if (server.life() != now) return;
                    lookAtTickMs = Long.MAX_VALUE;
                    look();
                });
    }

    /// Looks at one job.
    private final class Worker {
        private final JobKey key;
        private final int of;

        Worker(JobKey key, int of) {
            this.key = key;
            this.of = of;
        }

        void plan() {
            var snapshot = server.promised().of(CLUSTER);
            var job = snapshot.jobs().find(key);
            if (job == null || job.due() == null || !server.leads()) {
                done();
                return;
            }
            var revert = DeploymentDecisions.revert(job);
            if (revert != null) comesBack(revert);
            else lookAt(snapshot);
        }

        private void done() {
            if (of == leadership) busy.remove(key);
        }

        /// Where that is refused, the job is planned as it is.
        private void comesBack(ClusterMessage.RevertJob revert) {
            server.submit(
                    CLUSTER,
                    revert,
                    Caller.SERVERS,
                    outcome -> {
                        var now = server.promised().of(CLUSTER);
                        if (outcome instanceof SimServer.Verdict.Done || !now.jobs().has(key))
                            done();
                        else lookAt(now);
                        soon(1, 2, SimScheduler.this::look);
                    });
        }

        private void lookAt(Cluster snapshot) {
            var plan = Scheduler.plan(snapshot, key, server.now(), expressions);
            witness.planned(plan, snapshot);
            boolean late = !peace && events.chance(15);
            soon(1, late ? LATE_MAX_MS : 60, () -> settle(plan));
        }

        /// Another one for each plan, without a draw that would change what else happens.
        private long drawn(Plan plan) {
            return 31 * (31 * plan.sequence() + key.hashCode()) + server.now().tickMs();
        }

        private void settle(Plan plan) {
            server.submit(
                    CLUSTER,
                    new ClusterMessage.Settle(plan, drawn(plan)),
                    Caller.SERVERS,
                    outcome -> {
                        if (outcome instanceof SimServer.Verdict.Refused(Refusal.Unavailable _)) {
                            soon(FULL_RETRY_MS, 2 * FULL_RETRY_MS, this::plan);
                            return;
                        }
                        boolean settled = outcome instanceof SimServer.Verdict.Done;
                        soon(
                                settled ? 1 : RETRY_MS,
                                settled ? 2 : 4 * RETRY_MS,
                                () -> {
                                    done();
                                    look();
                                });
                    });
        }
    }

    /// Unless the process of the server ends before.
    private void soon(long leastMs, long mostMs, Runnable action) {
        int now = server.life();
        events.soon(
                leastMs,
                mostMs,
                () -> {
                    if (server.life() == now) action.run();
                });
    }
}
