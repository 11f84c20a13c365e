package dev.skerry.agent.shim;

import dev.skerry.agent.driver.TaskHandle;
import org.jspecify.annotations.Nullable;

/// A task that this driver has started or taken over, until its end was told.
final class DriverTask {
    final TaskHandle handle;
    private volatile Records.@Nullable Start start;

    DriverTask(TaskHandle handle, Records.@Nullable Start start) {
        this.handle = handle;
        this.start = start;
    }

    /// How it was started; null while it is being started.
    Records.@Nullable Start start() {
        return start;
    }

    void started(Records.Start record) {
        start = record;
    }
}
