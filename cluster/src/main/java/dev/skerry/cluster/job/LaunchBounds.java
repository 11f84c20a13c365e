package dev.skerry.cluster.job;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.kernel.cron.Cron;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// What a [Launch] may ask for, whoever wrote it.
public final class LaunchBounds {
    public static final String HAPPENS_SHOULD = "one that comes: no month has such a day";
    public static final String ZONE_SHOULD = "a time zone as UTC, Europe/Berlin or +02:00";
    public static final String ENDS_SHOULD =
            "batch or sysbatch: what is launched again and again has to end";

    public static final String STAYS_SHOULD =
            "batch or system: with on: node it is placed once and stays, and its node runs it by"
                    + " its calendar";

    public static final String ONCE_SHOULD = "there once";
    public static final String REQUIRED_SHOULD = "left out, since metaRequired has it already";

    private static final String PROMOTED_SHOULD =
            "left out with on: node: what rests until its time is healthy, so that its canaries"
                    + " would prove nothing; run them by `skerry job periodic force`, look at what"
                    + " came of it, and promote them by hand";

    /// What is added to a parent's name for its children: `-dispatch-1790000000-0123abcd`.
    private static final int SUFFIX_CHARACTERS = 29;

    private static final int NAME_CHARACTERS_MAX = 64 - SUFFIX_CHARACTERS;
    private static final String NAME_SHOULD =
            "at most %d characters: its children have its name with the time behind it"
                    .formatted(NAME_CHARACTERS_MAX);

    private LaunchBounds() {}

    /// The first thing that is out of bounds, or null.
    static @Nullable Refusal wrong(JobSpec spec) {
        return switch (spec.launch()) {
            case null -> null;
            case Launch.Periodic it -> {
                var wrong = parent(spec);
                yield wrong == null ? calendar(it) : wrong;
            }
            case Launch.OnNode it -> {
                if (!stays(spec.type()))
                    yield new Refusal.Invalid("type", spec.type().word(), STAYS_SHOULD);
                var wrong = calendar(it);
                yield wrong == null ? promoted(spec) : wrong;
            }
            case Launch.Parameterized it -> {
                var wrong = parent(spec);
                yield wrong == null ? parameterized(spec, it) : wrong;
            }
            case Launch.Launched it -> launched(it);
        };
    }

    private static @Nullable Refusal parent(JobSpec spec) {
        var name = spec.key().name();
        var launch = spec.launch();
        if (!spec.type().ends())
            return new Refusal.Invalid("type", spec.type().word(), ENDS_SHOULD);
        if (name.length() > NAME_CHARACTERS_MAX)
            return new Refusal.Invalid("job", name, NAME_SHOULD);
        if (launch != null && (launch.keep() < 0 || launch.keep() > Launch.KEEP_MAX))
            return new Refusal.Invalid(
                    launch.word() + ".keep", launch.keep() + "", "from 0 to " + Launch.KEEP_MAX);
        return null;
    }

    /// Whether a node can run jobs of that type by a calendar: a sysbatch is done where it has run
    /// once, and a service is never done.
    public static boolean stays(JobSpec.Type type) {
        return type == JobSpec.Type.BATCH || type == JobSpec.Type.SYSTEM;
    }

    /// What rests is healthy, so that a canary would be promoted before it has run once.
    private static @Nullable Refusal promoted(JobSpec spec) {
        for (var group : spec.groups()) {
            var update = group.policies().update();
            if (update != null && update.autoPromote())
                return new Refusal.Invalid(
                        "groups.%s.update.autoPromote".formatted(group.name()),
                        "true",
                        PROMOTED_SHOULD);
        }
        return null;
    }

    private static @Nullable Refusal calendar(Launch.Calendar it) {
        if (it.cron().isEmpty())
            return new Refusal.Invalid("periodic.cron", "", "at least one schedule");
        for (int i = 0; i < it.cron().size(); i++) {
            var field = "periodic.cron[" + i + "]";
            var text = it.cron().get(i);
            var cron = Cron.parse(text);
            if (cron == null) return new Refusal.Invalid(field, text, Cron.should(text));
            if (!cron.happens()) return new Refusal.Invalid(field, text, HAPPENS_SHOULD);
        }
        return zone(it.timeZone())
                ? null
                : new Refusal.Invalid("periodic.timeZone", it.timeZone(), ZONE_SHOULD);
    }

    /// Whether whoever asks knows such a time zone.
    public static boolean zone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static @Nullable Refusal parameterized(JobSpec spec, Launch.Parameterized it) {
        var seen = new HashSet<String>();
        for (var key : it.metaRequired()) {
            var wrong = key("parameterized.metaRequired", key, seen.add(key), spec);
            if (wrong != null) return wrong;
        }
        for (var key : it.metaOptional()) {
            if (it.metaRequired().contains(key))
                return new Refusal.Invalid("parameterized.metaOptional", key, REQUIRED_SHOULD);
            var wrong = key("parameterized.metaOptional", key, seen.add(key), spec);
            if (wrong != null) return wrong;
        }
        int all = seen.size();
        for (var key : spec.meta().keySet()) if (!seen.contains(key)) all++;
        if (all <= JobBounds.META_MAX) return null;
        return new Refusal.Invalid(
                "parameterized.metaRequired",
                all + " keys with those of meta",
                "at most " + JobBounds.META_MAX + " together");
    }

    private static @Nullable Refusal key(String field, String key, boolean once, JobSpec spec) {
        if (!Names.key(key)) return new Refusal.Invalid(field, key, Names.KEY_SHOULD);
        if (!once) return new Refusal.Invalid(field, key, ONCE_SHOULD);
        for (var group : spec.groups())
            if (group.meta().containsKey(key))
                return new Refusal.Invalid(
                        field,
                        key,
                        "a key that no group has in its meta, which would hide what is dispatched");
        return null;
    }

    private static @Nullable Refusal launched(Launch.Launched it) {
        long bytes = Launch.Launched.bytes(it.payload());
        return bytes > Launch.Launched.PAYLOAD_BYTES_MAX ? payload(bytes) : null;
    }

    /// It is too large.
    public static Refusal payload(long bytes) {
        return new Refusal.Invalid(
                "payload",
                "%,d bytes".formatted(bytes),
                "at most %s; what is larger is fetched by the task from where it lies"
                        .formatted(Text.size(Launch.Launched.PAYLOAD_BYTES_MAX)));
    }
}
