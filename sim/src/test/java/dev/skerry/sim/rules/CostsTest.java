package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a new fact, a new frame and a new field of a task cost: `cluster/README.md` names the files
/// in which one of each stands, and it stands in no other.
class CostsTest {
    private static final int FILES_MAX = 4;
    private static final Path CODE = Source.ROOT.resolve("cluster/src/main");
    private static final Path API = Source.ROOT.resolve("docs/api");
    private static final String PACKAGE = "cluster/src/main/java/dev/skerry/cluster/";
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| (an? .*) \\| `([\\w.]+)` \\| (.*) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void whatIsAddedStandsWhereItIsSaidAndNowhereElse() throws IOException {
        var added = new ArrayList<String>();
        var readme = Files.readString(Source.ROOT.resolve("cluster/README.md"));
        for (var row : ROW.matcher(readme).results().toList()) {
            var said = files(row.group(3));
            assertTrue(said.size() <= FILES_MAX, row.group(1) + " costs " + said);
            said.addAll(files(row.group(4)));
            assertEquals(said, standing(row.group(2)), row.group(1));
            added.add(row.group(1));
        }
        assertEquals(List.of("a fact", "a frame to nodes", "a field of a task"), added);
    }

    /// Those that are named, from the root on.
    private static Set<String> files(String cell) {
        var files = new TreeSet<String>();
        for (var name : QUOTED.matcher(cell).results().map(it -> it.group(1)).toList())
            files.add(name.contains(".") ? name : PACKAGE + name + ".java");
        return files;
    }

    /// Where the name stands. That of a record in another type is written with it, except there.
    private static Set<String> standing(String name) throws IOException {
        var last = name.substring(name.indexOf('.') + 1);
        var there = Pattern.compile("\\b" + Pattern.quote(name) + "\\b|\\brecord " + last + "\\(");
        var files = new TreeSet<String>();
        for (var folder : List.of(CODE, API)) {
            try (var all = Files.walk(folder)) {
                for (var file : all.filter(Files::isRegularFile).toList())
                    if (there.matcher(Files.readString(file)).find())
                        files.add(Source.ROOT.relativize(file) + "");
            }
        }
        return files;
    }
}
