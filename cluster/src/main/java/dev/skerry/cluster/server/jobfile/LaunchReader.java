package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Launch.Calendar;
import dev.skerry.cluster.job.Launch.OnNode;
import dev.skerry.cluster.job.Launch.Parameterized;
import dev.skerry.cluster.job.Launch.Payload;
import dev.skerry.cluster.job.Launch.Periodic;
import dev.skerry.cluster.job.LaunchBounds;
import dev.skerry.kernel.cron.Cron;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// By what a job of that type is launched or run again and again, if it is.
record LaunchReader(JobSpec.Type type, VariableNames names) {
    static final Map<String, Payload> PAYLOADS = Choices.of(Payload.values(), Payload::word);

    private static final String FOR = "is for jobs whose type is ";

    /// Who runs it by its calendar; true: its node.
    static final Map<String, Boolean> ON = Choices.of("server", false, "node", true);

    /// Null: it runs once it is placed.
    @Nullable Launch launch(Mapping job) {
        var periodic = job.value("periodic");
        var parameterized = job.value("parameterized");
        var one = periodic.absent() ? parameterized : periodic;
        if (one.absent()) return null;
        if (!periodic.absent() && !parameterized.absent())
            parameterized.wrongKey("should be left out: the job is periodic already");
        if (!periodic.absent() && !periodic.isMapping()) return nothing(periodic);
        if (!periodic.absent()) return periodic(periodic);
        if (!type.ends()) parameterized.wrongKey(FOR + LaunchBounds.ENDS_SHOULD + itsType());
        return parameterized(parameterized);
    }

    /// All that is wrong is that nothing is said, whatever is missing in it.
    private static @Nullable Launch nothing(Value periodic) {
        periodic.mapping(JobFileKeys.PERIODIC);
        return null;
    }

    private Launch periodic(Value value) {
        var periodic = value.mapping(JobFileKeys.PERIODIC);
        var on = periodic.value("on");
        boolean system = type == JobSpec.Type.SYSTEM;
        // a word that is wrong is one problem: of what is only for nodes, it was to be theirs
        boolean onNode = on.choice(ON, system && !on.absent());
        if (onNode && !LaunchBounds.stays(type))
            value.wrongKey(FOR + LaunchBounds.STAYS_SHOULD + itsType());
        if (!onNode && !type.ends())
            value.wrongKey(
                    FOR
                            + LaunchBounds.ENDS_SHOULD
                            + itsType()
                            + (system ? ", which can say on: node" : ""));
        var cron = cron(periodic.value("cron"));
        var zone =
                periodic.value("timeZone")
                        .parsed(
                                it -> LaunchBounds.zone(it) ? it : null,
                                LaunchBounds.ZONE_SHOULD,
                                Calendar.TIME_ZONE_DEFAULT);
        var noOverlap = periodic.value("noOverlap");
        boolean alone = noOverlap.flag(onNode);
        boolean enabled = periodic.value("enabled").flag(true);
        if (!onNode) return new Periodic(cron, zone, alone, enabled, keep(periodic));
        if (!alone)
            noOverlap.wrong(
                    "should be true or left out: a node never runs it beside itself, and leaves out"
                            + " a time that comes while it runs");
        if (!periodic.value("keep").absent())
            periodic.value("keep")
                    .wrongKey("is for what servers launch: with on: node there are no children");
        return new OnNode(cron, zone, enabled);
    }

    private String itsType() {
        return "; this one is a " + type.word();
    }

    private static List<String> cron(Value value) {
        var all = new ArrayList<String>();
        if (value.absent()) value.missing("it should be " + Cron.SHOULD);
        if (value.emptyList()) value.wrong("should have at least one schedule");
        for (var each : value.listOrOne(Calendar.CRON_MAX)) {
            var text = each.parsed(it -> Cron.parse(it) == null ? null : it, Cron::should, "");
            var cron = Cron.parse(text);
            if (cron == null) continue;
            if (!cron.happens())
                each.wrong("should be " + LaunchBounds.HAPPENS_SHOULD + ", not \"" + text + '"');
            all.add(text);
        }
        return all;
    }

    private Parameterized parameterized(Value value) {
        var parameterized = value.mapping(JobFileKeys.PARAMETERIZED);
        var required = keys(parameterized.value("metaRequired"), List.of());
        return new Parameterized(
                parameterized.value("payload").choice(PAYLOADS, Payload.OPTIONAL),
                required,
                keys(parameterized.value("metaOptional"), required),
                keep(parameterized));
    }

    /// What is dispatched becomes variables as well.
    private List<String> keys(Value value, List<String> required) {
        var all = new ArrayList<String>();
        for (var each : value.list(JobBounds.META_MAX)) {
            var key = each.text("", JobRules.META_KEY);
            if (key.isEmpty()) continue;
            names.meta(Map.of(key, each));
            if (required.contains(key)) each.wrong("should be " + LaunchBounds.REQUIRED_SHOULD);
            else if (all.contains(key)) each.wrong("should be " + LaunchBounds.ONCE_SHOULD);
            all.add(key);
        }
        return all;
    }

    private static int keep(Mapping mapping) {
        return (int) mapping.value("keep").whole(0, Launch.KEEP_MAX, Launch.KEEP_DEFAULT);
    }
}
