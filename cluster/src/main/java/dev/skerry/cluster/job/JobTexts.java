package dev.skerry.cluster.job;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a job says in words: each text within its bound, and how much it is together.
///
/// A job goes to the log, to every node that runs it and into their journals, so its size is
/// bounded once, here.
final class JobTexts {
    /// What a text costs besides its characters.
    private static final int ELEMENT_CHARACTERS = 16;

    private long characters;
    private @Nullable Refusal wrong;

    private JobTexts() {}

    static JobTexts of(JobSpec spec) {
        var texts = new JobTexts();
        texts.text("pool", spec.where().pool(), JobBounds.WORD_CHARACTERS_MAX);
        texts.all("datacenters", spec.where().datacenters(), JobBounds.DATACENTERS_MAX);
        texts.placement("", spec.placement());
        texts.entries("meta", spec.meta(), JobBounds.META_MAX, JobBounds.WORD_CHARACTERS_MAX);
        for (var group : spec.groups()) texts.group(group);
        texts.launch(spec.launch());
        return texts;
    }

    /// What one allocation of the group carries to its node.
    static JobTexts of(Map<String, String> jobMeta, GroupSpec group, @Nullable Launch launch) {
        var texts = new JobTexts();
        texts.entries("meta", jobMeta, JobBounds.META_MAX, JobBounds.WORD_CHARACTERS_MAX);
        texts.group(group);
        texts.launch(launch);
        return texts;
    }

    private void launch(@Nullable Launch launch) {
        switch (launch) {
            case null -> {}
            case Launch.Calendar it -> {
                all("periodic.cron", it.cron(), Launch.Calendar.CRON_MAX);
                text("periodic.timeZone", it.timeZone(), JobBounds.WORD_CHARACTERS_MAX);
            }
            case Launch.Parameterized it -> {
                all("parameterized.metaRequired", it.metaRequired(), JobBounds.META_MAX);
                all("parameterized.metaOptional", it.metaOptional(), JobBounds.META_MAX);
            }
            case Launch.Launched it -> {
                text("parent", it.parent(), JobBounds.WORD_CHARACTERS_MAX);
                text("payload", it.payload(), Launch.Launched.PAYLOAD_CHARACTERS_MAX);
            }
        }
    }

    /// The first that is out of bounds; null: none is.
    @Nullable Refusal wrong() {
        return wrong;
    }

    long characters() {
        return characters;
    }

    private void group(GroupSpec group) {
        var field = "groups." + group.name() + ".";
        text(field, group.name(), JobBounds.WORD_CHARACTERS_MAX);
        placement(field, group.placement());
        entries(field + "meta", group.meta(), JobBounds.META_MAX, JobBounds.WORD_CHARACTERS_MAX);
        for (var label : group.ports().keySet())
            text(field + "ports", label, JobBounds.WORD_CHARACTERS_MAX);
        for (var task : group.tasks()) task(field + "tasks." + task.name() + ".", task);
    }

    private void placement(String field, Placement placement) {
        all(field + "constraints", placement.constraints(), JobBounds.EXPRESSIONS_MAX);
        count(field + "affinities", placement.affinities().size(), JobBounds.EXPRESSIONS_MAX);
        for (var affinity : placement.affinities())
            text(field + "affinities", affinity.when(), JobBounds.WORD_CHARACTERS_MAX);
        count(field + "spread", placement.spreads().size(), JobBounds.EXPRESSIONS_MAX);
        for (var spread : placement.spreads()) {
            text(field + "spread", spread.by(), JobBounds.WORD_CHARACTERS_MAX);
            count(field + "spread.targets", spread.targets().size(), JobBounds.TARGETS_MAX);
            for (var target : spread.targets())
                text(field + "spread.targets", target.value(), JobBounds.WORD_CHARACTERS_MAX);
        }
        var distinct = placement.distinctProperty();
        if (distinct != null)
            text(field + "distinctProperty", distinct.by(), JobBounds.WORD_CHARACTERS_MAX);
    }

    private void task(String field, TaskSpec task) {
        text(field, task.name(), JobBounds.WORD_CHARACTERS_MAX);
        count(field + "variants", task.variants().size(), JobBounds.VARIANTS_MAX);
        for (var variant : task.variants()) variant(field, variant);
        all(field + "after", task.role().after(), JobBounds.TASKS_MAX);
        text(field + "stop.signal", task.stop().signal(), JobBounds.WORD_CHARACTERS_MAX);
        count(field + "checks", task.checks().size(), JobBounds.CHECKS_MAX);
        for (var check : task.checks()) check(field + "checks." + check.name() + ".", check);
    }

    private void variant(String task, Variant variant) {
        var field = variant.name().isEmpty() ? task : task + "variants." + variant.name() + ".";
        if (!variant.name().isEmpty()) text(field, variant.name(), JobBounds.WORD_CHARACTERS_MAX);
        fit(field + "fit.", variant.fit());
        var run = variant.run();
        text(field + "driver", run.driver(), JobBounds.WORD_CHARACTERS_MAX);
        all(field + "confine", run.confinement().must(), Confinement.WORDS.size());
        run(field, run);
    }

