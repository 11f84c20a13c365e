package dev.skerry.agent.facts;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The Javas of a machine, found without running one: each says its version in its file `release`.
public final class JavaHomes {
    private final Roots roots;

    JavaHomes(Roots roots) {
        this.roots = roots;
    }

    public static JavaHomes ofThisMachine() {
        return new JavaHomes(Roots.ofThisMachine());
    }

    /// The newest first. There may be none.
    public List<JavaHome> found() {
        var all = new ArrayList<JavaHome>();
        for (var folder : folders()) {
            var release = SmallFiles.text(folder.resolve("release"));
            var version = SmallFiles.word(SmallFiles.field(release, "JAVA_VERSION", '='));
            if (!version.isEmpty()) all.add(new JavaHome(folder, version));
        }
        all.sort(null);
        return all;
    }

    private Set<Path> folders() {
        var all = new LinkedHashSet<Path>();
        try {
            if (!roots.javaHome().isEmpty()) add(Path.of(roots.javaHome()), all);
        } catch (InvalidPathException e) {
            // not set to a folder
        }
        var program = SoftwareLook.program(roots, "java");
        if (program != null) addOf(program, all);
        var packages = roots.top().resolve("usr/lib/jvm");
        for (var name : SmallFiles.names(packages)) add(packages.resolve(name), all);
        return all;
    }

    private static void addOf(Path program, Set<Path> to) {
        try {
            var folder = program.toRealPath().getParent();
            if (folder != null && folder.getParent() != null) to.add(folder.getParent());
        } catch (IOException e) {
            // a link to nowhere
        }
    }

    /// By whatever name, each once.
    private static void add(Path folder, Set<Path> to) {
        try {
            to.add(folder.toRealPath());
        } catch (IOException e) {
            // it is not there
        }
    }
}
