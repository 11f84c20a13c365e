package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.Text;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// In what one version of a job differs from another, field by field in the words of the job file.
/// A plan says it so, a history, and whoever compares two versions.
///
/// @param from the number of the earlier version
/// @param to the number of the later one
/// @param changes in the order of the job file, at most [#CHANGES_MAX]
/// @param more changes there are, which are left out
@Json
public record JobDifference(long from, long to, List<FieldChange> changes, int more) {
    public static final int CHANGES_MAX = 500;

    private static final int SHOWN_CHARACTERS_MAX = 40;

    /// @param path `groups[web].tasks[server].env.PORT`
    /// @param from null: it was not there
    /// @param to null: it is gone
    @Json
    public record FieldChange(String path, @Nullable String from, @Nullable String to) {
        /// `groups[web].count: 1 -> 3`, with the beginning of what is long.
        String shortly() {
            if (to == null) return path + " is gone";
            return from == null
                    ? "%s: %s, new".formatted(path, shown(to))
                    : "%s: %s -> %s".formatted(path, shown(from), shown(to));
        }

        private static String shown(String value) {
            return Text.fit(value.replace('\n', ' '), SHOWN_CHARACTERS_MAX);
        }
    }

    public static JobDifference between(long from, JobSpec was, long to, JobSpec is) {
        var before = JobFields.of(was);
        var after = JobFields.of(is);
        var all = new ArrayList<FieldChange>();
        int count = 0;
        for (var path : paths(before, after)) {
            var old = before.get(path);
            var next = after.get(path);
            if (old != null && old.equals(next)) continue;
            if (count++ < CHANGES_MAX) all.add(new FieldChange(path, old, next));
        }
        if (count == 0 && !was.equals(is)) {
            all.add(new FieldChange("groups", order(was), order(is)));
            count++;
        }
        return new JobDifference(from, to, all, count - all.size());
    }

    /// The order in which groups, tasks and checks stand: `web[server(tcp-1)]`.
    private static String order(JobSpec spec) {
        var groups = new StringJoiner(", ");
        for (var group : spec.groups()) {
            var tasks = new StringJoiner(", ", group.name() + "[", "]");
            for (var task : group.tasks()) {
                var checks = new StringJoiner(", ", task.name() + "(", ")");
                for (var check : task.checks()) checks.add(check.name());
                tasks.add(checks.toString());
            }
            groups.add(tasks.toString());
        }
        return groups.toString();
    }

    /// Of both, what is gone where it was.
    private static SequencedSet<String> paths(
            SequencedMap<String, String> before, SequencedMap<String, String> after) {
        var paths = new LinkedHashSet<String>();
        var next = after.sequencedKeySet().iterator();
        for (var path : before.sequencedKeySet()) {
            if (after.containsKey(path)) while (!paths.contains(path)) paths.add(next.next());
            else paths.add(path);
        }
        paths.addAll(after.sequencedKeySet());
        return paths;
    }

    /// In one line: `groups[web].count: 1 -> 3, and 2 more`.
    public String shortly() {
        if (changes.isEmpty()) return "nothing";
        int others = changes.size() - 1 + more;
        return changes.getFirst().shortly() + (others == 0 ? "" : ", and " + others + " more");
    }
}
