package dev.skerry.agent.driver;

import java.util.List;

/// A task of which all is there that its start needs.
///
/// @param process what is to be started for it
/// @param lacks what this node cannot keep it from, though it shall
public record Prepared(ProcessLaunch process, List<String> lacks) {
    public Prepared {
        lacks = List.copyOf(lacks);
    }

    public Prepared(ProcessLaunch process) {
        this(process, List.of());
    }
}