    private void fit(String field, Variant.Fit fit) {
        if (fit.equals(Variant.Fit.ANY)) return;
        text(field + "arch", fit.arch(), JobBounds.WORD_CHARACTERS_MAX);
        text(field + "cpu", fit.cpu(), JobBounds.WORD_CHARACTERS_MAX);
        text(field + "libc", fit.libc(), JobBounds.WORD_CHARACTERS_MAX);
    }

    private void run(String field, TaskRun run) {
        switch (run) {
            case TaskRun.OfProgram it -> program(field, it.program());
            case TaskRun.Java(var it, var started, _) -> {
                text(field + "jar", it.jar(), JobBounds.WORD_CHARACTERS_MAX);
                text(field + "main", it.main(), JobBounds.WORD_CHARACTERS_MAX);
                arguments(field + "classPath", it.classPath());
                arguments(field + "jvmArgs", it.jvmArgs());
                text(field + "user", it.user(), JobBounds.WORD_CHARACTERS_MAX);
                started(field, started.args(), started.env());
            }
            case TaskRun.Wasm(var module, var started, var grants) -> {
                text(field + "module", module, JobBounds.WORD_CHARACTERS_MAX);
                all(field + "folders", grants.folders(), JobBounds.FOLDERS_MAX);
                all(field + "listen", grants.ports(), JobBounds.PORTS_MAX);
                started(field, started.args(), started.env());
            }
            case TaskRun.Container(var image, var started, var rules) -> {
                text(field + "image", image, JobBounds.WORD_CHARACTERS_MAX);
                arguments(field + "entrypoint", rules.entrypoint());
                text(field + "workDir", rules.workDir(), JobBounds.WORD_CHARACTERS_MAX);
                text(field + "user", rules.user(), JobBounds.WORD_CHARACTERS_MAX);
                mounts(field + "mounts", rules.mounts());
                started(field, started.args(), started.env());
            }
        }
    }

    private void mounts(String field, List<TaskRun.FolderMount> mounts) {
        all(field, mounts.stream().map(TaskRun.FolderMount::at).toList(), JobBounds.FOLDERS_MAX);
        all(
                field,
                mounts.stream().map(TaskRun.FolderMount::folder).toList(),
                JobBounds.FOLDERS_MAX);
    }

    private void program(String field, TaskSpec.RunSpec program) {
        text(field + "command", program.command(), JobBounds.WORD_CHARACTERS_MAX);
        text(field + "user", program.user(), JobBounds.WORD_CHARACTERS_MAX);
        started(field, program.args(), program.env());
    }

    private void started(String field, List<String> args, Map<String, String> env) {
        arguments(field + "args", args);
        entries(field + "env", env, JobBounds.ARGUMENTS_MAX, JobBounds.ARGUMENT_CHARACTERS_MAX);
    }

    private void check(String field, CheckSpec check) {
        text(field + "name", check.name(), JobBounds.WORD_CHARACTERS_MAX);
        switch (check.target()) {
            case CheckSpec.Target.Http(var port, var path) -> {
                text(field + "port", port, JobBounds.WORD_CHARACTERS_MAX);
                text(field + "path", path, JobBounds.WORD_CHARACTERS_MAX);
            }
            case CheckSpec.Target.Tcp(var port) ->
                    text(field + "port", port, JobBounds.WORD_CHARACTERS_MAX);
            case CheckSpec.Target.Script(var command, var args) -> {
                text(field + "command", command, JobBounds.WORD_CHARACTERS_MAX);
                arguments(field + "args", args);
            }
        }
    }

    private void arguments(String field, List<String> args) {
        count(field, args.size(), JobBounds.ARGUMENTS_MAX);
        for (int i = 0; i < args.size(); i++)
            text(field + "[" + i + "]", args.get(i), JobBounds.ARGUMENT_CHARACTERS_MAX);
    }

    private void all(String field, List<String> texts, int countMax) {
        count(field, texts.size(), countMax);
        for (var text : texts) text(field, text, JobBounds.WORD_CHARACTERS_MAX);
    }

    private void entries(
            String field, Map<String, String> entries, int countMax, int charactersMax) {
        count(field, entries.size(), countMax);
        entries.forEach((key, value) -> {
            text(field, key, JobBounds.WORD_CHARACTERS_MAX);
            text(field + "." + key, value, charactersMax);
        });
    }

    private void count(String field, int count, int max) {
        if (count <= max || wrong != null) return;
        wrong = new Refusal.Invalid(field, count + " entries", "at most " + max + " entries");
    }

    private void text(String field, String text, int charactersMax) {
        characters += text.length() + ELEMENT_CHARACTERS;
        boolean right = text.length() <= charactersMax && Text.plain(text);
        if (right || wrong != null) return;
        wrong =
                new Refusal.Invalid(
                        field,
                        text,
                        "text of at most %,d characters without control characters"
                                .formatted(charactersMax));
    }
}
