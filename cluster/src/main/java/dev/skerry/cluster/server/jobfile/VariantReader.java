package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// In which ways a task is run: the one that its own keys say, or those of its `variants`.
record VariantReader(RunReader runs) {
    /// Of a file that is refused.
    private static final Variant NOTHING =
            Variant.only(TaskRun.plain("", new TaskSpec.RunSpec("", List.of(), Map.of(), "")));

    List<Variant> variants(Mapping task) {
        var value = task.value("variants");
        if (value.absent()) return List.of(Variant.only(runs.run(task)));
        for (var key : JobFileKeys.TASK.names())
            if (JobFileKeys.VARIANT.names().contains(key) && task.has(key))
                task.value(key).wrongKey("should stand in the variants, since there are some");
        var variants = new ArrayList<Variant>();
        var names = new HashSet<String>();
        for (var element : value.list(JobBounds.VARIANTS_MAX)) {
            var variant = variant(element);
            if (!names.add(variant.name()))
                element.wrong(
                        "is named \"%s\", as another variant; names differ"
                                .formatted(variant.name()));
            variants.add(variant);
        }
        if (!variants.isEmpty()) return variants;
        if (value.emptyList()) value.wrong("should have at least one variant");
        return List.of(NOTHING);
    }

    /// One that is not named is called by its driver.
    private Variant variant(Value value) {
        var variant = value.mapping(JobFileKeys.VARIANT);
        var run = runs.run(variant);
        var unnamed = run.driver().replace("rawExec", "raw-exec");
        return new Variant(
                variant.value("name").text(unnamed, Rule.NAME),
                new Variant.Fit(
                        variant.value("arch").text("", Rule.NAME),
                        variant.value("cpu").text("", Rule.NAME),
                        variant.value("libc").text("", Rule.NAME)),
                run);
    }
}
