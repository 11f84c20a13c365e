package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.scheduler.policy.VariantChoice;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// In which ways a task is run: the one that its own keys say, or those of its `variants`.
record VariantReader(RunReader runs) {
    private static final Map<String, String> ARCHES = words("amd64", "arm64", "arm", "riscv64");
    private static final Map<String, String> LIBCS = words("glibc", "musl");

    /// Of a file that is refused.
    private static final Variant NOTHING = Variant.only(RunReader.NOTHING);

    private static Map<String, String> words(String... all) {
        return Choices.of(all, Function.identity());
    }

    List<Variant> variants(Mapping task) {
        var value = task.value("variants");
        if (value.absent()) return List.of(Variant.only(runs.run(task)));
        for (var key : JobFileKeys.TASK.names())
            if (JobFileKeys.VARIANT.names().contains(key) && task.has(key))
                task.value(key).wrongKey("should stand in the variants, since there are some");
        var variants = new ArrayList<Variant>();
        var whole = new ArrayList<Variant>();
        for (var element : value.list(JobBounds.VARIANTS_MAX)) {
            int wrongs = element.wrongs();
            var variant = variant(element);
            variants.add(variant);
            if (element.wrongs() > wrongs) continue; // it is another one when that is mended
            compare(element, variant, whole);
            whole.add(variant);
        }
        if (!variants.isEmpty()) return variants;
        if (value.emptyList()) value.wrong("should have at least one variant");
        return List.of(NOTHING);
    }

    private static void compare(Value at, Variant variant, List<Variant> before) {
        for (var each : before) {
            var name = each.name();
            boolean same = each.run().equals(variant.run()) && each.fit().equals(variant.fit());
            if (same) at.wrong("is the same as \"%s\"; one of them will do".formatted(name));
            else if (VariantChoice.wherever(variant, each))
                at.wrong(
                        "is never run: wherever it could be, \"%s\" is, which stands before it;"
                                        .formatted(name)
                                + " what fits fewer nodes comes first");
            else if (name.equals(variant.name()))
                at.wrong("is named \"%s\", as another variant; names differ".formatted(name));
            else continue;
            return;
        }
    }

    private Variant variant(Value value) {
        var variant = value.mapping(JobFileKeys.VARIANT);
        var run = runs.run(variant);
        var fit =
                new Variant.Fit(
                        variant.value("arch").choice(ARCHES, ""),
                        variant.value("cpu").text("", JobRules.PROCESSOR),
                        variant.value("libc").choice(LIBCS, ""));
        return new Variant(variant.value("name").text(unnamed(fit, run), Rule.NAME), fit, run);
    }

    /// By what it needs: `arm64-musl`, `java`.
    private static String unnamed(Variant.Fit fit, TaskRun run) {
        boolean any = fit.equals(Variant.Fit.ANY);
        var driver = run instanceof TaskRun.RawExec ? "raw-exec" : run.driver();
        return Stream.of(
                        any || !(run instanceof TaskRun.Exec) ? driver : "",
                        fit.cpu().isEmpty() ? fit.arch() : fit.cpu(),
                        fit.libc())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("-"));
    }
}
