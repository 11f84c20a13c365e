package dev.skerry.example.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the guide says of the sample, and of the files that a room is added to, is so.
class NoteGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));
    private static final Path SAMPLE =
            ROOT.resolve("examples/note/src/main/java/dev/skerry/example/note");
    private static final Pattern FILE =
            Pattern.compile("^\\| `([\\w/]+\\.(?:java|js))` \\| (\\d+) \\|", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE =
            Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\| 1 \\|$", Pattern.MULTILINE);
    private static final Pattern WRITTEN_ANEW =
            Pattern.compile(
                    "^\\| `([^`]+)` \\| `mvn -q -pl (\\w+) -am test -Dtest=(\\w+)(?:#\\w+)?"
                            + " -Dskerry.rewrite=true [^`]+` \\|$",
                    Pattern.MULTILINE);
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");
    private static final int ELSEWHERE_FILES_MAX = 12;

    private static String guide() throws IOException {
        return Files.readString(ROOT.resolve("docs/guides/a-new-room.md"));
    }

    @Test
    void allOfTheSampleIsExplained() throws IOException {
        var said = new TreeMap<String, Long>();
        for (var row : FILE.matcher(guide()).results().toList())
            said.put(row.group(1), Long.parseLong(row.group(2)));
        var there = new TreeMap<String, Long>();
        for (var folder : List.of(SAMPLE, ROOT.resolve("examples/note/src/main/resources"))) {
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList())
                    if (!file.endsWith("package-info.java"))
                        there.put(
                                folder.relativize(file).toString(),
                                (long) Files.readAllLines(file).size());
            }
        }
        assertEquals(there, said);
    }

    @Test
    void whatItCostsElsewhereStandsThere() throws IOException {
        var files = new TreeSet<String>();
        for (var row : ELSEWHERE.matcher(guide()).results().toList()) {
            var file = Files.readString(ROOT.resolve(row.group(1)));
            assertTrue(file.contains(row.group(2)), row.group());
            files.add(row.group(1));
        }
        for (var row : WRITTEN_ANEW.matcher(guide()).results().toList()) files.add(row.group(1));
        assertTrue(files.size() > 2 && files.size() <= ELSEWHERE_FILES_MAX, files + "");
    }

    /// All but the one of the cluster, by tests that write them.
    @Test
    void whatIsWrittenAnewIsSaidWithHow() throws IOException {
        var written = new TreeSet<>(List.of("docs/api/job.schema.json"));
        for (var row : WRITTEN_ANEW.matcher(guide()).results().toList()) {
            written.add(row.group(1));
            try (var files = Files.walk(ROOT.resolve(row.group(2)).resolve("src/test/java"))) {
                var test = files.filter(it -> it.endsWith(row.group(3) + ".java")).toList();
                assertEquals(1, test.size(), row.group());
                var text = Files.readString(test.getFirst());
                assertTrue(text.contains("getBoolean(\"skerry.rewrite\")"), row.group());
            }
        }
        try (var files = Files.list(ROOT.resolve("docs/api"))) {
            var there = files.map(it -> ROOT.relativize(it) + "").toList();
            assertEquals(new TreeSet<>(there), written);
        }
    }

    /// What a module is built by, as a room of the product has it, but for what is optional.
    @Test
    void theModuleOfARoomIsSuchAsThereAre() throws IOException {
        var xml = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(guide());
        assertTrue(xml.find(), "it is there");
        assertEquals(lines(Files.readString(ROOT.resolve("servers/pom.xml"))), lines(xml.group(1)));
    }

    private static List<String> lines(String pom) {
        return pom.lines()
                .map(it -> it.replace("<optional>true</optional>", ""))
                .map(it -> it.replace("skerry-X", "skerry-servers"))
                .sorted()
                .toList();
    }

    /// Whatever the product is built of knows nothing of the sample.
    @Test
    void nobodyKnowsIt() throws IOException {
        var modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        for (var module : modules.results().map(it -> it.group(1)).toList()) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (var file : files.filter(it -> it.toString().endsWith(".java")).toList())
                    assertTrue(!Files.readString(file).contains("example.note"), file + "");
            }
        }
    }
}
