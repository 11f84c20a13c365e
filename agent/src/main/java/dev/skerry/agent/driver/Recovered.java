package dev.skerry.agent.driver;

/// A task that an earlier life of the agent had started, and where it stands now.
public record Recovered(TaskHandle handle, TaskStatus status) {}
