package dev.skerry.cluster.state;

import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.cluster.state.Node.Reserved;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.Collection;
import java.util.List;

/// Everything that the servers know: an immutable value, true at one index of the log.
///
/// @param passed how far everything has come
/// @param index where things are
/// @param rules what people have laid down beside jobs
/// @param watch what must be found at once without looking at everything
public record Cluster(
        Passed passed,
        PersistentMap<String, Node> nodes,
        PersistentMap<JobKey, Job> jobs,
        PersistentMap<String, Allocation> allocations,
        Index index,
        PersistentMap<String, JoinToken> tokens,
        Rules rules,
        Watch watch) {

    /// @param sequence how many allocations, evaluations and triggers there were
    /// @param tickMs how far the servers' clock had come when that was noted last
    /// @param absences when no server ran
    public record Passed(long sequence, long tickMs, Absences absences) {
        static final Passed NOTHING = new Passed(0, 0, Absences.NONE);
    }

    /// What people have laid down that is of no job alone.
    public record Rules(Namespaces namespaces, Recalls recalls) {
        static final Rules NONE = new Rules(Namespaces.NONE, Recalls.NONE);

        Rules with(Namespaces next) {
            return new Rules(next, recalls);
        }

        Rules with(Recalls next) {
            return new Rules(namespaces, next);
        }
    }

    /// @param byNode for each node the ids of its allocations that are not forgotten
    /// @param byJob the same for each job
    /// @param byNamespace for each namespace the jobs in it, stopped ones too
    /// @param launching which jobs are launched when, and by whom
    public record Index(
            PersistentMap<String, PersistentSet<String>> byNode,
            PersistentMap<JobKey, PersistentSet<String>> byJob,
            PersistentMap<String, PersistentSet<JobKey>> byNamespace,
            Launching launching) {
        static final Index EMPTY =
                new Index(
                        PersistentMap.empty(),
                        PersistentMap.empty(),
                        PersistentMap.empty(),
                        Launching.NONE);

        Index with(JobKey job) {
            var there = byNamespace.find(job.namespace(), PersistentSet.empty()).with(job);
            return new Index(byNode, byJob, byNamespace.with(job.namespace(), there), launching);
        }

        Index with(Launching next) {
            return new Index(byNode, byJob, byNamespace, next);
        }

        Index without(JobKey job) {
            var left = byNamespace.find(job.namespace(), PersistentSet.empty()).without(job);
            var all =
                    left.isEmpty()
                            ? byNamespace.without(job.namespace())
                            : byNamespace.with(job.namespace(), left);
            return new Index(byNode, byJob, all, launching);
        }
    }

    /// Of an id that was drawn, behind its letter; numbers have fewer.
    public static final int DRAWN_DIGITS = 10;

    public static final Cluster EMPTY =
            new Cluster(
                    Passed.NOTHING,
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    Index.EMPTY,
                    PersistentMap.empty(),
                    Rules.NONE,
                    Watch.EMPTY);

    public long sequence() {
        return passed.sequence;
    }

    public long tickMs() {
        return passed.tickMs;
    }

    public Absences absences() {
        return passed.absences;
    }

    public Namespaces namespaces() {
        return rules.namespaces;
    }

    /// What must not run.
    public Recalls recalls() {
        return rules.recalls;
    }

    /// For each node the ids of its allocations that are not forgotten.
    public PersistentMap<String, PersistentSet<String>> byNode() {
        return index.byNode;
    }

    /// The same for each job.
    public PersistentMap<JobKey, PersistentSet<String>> byJob() {
        return index.byJob;
    }

    /// The cluster of a snapshot: only what cannot be derived is taken from it. What is used on the
    /// nodes and in namespaces, and all indexes, are made anew.
    public static Cluster restored(
            Passed passed,
            Collection<Node> nodes,
            Collection<Job> jobs,
            Collection<Allocation> allocations,
            Collection<JoinToken> tokens,
            Collection<NamespaceSpec> namespaces,
            Recalls recalls) {
        var cluster = EMPTY.with(Rules.NONE.with(recalls));
        for (var it : namespaces) cluster = cluster.with(it);
        for (var job : jobs) cluster = cluster.with(job);
        for (var node : nodes) cluster = cluster.with(node.with(Reserved.NONE));
        for (var token : tokens) cluster = cluster.with(token);
        var batch = new AllocationBatch(cluster);
        for (var allocation : allocations) batch.put(allocation);
        return batch.done().with(passed).roomier();
    }

    /// The ids of the allocations on the node, ended ones too, but not forgotten ones.
    public Collection<String> onNode(String node) {
        return byNode().find(node, PersistentSet.empty()).asSet();
    }

    /// The same for a job.
    public Collection<String> ofJob(JobKey job) {
        return byJob().find(job, PersistentSet.empty()).asSet();
    }

    /// It was placed in the room of others that have not ended, and does not start before.
    public boolean waits(Allocation placed) {
        if (!placed.desired().run()) return false;
        for (var id : placed.lineage().displaces()) {
            var displaced = allocations.find(id);
            if (displaced != null && displaced.holds()) return true;
        }
        return false;
    }

    /// The jobs in a namespace, stopped ones too.
    public Collection<JobKey> inNamespace(String namespace) {
        return index.byNamespace.find(namespace, PersistentSet.empty()).asSet();
    }

    Cluster at(long newest) {
        return with(new Passed(newest, passed.tickMs, passed.absences));
    }

    /// The id was given to something new: a letter, and what was drawn for it, or a number that
    /// grows.
    Cluster given(String id) {
        return at(after(passed.sequence, id));
    }

    /// The same for each of several.
    Cluster given(List<Allocation> all) {
        long newest = passed.sequence;
        for (var allocation : all) newest = after(newest, allocation.id());
        return at(newest);
    }

    private static long after(long sequence, String id) {
        return id.length() > DRAWN_DIGITS
                ? sequence + 1
                : Math.max(sequence, Long.parseLong(id, 1, id.length(), 10));
    }

    public Cluster atTick(long latest) {
        long tickMs = Math.max(passed.tickMs, latest);
        return with(new Passed(passed.sequence, tickMs, passed.absences));
    }

    public Cluster with(Absences next) {
        return with(new Passed(passed.sequence, passed.tickMs, next));
    }

    private Cluster with(Passed next) {
        return new Cluster(next, nodes, jobs, allocations, index, tokens, rules, watch);
    }

    public Cluster with(Watch next) {
        return new Cluster(passed, nodes, jobs, allocations, index, tokens, rules, next);
    }

    public Cluster with(JoinToken token) {
        return with(tokens.with(token.hash(), token));
    }

    public Cluster with(PersistentMap<String, JoinToken> next) {
        return new Cluster(passed, nodes, jobs, allocations, index, next, rules, watch);
    }

    public Cluster with(Node node) {
        var all = nodes.with(node.id(), node);
        var old = nodes.find(node.id());
        var named = watch.renamed(old == null ? null : old.identity(), node.identity());
        var next = new Cluster(passed, all, jobs, allocations, index, tokens, rules, named);
        return next.with(named.with(node, Deadlines.drainAtTickMs(next, node)));
    }

    Cluster without(Node node) {
        var all = nodes.without(node.id());
        var next = watch.renamed(node.identity(), null).with(node, Deadlines.NEVER);
        return new Cluster(passed, all, jobs, allocations, index, tokens, rules, next);
    }

    public Cluster with(Job job) {
        var key = job.key();
        var marked = recalls().byJob().has(key) ? job.marked(recalls()) : job;
        var all = jobs.with(key, marked);
        var where = jobs.has(key) ? index : index.with(key);
        var next = watch.with(marked);
        var after = new Cluster(passed, nodes, all, allocations, where, tokens, rules, next);
        return after.launching(marked).collecting(key);
    }

    Cluster without(JobKey job) {
        var all = jobs.without(job);
        var gone = jobs.find(job);
        var parent = gone == null ? null : gone.spec().launchedBy();
        var where = index.without(job).with(index.launching.without(job, parent));
        var next = watch.without(job);
        var after = new Cluster(passed, nodes, all, allocations, where, tokens, rules, next);
        return (parent == null ? after : after.collecting(parent)).collecting(job);
    }

    /// A child may run or have ended, or the job be launched at another time.
    Cluster launching(Job job) {
        var parent = job.spec().launchedBy();
        if (parent == null && job.schedule() == null) return this;
        var next = index.with(index.launching.with(job, watch.live(job.key())));
        var after = new Cluster(passed, nodes, jobs, allocations, next, tokens, rules, watch);
        return parent == null ? after : after.collecting(parent);
    }

    /// Of the ended children of a job there may be more than are kept.
    private Cluster collecting(JobKey parent) {
        var children = index.launching.byParent().find(parent);
        var job = jobs.find(parent);
        var launch = job == null ? null : job.spec().launch();
        int kept = launch == null ? 0 : launch.keep();
        boolean many = children != null && children.ended().size() > kept;
        boolean known = watch.deadlines().tickMs(new Watch.Deadline.Collect(parent)) == 0;
        if (many == known) return this;
        return with(watch.collecting(parent, many));
    }

    /// What was launched by the job, as far as it is not forgotten.
    public Launching.Children childrenOf(JobKey job) {
        return index.launching.of(job);
    }

    /// A plan that was made before may have been held by a quota that allows more now.
    public Cluster with(NamespaceSpec spec) {
        return with(rules.with(namespaces().with(spec))).roomier();
    }

    public Cluster withoutNamespace(String name) {
        return with(rules.with(namespaces().without(name)));
    }

    /// What is recalled is marked on the job.
    Cluster with(Recalls recalls, JobKey of) {
        var next = with(rules.with(recalls));
        var job = jobs.find(of);
        return job == null ? next : next.with(job.marked(recalls));
    }

    private Cluster with(Rules next) {
        return new Cluster(passed, nodes, jobs, allocations, index, tokens, next, watch);
    }

    /// More may fit, or fit elsewhere, from here on.
    Cluster roomier() {
        return with(watch.roomierAt(passed.sequence));
    }
}
