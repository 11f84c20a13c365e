package dev.skerry.cluster.node;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.kernel.PersistentMap;

/// What a node does not remember, because a part of its journal could not be read.
///
/// @param open the servers have not said yet what shall run here: nothing that runs is ended
///   because the journal does not know it
/// @param unknown what the drivers found and the journal does not know, by allocation and task
public record Gap(boolean open, PersistentMap<String, FoundProcess> unknown) {
    public static final Gap NONE = new Gap(false, PersistentMap.empty());

    static String key(String allocation, String task) {
        return allocation + "/" + task;
    }
}
