package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A job as people write it, in YAML or JSON.
///
/// What is not written has the defaults of [dev.skerry.cluster.job].
public final class JobFile {
    /// By the words of people.
    public static final Map<String, JobSpec.Type> TYPES =
            Choices.of(JobSpec.Type.values(), JobSpec.Type::word);

    private JobFile() {}

    /// Reads the file of a job.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param fileName for messages
    public static FileReading<JobSpec> parse(
            byte[] bytes, String fileName, ExpressionCheck expressions) {
        return parse(bytes, Wording.of(fileName, null, bytes), expressions, "");
    }

    /// Reads a job.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    /// @param asked the namespace that it is meant for, and may not contradict; empty: that is for
    ///   the file to say
    public static FileReading<JobSpec> parse(
            byte[] bytes, Wording wording, ExpressionCheck expressions, String asked) {
        var few = expressions.upTo(JobBounds.JOB_CHARACTERS_MAX);
        return Yaml.read(bytes, wording, JobFileKeys.JOB, job -> bounded(job, few, asked));
    }

    private static JobSpec bounded(Mapping job, ExpressionCheck check, String asked) {
        var spec = job(job, check, namespace(job.value("namespace"), asked));
        var wrong = job.nothingWrong() ? JobBounds.wrong(spec) : null;
        if (wrong != null) job.wrong(wrong.sentence());
        return spec;
    }

    private static String namespace(Value value, String asked) {
        var otherwise = asked.isEmpty() ? JobKey.DEFAULT_NAMESPACE : asked;
        var namespace = value.text(otherwise, Rule.NAME);
        if (!asked.isEmpty() && !namespace.equals(asked))
            value.wrong("should be \"%s\", as it was asked for, or left out".formatted(asked));
        return namespace;
    }

    private static JobSpec job(Mapping job, ExpressionCheck check, String namespace) {
        var type = job.value("type").choice(TYPES, JobSpec.Type.SERVICE);
        var name = job.value("job").required(Rule.NAME);
        var names = new VariableNames();
        var update = UpdateReader.of(job, type);
        var meta = ProgramTexts.meta(job.value("meta"), names);
        var launch = new LaunchReader(type, names).launch(job);
        boolean ends = type.ends() || launch instanceof Launch.OnNode;
        return new JobSpec(
                new JobKey(namespace, name),
                type,
                (int) job.value("priority").whole(1, 100, JobSpec.PRIORITY_DEFAULT),
                where(job),
                new PlacementReader(check).placement(job, type),
                meta,
                groups(
                        job.value("groups"),
                        new GroupReader(type, ends, new PlacementReader(check), update, names)),
                launch);
    }

    private static JobSpec.Where where(Mapping job) {
        var datacenters =
                job.value("datacenters").texts(JobBounds.DATACENTERS_MAX, JobRules.DATACENTER);
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
}
