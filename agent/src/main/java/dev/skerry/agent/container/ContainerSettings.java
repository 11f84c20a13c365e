package dev.skerry.agent.container;

import java.nio.file.Path;

/// What the driver `container` has to know of its node.
///
/// @param path where programs of the node are looked for
/// @param folder of the driver's own; absolute
/// @param layers where those of images lie unpacked; absolute
/// @param shim its file, which is started to try whether containers work
/// @param node a word that no other agent of this machine has
/// @param ids the number that stands for root in all containers; 65,535 more follow
public record ContainerSettings(
        String path, Path folder, Path layers, Path shim, String node, int ids) {
    /// Behind the ranges that are given to users (`/etc/subuid`) and by systemd.
    public static final int IDS = 1_900_000_000;
}
