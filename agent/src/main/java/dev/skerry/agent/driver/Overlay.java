package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of folders that lie above each other, the kernel's overlay: only the topmost is
/// written. Nobody but its task sees them so.
///
/// @param layers the folder with those that are only read
/// @param names of these, the lowest first
/// @param changes the topmost
/// @param work for the kernel, beside it
/// @param at where the task's file system is mounted, for it alone
public record Overlay(Path layers, List<String> names, Path changes, Path work, Path at) {
    public Overlay {
        names = List.copyOf(names);
    }

    /// What the kernel is told of them: names from [#layers], since it takes a page and no more.
    public String options() {
        var topFirst = new ArrayList<>(names).reversed();
        return "lowerdir=%s,upperdir=%s,workdir=%s"
                .formatted(String.join(":", topFirst), escaped(changes), escaped(work));
    }

    private static String escaped(Path folder) {
        return folder.toString().replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:");
    }
}
