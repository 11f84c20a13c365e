package dev.skerry.example.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
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
    private static final int ELSEWHERE_LINES_MAX = 12;

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
        List<MatchResult> rows = ELSEWHERE.matcher(guide()).results().toList();
        assertTrue(!rows.isEmpty() && rows.size() <= ELSEWHERE_LINES_MAX, rows.size() + " lines");
        for (var row : rows) {
            var file = Files.readString(ROOT.resolve(row.group(1)));
            assertTrue(file.contains(row.group(2)), row.group());
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
        var modules =
                List.of(
                        "kernel", "json", "http", "yaml", "cluster", "trust", "servers", "server",
                        "agent", "cli", "ui", "sim");
        for (var module : modules) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (var file : files.filter(it -> it.toString().endsWith(".java")).toList())
                    assertTrue(!Files.readString(file).contains("example.note"), file + "");
            }
        }
    }
}
