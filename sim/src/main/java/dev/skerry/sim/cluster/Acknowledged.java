package dev.skerry.sim.cluster;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.kernel.Caller;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.History;
import dev.skerry.sim.world.Promise;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the servers have said to hold, as long as nobody has asked for anything else since.
final class Acknowledged {
    private final Map<JobKey, Register<Submitted>> jobs = new TreeMap<>();
    private final Map<String, Register<NamespaceSpec>> namespaces = new TreeMap<>();
    private final Map<String, Register<String>> sites = new TreeMap<>();
    private final Map<String, Register<Boolean>> eligible = new TreeMap<>();
    private final Map<String, Register<Boolean>> revoked = new TreeMap<>();

    /// By job and version; 0: all of them.
    private final Map<JobKey, Map<Long, Register<Boolean>>> recalled = new TreeMap<>();

    /// @param spec null: the job was stopped
    private record Submitted(@Nullable JobSpec spec, long version) {}

    /// One value that somebody writes.
    private static final class Register<V> {
        private long asked;
        private @Nullable V value;

        /// From now on it may be anything.
        long ask() {
            value = null;
            return ++asked;
        }

        void acknowledged(long number, V next) {
            if (number == asked) value = next;
        }
    }

    /// A write that is on its way.
    interface Ticket {
        /// It is in the log.
        void acknowledged(Cluster committed);
    }

    Ticket submits(JobSpec spec) {
        var register = jobs.computeIfAbsent(spec.key(), _ -> new Register<>());
        long number = register.ask();
        return committed -> {
            var job = committed.jobs().find(spec.key());
            long version = job == null ? 0 : job.version();
            register.acknowledged(number, new Submitted(spec, version));
            check(committed);
        };
    }

    /// Another version is made of what is there.
    Ticket changes(JobKey key) {
        var register = jobs.computeIfAbsent(key, _ -> new Register<>());
        long number = register.ask();
        return committed -> {
            var job = committed.jobs().find(key);
            if (job != null && !job.stopped())
                register.acknowledged(number, new Submitted(job.spec(), job.version()));
            check(committed);
        };
    }

    Ticket stops(JobKey key) {
        var register = jobs.computeIfAbsent(key, _ -> new Register<>());
        long number = register.ask();
        return committed -> {
            register.acknowledged(number, new Submitted(null, 0));
            check(committed);
        };
    }

    Ticket applies(NamespaceSpec spec) {
        return writes(namespaces, spec.name(), spec);
    }

    /// It may be there still: one with jobs stays.
    void deletes(String namespace) {
        namespaces.computeIfAbsent(namespace, _ -> new Register<>()).ask();
    }

    Ticket moves(String node, String site) {
        return writes(sites, node, site);
    }

    Ticket opens(String node, boolean to) {
        return writes(eligible, node, to);
    }

    Ticket revokes(String node) {
        return writes(revoked, node, true);
    }

    Ticket recalls(JobKey job, long version) {
        var all = recalled.computeIfAbsent(job, _ -> new TreeMap<>());
        var register = all.computeIfAbsent(version, _ -> new Register<>());
        long number = register.ask();
        return committed -> {
            register.acknowledged(number, true);
            check(committed);
        };
    }

    /// One of them, whichever.
    void lifts() {
        for (var all : recalled.values()) all.values().forEach(Register::ask);
    }

    /// It is let in again.
    void rejoins(String node) {
        revoked.computeIfAbsent(node, _ -> new Register<>()).ask();
    }

    /// A drain makes the node what it likes in the end.
    void drains(String node) {
        eligible.computeIfAbsent(node, _ -> new Register<>()).ask();
    }

    private <V> Ticket writes(Map<String, Register<V>> all, String name, V value) {
        var register = all.computeIfAbsent(name, _ -> new Register<>());
        long number = register.ask();
        return committed -> {
            register.acknowledged(number, value);
            check(committed);
        };
    }

    /// No acknowledged write is lost, whatever crashed.
    void check(Cluster cluster) {
        jobs.forEach((key, register) -> {
            if (register.value != null) check(cluster, key, register.value);
        });
        namespaces.forEach((name, register) -> {
            var spec = cluster.namespaces().find(name);
            if (register.value != null && !register.value.equals(spec))
                throw lost("namespace " + name, register.value + "", spec);
        });
        sites.forEach((id, register) -> {
            var node = cluster.nodes().find(id);
            var site = node == null ? null : node.meta().get("site");
            if (register.value != null && !register.value.equals(site))
                throw lost(History.node(id), "at " + register.value, site);
        });
        eligible.forEach((id, register) -> {
            var node = cluster.nodes().find(id);
            if (register.value == null || node == null) return;
            if (register.value != node.scheduling().eligible())
                throw lost(History.node(id), "eligible: " + register.value, node.scheduling());
        });
        revoked.forEach((id, register) -> {
            var node = cluster.nodes().find(id);
            if (register.value != null && (node == null || !node.revoked()))
                throw lost(History.node(id), "revoked", "let in");
        });
        recalled.forEach((job, all) ->
                all.forEach((version, register) -> {
                    if (register.value == null) return;
                    var is = cluster.recalls().of(job, version); // 0 is covered by a whole one
                    if (is == null) throw lost(job + " version " + version, "recalled", is);
                }));
    }

    private static void check(Cluster cluster, JobKey key, Submitted submitted) {
        var name = key.toString();
        var job = cluster.jobs().find(key);
        if (submitted.spec() == null) {
            if (job != null && !job.stopped()) throw lost(name, "stopped", "running");
            return;
        }
        if (job == null || job.stopped())
            throw lost(name, "accepted", job == null ? null : "stopped");
        var how = job.current().acceptance();
        boolean byItself = how.by().equals(Caller.SERVERS.text());
        if (job.version() > submitted.version() && byItself) return; // its deployment has failed
        if (job.version() != submitted.version() || !job.spec().equals(submitted.spec()))
            throw lost(name, "at version " + submitted.version(), job.version());
    }

    private static Broken lost(String what, String was, @Nullable Object is) {
        return new Broken(
                Promise.WRITES, "%s was acknowledged %s and is %s now".formatted(what, was, is));
    }
}
