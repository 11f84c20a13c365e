package dev.skerry.agent.driver;

/// A task has ended.
///
/// @param status [TaskStatus.Exited] or [TaskStatus.Unknown]
public record ExitEvent(TaskHandle handle, TaskStatus status) {}
