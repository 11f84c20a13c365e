package dev.skerry.cluster.job;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much a job may ask for, whoever wrote it and in whatever form.
public final class JobBounds {
    public static final int GROUPS_MAX = 20;
    public static final int TASKS_MAX = 20;
    public static final int COUNT_MAX = 100_000;
    public static final int PORTS_MAX = 100;
    public static final int PRIORITY_MAX = 100;
    public static final long CPU_MHZ_MAX = 10_000_000;
    public static final long BYTES_MAX = 1L << 50;

    /// With less no JVM says hello.
    public static final long JVM_MEMORY_MIN = 24L << 20;

    /// With less no module gets a host.
    public static final long WASM_MEMORY_MIN = 64L << 20;

    public static final int PORT_MAX = 65_535;

    public static final int META_MAX = 64;
    public static final int DATACENTERS_MAX = 64;
    public static final int EXPRESSIONS_MAX = 64;
    public static final int TARGETS_MAX = 256;
    public static final int CHECKS_MAX = 16;
    public static final int VARIANTS_MAX = 16;

    /// Of its run, that a module may have.
    public static final int FOLDERS_MAX = 16;

    /// Arguments of a program, and variables of a task.
    public static final int ARGUMENTS_MAX = 512;

    /// Of one argument or variable. The codec reads no text of 32,768 and more.
    public static final int ARGUMENT_CHARACTERS_MAX = 8_192;

    public static final int WORD_CHARACTERS_MAX = 1_024;

    /// All texts of a job together; each counts 16 more than it has. Of these, at most 2 MiB become
    /// bytes of JSON.
    public static final int JOB_CHARACTERS_MAX = 65_536;

    private JobBounds() {}

    /// How much a job says in words, as [#JOB_CHARACTERS_MAX] counts it.
    public static long characters(JobSpec spec) {
        return JobTexts.of(spec).characters();
    }

    /// The same for what one allocation of the group carries to its node.
    public static long characters(
            Map<String, String> jobMeta, GroupSpec group, @Nullable Launch launch) {
        return JobTexts.of(jobMeta, group, launch).characters();
    }

    /// The first thing that is out of bounds, or null.
    public static @Nullable Refusal wrong(JobSpec spec) {
        var key = spec.key();
        if (!Names.word(key.name())) return word("name", key.name());
        if (!Names.word(key.namespace())) return word("namespace", key.namespace());
        if (spec.priority() < 1 || spec.priority() > PRIORITY_MAX) {
            return between("priority", spec.priority(), 1, PRIORITY_MAX);
        }
        if (spec.groups().isEmpty() || spec.groups().size() > GROUPS_MAX) {
            return new Refusal.Invalid(
                    "groups", spec.groups().size() + " groups", "1 to " + GROUPS_MAX + " groups");
        }
        var twice = twice("groups", spec.groups().stream().map(GroupSpec::name).toList());
        if (twice != null) return twice;
        for (var group : spec.groups()) {
            var wrong = wrong(spec.type(), group);
            if (wrong != null) return wrong;
        }
        var wrongLaunch = LaunchBounds.wrong(spec);
        if (wrongLaunch != null) return wrongLaunch;
        var texts = JobTexts.of(spec);
        if (texts.wrong() != null || texts.characters() <= JOB_CHARACTERS_MAX) return texts.wrong();
        return new Refusal.Invalid(
                "the size of the job",
                "%,d characters".formatted(texts.characters()),
                "at most %,d; large texts belong into files on the nodes"
                        .formatted(JOB_CHARACTERS_MAX));
    }

