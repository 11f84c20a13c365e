package dev.skerry.agent.facts;

import dev.skerry.cluster.state.NodeFacts;
import java.nio.file.Files;

/// The operating system, by its files.
final class OsLook {
    private OsLook() {}

    static NodeFacts.Os at(Roots roots) {
        var release = SmallFiles.text(roots.etc().resolve("os-release"));
        if (release.isEmpty()) release = SmallFiles.text(roots.top().resolve("usr/lib/os-release"));
        return new NodeFacts.Os(
                SmallFiles.word(SmallFiles.field(release, "ID", '=')),
                SmallFiles.word(SmallFiles.field(release, "VERSION_ID", '=')),
                SmallFiles.word(SmallFiles.line(roots.proc().resolve("sys/kernel/osrelease"))),
                libc(roots));
    }

    /// By the loaders that are there. When both are, one is a guest: then the agent's own counts.
    private static String libc(Roots roots) {
        boolean glibc = loader(roots, "ld-linux");
        boolean musl = loader(roots, "ld-musl-");
        if (glibc && musl)
            return SmallFiles.text(roots.proc().resolve("self/maps")).contains("/ld-musl-")
                    ? "musl"
                    : "glibc";
        return musl ? "musl" : glibc ? "glibc" : "unknown";
    }

    private static boolean loader(Roots roots, String prefix) {
        for (var folder : new String[] {"lib", "lib64"}) {
            var place = roots.top().resolve(folder);
            if (!Files.isDirectory(place)) continue;
            for (var name : SmallFiles.names(place)) if (name.startsWith(prefix)) return true;
        }
        return false;
    }
}
