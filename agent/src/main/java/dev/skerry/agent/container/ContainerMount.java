package dev.skerry.agent.container;

import java.nio.file.Path;

/// Something of the node that a container sees.
///
/// @param at absolute, there
record ContainerMount(Path from, String at, boolean readOnly) {
    static ContainerMount readable(Path from) {
        return new ContainerMount(from, from.toString(), true);
    }

    static ContainerMount writable(Path from) {
        return new ContainerMount(from, from.toString(), false);
    }
}
