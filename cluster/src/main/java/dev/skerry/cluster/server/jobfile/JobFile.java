package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// A job as people write it, in YAML or JSON.
///
/// What is not written has the defaults of [dev.skerry.cluster.job]. All that is wrong is reported
/// at once, at most 50 problems.
public final class JobFile {

    static final Map<String, JobSpec.Type> TYPES =
            Choices.of(
                    "service", JobSpec.Type.SERVICE,
                    "batch", JobSpec.Type.BATCH,
                    "system", JobSpec.Type.SYSTEM);

    private JobFile() {}

    /// What a file turned out to be.
    public sealed interface JobReading {}

    /// A job with every default filled in.
    public record Parsed(JobSpec spec) implements JobReading {}

    /// No job.
    ///
    /// @param problems in the order of the file, at least one, at most 50
    public record Wrong(List<Problem> problems) implements JobReading {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }

    /// Reads the file of a job.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param fileName for messages
    public static JobReading parse(byte[] bytes, String fileName, ExpressionCheck expressions) {
        return parse(bytes, Wording.of(fileName, null, bytes), expressions);
    }

    /// Reads a job.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    public static JobReading parse(byte[] bytes, Wording wording, ExpressionCheck expressions) {
        var problems = new Problems();
        var root = Yaml.read(bytes, wording, problems);
        var spec = root == null ? null : job(root, problems, expressions);
        if (root != null && spec != null && problems.none()) {
            var wrong = JobBounds.wrong(spec);
            if (wrong == null) return new Parsed(spec);
            problems.add(root, "", "", wrong.sentence());
        }
        return new Wrong(wording.said(problems.all()));
    }

    private static @Nullable JobSpec job(Node root, Problems problems, ExpressionCheck check) {
        var file = new Value(problems, "", root, root);
        var job = file.document(Keys.JOB);
        if (job == null) return null;
        var type = job.value("type").choice(TYPES, JobSpec.Type.SERVICE);
        var name = job.value("job").required(Rule.NAME);
        var namespace = job.value("namespace").text(JobKey.DEFAULT_NAMESPACE, Rule.NAME);
        var names = new VariableNames();
        var meta = job.value("meta").meta(names);
        return new JobSpec(
                new JobKey(namespace, name),
                type,
                (int) job.value("priority").whole(1, 100, JobSpec.PRIORITY_DEFAULT),
                where(job),
                new PlacementReader(check).placement(job, type),
                meta,
                groups(
                        job.value("groups"),
                        new GroupReader(type, new PlacementReader(check), names)));
    }

    private static JobSpec.Where where(Mapping job) {
        var datacenters =
                job.value("datacenters").texts(JobBounds.DATACENTERS_MAX, Rule.DATACENTER);
        return new JobSpec.Where(
                job.value("pool").text(JobSpec.Where.POOL_DEFAULT, Rule.NAME),
                datacenters.isEmpty() ? JobSpec.Where.ANYWHERE.datacenters() : datacenters);
    }

    private static List<GroupSpec> groups(Value value, GroupReader reader) {
        var groups = new ArrayList<GroupSpec>();
        value.entries(JobBounds.GROUPS_MAX, Rule.NAME)
                .forEach((name, group) -> groups.add(reader.group(name, group)));
        if (value.absent())
            value.missing("it should name at least one group of tasks, as groups: {web: {...}}");
        else if (value.emptyMapping()) value.wrong("should name at least one group of tasks");
        return groups;
    }

    /// The keys that are known, by the kind of mapping that they stand in.
    static Map<String, List<String>> keys() {
        var keys = new LinkedHashMap<String, List<String>>();
        for (var each : Keys.ALL) keys.put(each.kind(), each.names());
        return keys;
    }
}