    private static @Nullable Refusal wrong(JobSpec.Type type, GroupSpec group) {
        var field = "groups." + group.name();
        if (!Names.word(group.name())) return word("groups", group.name());
        if (group.count() < 0 || group.count() > COUNT_MAX) {
            return between(field + ".count", group.count(), 0, COUNT_MAX);
        }
        if (type.everywhere() && group.count() != 1) {
            return new Refusal.Invalid(
                    field + ".count",
                    group.count() + "",
                    "1: a %s job runs once on each node".formatted(type.word()));
        }
        var wrongScaling = scaling(type, field, group);
        if (wrongScaling != null) return wrongScaling;
        var update = group.policies().update();
        var wrongUpdate = update == null ? null : UpdateBounds.wrong(type, field, update);
        if (wrongUpdate != null) return wrongUpdate;
        var migrate = group.policies().migrate();
        var wrongMigrate = migrate == null ? null : UpdateBounds.wrong(type, field, migrate);
        if (wrongMigrate != null) return wrongMigrate;
        if (group.tasks().isEmpty() || group.tasks().size() > TASKS_MAX) {
            return new Refusal.Invalid(
                    field + ".tasks",
                    group.tasks().size() + " tasks",
                    "1 to " + TASKS_MAX + " tasks");
        }
        var twice = twice(field + ".tasks", group.tasks().stream().map(TaskSpec::name).toList());
        if (twice != null) return twice;
        for (var task : group.tasks()) {
            var wrong = wrong(field + ".tasks." + task.name(), task);
            if (wrong != null) return wrong;
        }
        return ports(field + ".ports", group);
    }

    private static @Nullable Refusal scaling(JobSpec.Type type, String field, GroupSpec group) {
        var scaling = group.scaling();
        if (scaling == null) return null;
        var at = field + ".scaling";
        if (type != JobSpec.Type.SERVICE)
            return new Refusal.Invalid(at, "there", ScalingSpec.NOT_SCALED);
        if (scaling.max() < 0 || scaling.max() > COUNT_MAX)
            return between(at + ".max", scaling.max(), 0, COUNT_MAX);
        if (scaling.min() < 0 || scaling.min() > scaling.max())
            return between(at + ".min", scaling.min(), 0, scaling.max());
        if (scaling.has(group.count())) return null;
        var should = scaling.should(group.name());
        return new Refusal.Invalid(field + ".count", group.count() + "", should);
    }

    private static @Nullable Refusal wrong(String field, TaskSpec task) {
        if (!Names.word(task.name())) return word(field, task.name());
        var asked = task.resources();
        if (asked.cpuMhz() < 1 || asked.cpuMhz() > CPU_MHZ_MAX) {
            return cpu(field + ".resources.cpu", asked.cpuMhz());
        }
        if (asked.memoryBytes() < 1 || asked.memoryBytes() > BYTES_MAX) {
            return size(field + ".resources.memory", asked.memoryBytes(), 1);
        }
        if (asked.diskBytes() < 0 || asked.diskBytes() > BYTES_MAX) {
            return size(field + ".resources.disk", asked.diskBytes(), 0);
        }
        return variants(field + ".variants", task.variants());
    }

    /// One that is the only one has no name.
    private static @Nullable Refusal variants(String field, List<Variant> variants) {
        if (variants.size() == 1 && variants.getFirst().name().isEmpty()) return null;
        for (var variant : variants)
            if (!Names.word(variant.name())) return word(field, variant.name());
        return twice(field, variants.stream().map(Variant::name).toList());
    }

    private static @Nullable Refusal ports(String field, GroupSpec group) {
        if (group.ports().size() > PORTS_MAX) {
            return new Refusal.Invalid(
                    field, group.ports().size() + " ports", "at most " + PORTS_MAX + " ports");
        }
        var fixed = new HashSet<Integer>();
        for (var port : group.ports().entrySet()) {
            var name = field + "." + port.getKey();
            int number = port.getValue();
            if (number < 0 || number > PORT_MAX) return between(name, number, 0, PORT_MAX);
            if (number != 0 && !fixed.add(number)) {
                return new Refusal.Invalid(name, number + "", "a port that no other label has");
            }
        }
        return null;
    }

    private static @Nullable Refusal twice(String field, List<String> names) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) return new Refusal.Invalid(field, name, "there once");
        }
        return null;
    }

    private static Refusal word(String field, String value) {
        return new Refusal.Invalid(field, value, Names.WORD_SHOULD);
    }

    private static Refusal cpu(String field, long mhz) {
        var should = "from 1MHz to " + CPU_MHZ_MAX / 1_000 + "GHz";
        return new Refusal.Invalid(field, mhz + "MHz", should);
    }

    private static Refusal size(String field, long bytes, long least) {
        var should = "from " + Text.size(least) + " to " + Text.size(BYTES_MAX);
        return new Refusal.Invalid(field, Text.size(bytes), should);
    }

    private static Refusal between(String field, long value, long least, long most) {
        return new Refusal.Invalid(field, value + "", "from " + least + " to " + most);
    }
}
