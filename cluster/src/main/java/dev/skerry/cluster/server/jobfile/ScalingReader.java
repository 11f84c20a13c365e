package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.ScalingSpec;
import dev.skerry.yaml.Mapping;
import org.jspecify.annotations.Nullable;

/// Between which counts a group may be scaled: `scaling: {min: 2, max: 10}`.
final class ScalingReader {
    private ScalingReader() {}

    /// Of a group. What `min` does not say is its count, as far as that is said.
    ///
    /// @param count as the file says it, or [GroupReader#UNSAID]
    /// @return null: it is bounded by nothing
    static @Nullable ScalingSpec scaling(JobSpec.Type type, Mapping group, int count) {
        var value = group.value("scaling");
        if (value.absent()) return null;
        if (type != JobSpec.Type.SERVICE) {
            value.wrongKey("should be " + ScalingSpec.NOT_SCALED);
            return null;
        }
        var scaling = value.mapping(JobFileKeys.SCALING);
        int most = JobBounds.COUNT_MAX;
        int max = (int) scaling.value("max").whole(0, most, most);
        if (scaling.value("max").absent())
            scaling.value("max").missing("it should say how many there may be at most, as max: 10");
        int unsaid = count == GroupReader.UNSAID ? GroupSpec.COUNT_DEFAULT : count;
        int min = (int) scaling.value("min").whole(0, most, Math.min(unsaid, max));
        if (min > max) scaling.value("min").wrong("should be at most max, " + max);
        return new ScalingSpec(Math.min(min, max), max);
    }
}
