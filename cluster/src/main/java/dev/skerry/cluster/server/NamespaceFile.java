package dev.skerry.cluster.server;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A namespace as people write it, in YAML or JSON:
///
/// ```yaml
/// namespace: shop
/// description: The tills and what they need.
/// preempts: [system, service]
/// quota:
///   cpu: 20GHz
///   memory: 8GiB
///   allocations: 40
///   pools: [tills]
/// ```
///
/// What is left out of the quota has no limit. The jobs of the types that `preempts` names may
/// displace work of lower priority; unless it is said, those are system jobs.
public final class NamespaceFile {
    static final Keys NAMESPACE =
            Keys.of("namespace", "namespace", "description", "preempts", "quota");
    static final Keys QUOTA = Keys.of("quota", "cpu", "memory", "allocations", "pools");

    private static final Rule DESCRIPTION =
            new Rule(
                    "one line of at most %d characters"
                            .formatted(NamespaceSpec.DESCRIPTION_CHARACTERS_MAX),
                    Pattern.compile(
                            "[^\\n\\r]{0," + NamespaceSpec.DESCRIPTION_CHARACTERS_MAX + "}"));

    private NamespaceFile() {}

    /// Reads the file of a namespace.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    /// @param name that the namespace should have
    public static FileReading<NamespaceSpec> parse(byte[] bytes, Wording wording, String name) {
        return Yaml.read(bytes, wording, NAMESPACE, file -> namespace(file, name));
    }

    private static NamespaceSpec namespace(Mapping file, String name) {
        return new NamespaceSpec(
                file.value("namespace").named(name, "namespace"),
                file.value("description").text("", DESCRIPTION),
                quota(file.value("quota").mapping(QUOTA)),
                preempts(file.value("preempts")));
    }

    /// An empty list means that none may.
    private static List<JobSpec.Type> preempts(Value value) {
        if (value.absent()) return NamespaceSpec.PREEMPTS;
        var types = new ArrayList<JobSpec.Type>();
        if (!value.isList()) {
            value.wrong(
                    "should be a list of types of jobs that may displace others, as [system]; there"
                            + " are "
                            + String.join(", ", JobFile.TYPES.keySet()));
            return types;
        }
        for (var element : value.list(JobFile.TYPES.size())) {
            var type = element.choice(JobFile.TYPES, JobSpec.Type.SYSTEM);
            if (types.contains(type)) element.wrong("is there twice");
            else types.add(type);
        }
        return types;
    }

    private static Quota quota(Mapping quota) {
        long none = Quota.UNLIMITED;
        return new Quota(
                quota.value("cpu").frequencies(Quota.CPU_MHZ_MAX, none),
                quota.value("memory").size(0, Quota.MEMORY_BYTES_MAX, none),
                quota.value("allocations").whole(0, Quota.ALLOCATIONS_MAX, none),
                pools(quota.value("pools")));
    }

    /// No pool is not what an empty list would mean.
    private static List<String> pools(Value value) {
        var pools = new ArrayList<String>();
        if (value.emptyList())
            value.wrong("should name at least one, or be left out: then all pools are allowed");
        for (var element : value.list(Quota.POOLS_MAX)) {
            var pool = element.text("", Rule.NAME);
            if (pool.equals(Quota.ALL_POOLS))
                element.wrong("should name one pool; leave pools out, and all are allowed");
            else if (pools.contains(pool)) element.wrong("is there twice: \"" + pool + "\"");
            else if (!pool.isEmpty()) pools.add(pool);
        }
        return pools;
    }
}
