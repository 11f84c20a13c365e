package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that a job says, field by field, in the words of the job file: `groups[web].count` is `3`,
/// `groups[web].tasks[server].stop.timeout` is `10s`. Two specs that differ have different fields.
final class JobFields {
    private final SequencedMap<String, String> fields = new LinkedHashMap<>();

    private JobFields() {}

    /// By their paths, in the order of the job file.
    static SequencedMap<String, String> of(JobSpec spec) {
        var all = new JobFields();
        all.put("job", spec.key().name());
        all.put("namespace", spec.key().namespace());
        all.put("type", word(JobFile.TYPES, spec.type()));
        all.put("priority", spec.priority());
        all.put("pool", spec.where().pool());
        all.list("datacenters", spec.where().datacenters());
        all.placement("", spec.placement());
        all.launch(spec.launch());
        all.map("meta.", spec.meta());
        for (var group : spec.groups()) all.group("groups[" + group.name() + "].", group);
        return all.fields;
    }

    void put(String path, Object value) {
        fields.put(path, value.toString());
    }

    /// What is empty or 0 unless it is written.
    void put(String path, Object value, Object unsaid) {
        if (!value.equals(unsaid)) put(path, value);
    }

    void list(String path, List<String> all) {
        for (int i = 0; i < all.size(); i++) put(path + "[" + i + "]", all.get(i));
    }

    void map(String path, Map<String, ?> all) {
        new TreeMap<>(all).forEach((key, value) -> put(path + key, value));
    }

    private void launch(@Nullable Launch launch) {
        switch (launch) {
            case null -> {}
            case Launch.Periodic it -> {
                list("periodic.cron", it.cron());
                put("periodic.timeZone", it.timeZone());
                put("periodic.noOverlap", it.noOverlap());
                put("periodic.enabled", it.enabled());
                put("periodic.keep", it.keep());
            }
            case Launch.OnNode it -> {
                list("periodic.cron", it.cron());
                put("periodic.on", "node");
                put("periodic.timeZone", it.timeZone());
                put("periodic.enabled", it.enabled());
            }
            case Launch.Parameterized it -> {
                put("parameterized.payload", it.payload().word());
                list("parameterized.metaRequired", it.metaRequired());
                list("parameterized.metaOptional", it.metaOptional());
                put("parameterized.keep", it.keep());
            }
            case Launch.Launched it -> put("parent", it.parent());
        }
    }

    /// The word of a closed set.
    private static <T> String word(Map<String, T> words, T value) {
        for (var each : words.entrySet()) if (each.getValue().equals(value)) return each.getKey();
        return value.toString();
    }

    private void placement(String at, Placement it) {
        list(at + "constraints", it.constraints());
        for (int i = 0; i < it.affinities().size(); i++) {
            var affinity = it.affinities().get(i);
            put(at + "affinities[" + i + "].when", affinity.when());
            put(at + "affinities[" + i + "].weight", affinity.weight());
        }
        for (int i = 0; i < it.spreads().size(); i++) {
            var spread = it.spreads().get(i);
            var of = at + "spread[" + i + "].";
            put(of + "by", spread.by());
            put(of + "weight", spread.weight());
            for (var target : spread.targets())
                put(of + "targets." + target.value(), target.percent());
        }
        if (it.distinctHosts()) put(at + "distinctHosts", true);
        var distinct = it.distinctProperty();
        if (distinct == null) return;
        put(at + "distinctProperty.by", distinct.by());
        put(at + "distinctProperty.limit", distinct.limit());
    }

    private void group(String at, GroupSpec group) {
        put(at + "count", group.count());
        var scaling = group.scaling();
        if (scaling != null) {
            put(at + "scaling.min", scaling.min());
            put(at + "scaling.max", scaling.max());
        }
        placement(at, group.placement());
        restart(at + "restart.", group.policies().restart());
        reschedule(at + "reschedule.", group.policies().reschedule());
        disconnect(at + "disconnect.", group.policies().disconnect());
        var update = group.policies().update();
        if (update != null) update(at + "update.", update);
        var migrate = group.policies().migrate();
        if (migrate != null) {
            put(at + "migrate.maxParallel", migrate.maxParallel());
            put(at + "migrate.minHealthy", Text.duration(migrate.minHealthyMs()));
        }
        new TreeMap<>(group.ports())
                .forEach((label, number) -> put(at + "ports." + label, port(number)));
        map(at + "meta.", group.meta());
        for (var task : group.tasks()) task(at + "tasks[" + task.name() + "].", task);
    }

