package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
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

/// By what a job of that type is launched, if it is not placed as soon as it is accepted.
record LaunchReader(JobSpec.Type type, VariableNames names) {
    static final Map<String, Payload> PAYLOADS = Choices.of(Payload.values(), Payload::word);

    /// Null: it is placed as soon as it is accepted.
    @Nullable Launch launch(Mapping job) {
        var periodic = job.value("periodic");
        var parameterized = job.value("parameterized");
        var one = periodic.absent() ? parameterized : periodic;
        if (one.absent()) return null;
        if (!type.ends()) one.wrongKey("is for jobs whose type is " + LaunchBounds.ENDS_SHOULD);
        if (!periodic.absent() && !parameterized.absent())
            parameterized.wrongKey("should be left out: the job is periodic already");
        return periodic.absent() ? parameterized(parameterized) : periodic(periodic);
    }

    private static Periodic periodic(Value value) {
        var periodic = value.mapping(JobFileKeys.PERIODIC);
        return new Periodic(
                cron(periodic.value("cron")),
                periodic.value("timeZone")
                        .parsed(
                                it -> LaunchBounds.zone(it) ? it : null,
                                LaunchBounds.ZONE_SHOULD,
                                Periodic.TIME_ZONE_DEFAULT),
                periodic.value("noOverlap").flag(false),
                periodic.value("enabled").flag(true),
                keep(periodic));
    }

    private static List<String> cron(Value value) {
        var all = new ArrayList<String>();
        if (value.absent()) value.missing("it should be " + Cron.SHOULD);
        if (value.emptyList()) value.wrong("should have at least one schedule");
        for (var each : value.listOrOne(Periodic.CRON_MAX)) {
            var text = each.parsed(it -> Cron.parse(it) == null ? null : it, Cron.SHOULD, "");
            var cron = Cron.parse(text);
            if (cron == null) continue;
            if (!cron.happens()) each.wrong("should be " + LaunchBounds.HAPPENS_SHOULD);
            all.add(text);
        }
        return all;
    }

    private Parameterized parameterized(Value value) {
        var parameterized = value.mapping(JobFileKeys.PARAMETERIZED);
        return new Parameterized(
                parameterized.value("payload").choice(PAYLOADS, Payload.OPTIONAL),
                keys(parameterized.value("metaRequired")),
                keys(parameterized.value("metaOptional")),
                keep(parameterized));
    }

    /// What is dispatched becomes variables as well.
    private List<String> keys(Value value) {
        var all = new ArrayList<String>();
        for (var each : value.list(JobBounds.META_MAX)) {
            var key = each.text("", JobRules.META_KEY);
            if (!key.isEmpty()) names.meta(Map.of(key, each));
            all.add(key);
        }
        return all;
    }

    private static int keep(Mapping mapping) {
        return (int) mapping.value("keep").whole(0, Launch.KEEP_MAX, Launch.KEEP_DEFAULT);
    }
}
