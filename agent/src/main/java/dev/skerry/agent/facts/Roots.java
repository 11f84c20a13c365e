package dev.skerry.agent.facts;

import java.nio.file.Path;
import java.util.List;

/// Where the machine is looked at; a test names other places.
///
/// @param proc `/proc`
/// @param sys `/sys`
/// @param dev `/dev`
/// @param etc `/etc`
/// @param top `/`, under which loaders and Javas are
/// @param arch the architecture as Java names it: `os.arch`
/// @param path the folders of `PATH`
/// @param javaHome `JAVA_HOME`; empty: not set
record Roots(
        Path proc,
        Path sys,
        Path dev,
        Path etc,
        Path top,
        String arch,
        List<Path> path,
        String javaHome) {

    static Roots ofThisMachine() {
        return new Roots(
                Path.of("/proc"),
                Path.of("/sys"),
                Path.of("/dev"),
                Path.of("/etc"),
                Path.of("/"),
                System.getProperty("os.arch", ""),
                folders(environment("PATH")),
                environment("JAVA_HOME"));
    }

    private static String environment(String name) {
        var value = System.getenv(name);
        return value == null ? "" : value;
    }

    private static List<Path> folders(String path) {
        return List.of(path.split(":", 65)).stream()
                .filter(folder -> folder.startsWith("/"))
                .limit(64)
                .map(Path::of)
                .toList();
    }
}
