package dev.skerry.agent.driver;

/// Where a task stands.
///
/// | from    | event                                     | to      |
/// |---------|-------------------------------------------|---------|
/// | Running | its end was recorded                      | Exited  |
/// | Running | reboot, or its watcher was killed as well | Unknown |
public sealed interface TaskStatus {
    record Running(long pid) implements TaskStatus {}

    record Exited(Exit exit) implements TaskStatus {}

    /// It doesn't run any more and nobody saw how it ended.
    record Unknown(String reason) implements TaskStatus {}
}