    private static String port(int number) {
        return number == 0 ? "{}" : "{static: %d}".formatted(number);
    }

    private void restart(String at, Policies.Restart it) {
        put(at + "attempts", it.attempts());
        put(at + "interval", Text.duration(it.intervalMs()));
        put(at + "delay", Text.duration(it.delayMs()));
        put(at + "mode", word(PolicyReader.MODES, it.mode()));
    }

    private void reschedule(String at, Policies.Reschedule it) {
        if (it.attempts() < 0) put(at + "unlimited", true);
        else put(at + "attempts", it.attempts());
        put(at + "interval", Text.duration(it.intervalMs()));
        put(at + "delay", Text.duration(it.delayMs()));
        put(at + "growth", word(PolicyReader.GROWTHS, it.growth()));
        put(at + "maxDelay", Text.duration(it.maxDelayMs()));
    }

    private void disconnect(String at, Policies.Disconnect it) {
        put(at + "lostAfter", Text.duration(it.lostAfterMs()));
        put(at + "stopAfter", Text.duration(it.stopAfterMs()));
        put(at + "replace", it.replace());
        put(at + "reconcile", word(PolicyReader.RECONCILES, it.reconcile()));
    }

    private void update(String at, UpdateSpec it) {
        put(at + "maxParallel", it.maxParallel());
        put(at + "minHealthy", Text.duration(it.minHealthyMs()));
        put(at + "healthyDeadline", Text.duration(it.healthyDeadlineMs()));
        put(at + "progressDeadline", Text.duration(it.progressDeadlineMs()));
        put(at + "canary", it.canary());
        put(at + "autoPromote", it.autoPromote());
        put(at + "autoRevert", it.autoRevert());
        put(at + "stagger", Text.duration(it.staggerMs()));
    }

    private void task(String at, TaskSpec task) {
        var names = task.variants().stream().map(Variant::name).toList();
        put(at + "variants", String.join(", ", names), "");
        for (var variant : task.variants()) TaskFields.variant(this, at, variant);
        TaskFields.role(this, at, task.role());
        put(at + "resources.cpu", task.resources().cpuMhz() + "MHz");
        put(at + "resources.memory", Units.sizeText(task.resources().memoryBytes()));
        put(at + "resources.disk", Units.sizeText(task.resources().diskBytes()));
        put(at + "cpuMax", task.cpuMaxMhz() + "MHz", "0MHz");
        put(at + "stop.signal", task.stop().signal());
        put(at + "stop.timeout", Text.duration(task.stop().timeoutMs()));
        put(at + "logs.maxFiles", task.logs().maxFiles());
        put(at + "logs.maxFileSize", Units.sizeText(task.logs().maxFileBytes()));
        for (var check : task.checks()) check(at + "checks[" + check.name() + "].", check);
    }

    private void check(String at, CheckSpec check) {
        switch (check.target()) {
            case CheckSpec.Target.Http(var port, var path) -> {
                put(at + "type", "http");
                put(at + "port", port);
                put(at + "path", path);
            }
            case CheckSpec.Target.Tcp(var port) -> {
                put(at + "type", "tcp");
                put(at + "port", port);
            }
            case CheckSpec.Target.Script(var command, var args) -> {
                put(at + "type", "script");
                put(at + "command", command);
                list(at + "args", args);
            }
        }
        put(at + "interval", Text.duration(check.intervalMs()));
        put(at + "timeout", Text.duration(check.timeoutMs()));
        put(at + "grace", Text.duration(check.graceMs()));
        put(at + "failures", check.failuresToRestart());
    }
}
