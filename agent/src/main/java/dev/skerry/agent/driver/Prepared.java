package dev.skerry.agent.driver;

/// A task of which all is there that its start needs.
///
/// @param process what is to be started for it
public record Prepared(ProcessLaunch process) {
    public TaskHandle handle() {
        return process.handle();
    }
}
