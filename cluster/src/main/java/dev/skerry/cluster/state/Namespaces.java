package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The namespaces of the fleet, and what is used in each.
///
/// What an allocation has reserved counts from its placement until its node says that it has ended,
/// or the servers have given it up: so what is lost makes way for what follows it, though its node
/// may have to be heard before it is really gone.
///
/// @param specs by name; the default one only when somebody has said something of it
/// @param uses by name what the live allocations have reserved; none: no entry. It follows from the
///   allocations
public record Namespaces(
        PersistentMap<String, NamespaceSpec> specs, PersistentMap<String, Use> uses) {
    static final Namespaces NONE = new Namespaces(PersistentMap.empty(), PersistentMap.empty());

    /// Null: there is none of that name.
    public @Nullable NamespaceSpec find(String name) {
        var spec = specs.find(name);
        return spec == null && name.equals(JobKey.DEFAULT_NAMESPACE) ? NamespaceSpec.DEFAULT : spec;
    }

    /// All of them by name, the default one too.
    public List<NamespaceSpec> all() {
        var all = new ArrayList<>(specs.values());
        if (!specs.has(JobKey.DEFAULT_NAMESPACE)) all.add(NamespaceSpec.DEFAULT);
        all.sort(Comparator.comparing(NamespaceSpec::name));
        return all;
    }

    /// How many there are, the default one too.
    public int size() {
        return specs.has(JobKey.DEFAULT_NAMESPACE) ? specs.size() : specs.size() + 1;
    }

    /// How much may be used there.
    public Quota quota(String name) {
        var spec = specs.find(name);
        return spec == null ? Quota.NONE : spec.quota();
    }

    /// The types of jobs there that may displace work of lower priority.
    public List<JobSpec.Type> preempts(String name) {
        var spec = specs.find(name);
        return spec == null ? NamespaceSpec.PREEMPTS : spec.preempts();
    }

    /// What is used there.
    public Use use(String name) {
        return uses.find(name, Use.NONE);
    }

    Namespaces with(NamespaceSpec spec) {
        return new Namespaces(specs.with(spec.name(), spec), uses);
    }

    Namespaces without(String name) {
        return new Namespaces(specs.without(name), uses);
    }

    Namespaces with(String name, Use use) {
        var next = use.equals(Use.NONE) ? uses.without(name) : uses.with(name, use);
        return new Namespaces(specs, next);
    }
}
