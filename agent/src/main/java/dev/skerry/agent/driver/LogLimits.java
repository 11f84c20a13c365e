package dev.skerry.agent.driver;

import dev.skerry.cluster.job.TaskSpec;
import java.nio.file.Path;

/// Where the output of a task goes and how much of it is kept, for each of stdout and stderr.
///
/// @param directory must not be writable for the task's own user
/// @param filesMax files kept of one stream, 1 to [#FILES_MAX]
/// @param fileBytesMax size at which the next file begins
public record LogLimits(Path directory, int filesMax, long fileBytesMax) {
    public static final int FILES_MAX = TaskSpec.Logs.FILES_MAX;

    public LogLimits {
        if (filesMax < 1 || filesMax > FILES_MAX)
            throw new IllegalArgumentException("filesMax: " + filesMax);
        if (fileBytesMax < 1) throw new IllegalArgumentException("fileBytesMax: " + fileBytesMax);
    }
}
