package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.ScalingSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One group of a job of that type.
///
/// @param ends what has ended well is done, at least until its next time
record GroupReader(
        JobSpec.Type type,
        boolean ends,
        PlacementReader placement,
        UpdateReader update,
        VariableNames ofJob) {
    /// In place of a count that is not there, or wrong.
    static final int UNSAID = -1;

    GroupSpec group(String name, Value value) {
        var group = value.mapping(JobFileKeys.GROUP);
        var names = new VariableNames(ofJob);
        var ports = ports(group.value("ports"), names);
        var meta = ProgramTexts.meta(group.value("meta"), names);
        int said = said(group.value("count"));
        var scaling = ScalingReader.scaling(type, group, said);
        int count = count(group.value("count"), said, scaling);
        var changes = update.update(group.value("update"), count);
        return new GroupSpec(
                name,
                count,
                placement.placement(group, type),
                new PolicyReader(type, ends).policies(group, changes),
                ports,
                meta,
                tasks(group.value("tasks"), new TaskReader(ports, names)),
                scaling);
    }

    private static int said(Value count) {
        return (int) count.whole(0, JobBounds.COUNT_MAX, UNSAID);
    }

    /// What nobody says is as few as may be.
    private int count(Value value, int said, @Nullable ScalingSpec scaling) {
        if (said == UNSAID) return scaling == null ? GroupSpec.COUNT_DEFAULT : scaling.min();
        if (type.everywhere() && said != 1)
            value.wrong(
                    "should be left out: a %s job has one allocation on each node"
                            .formatted(type.word()));
        if (scaling != null && !scaling.has(said))
            value.wrong(
                    "should be from %d to %d, as scaling says"
                            .formatted(scaling.min(), scaling.max()));
        return said;
    }

    private static Map<String, Integer> ports(Value value, VariableNames names) {
        var ports = new LinkedHashMap<String, Integer>();
        var labels = new LinkedHashMap<Integer, String>();
        var entries = value.entries(JobBounds.PORTS_MAX, JobRules.LABEL);
        names.ports(entries);
        for (var entry : entries.entrySet()) {
            var port = entry.getValue();
            int number = port.empty() ? 0 : fixed(port);
            var other = number == 0 ? null : labels.put(number, entry.getKey());
            if (other != null)
                port.wrong("is " + number + ", which " + value.path() + "." + other + " has too");
            ports.put(entry.getKey(), number);
        }
        return ports;
    }

    private static int fixed(Value port) {
        return (int) port.mapping(JobFileKeys.PORT).value("static").whole(1, JobBounds.PORT_MAX, 0);
    }

    private static List<TaskSpec> tasks(Value value, TaskReader reader) {
        var tasks = new ArrayList<TaskSpec>();
        value.entries(JobBounds.TASKS_MAX, Rule.NAME)
                .forEach((name, task) -> tasks.add(reader.task(name, task)));
        if (value.absent())
            value.missing("it should name at least one task, as tasks: {server: {...}}");
        else if (value.emptyMapping()) value.wrong("should name at least one task");
        return tasks;
    }
}
