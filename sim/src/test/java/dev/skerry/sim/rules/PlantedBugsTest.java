package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bugs that `sim/mutants/run` plants: each can still be planted where its line says, and the
/// test that is named to hold it is there.
class PlantedBugsTest {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));

    private static final List<String> TESTS =
            Source.all().stream()
                    .map(Source::path)
                    .filter(path -> path.contains("src/test/"))
                    .toList();

    static Stream<String> bugs() throws IOException {
        return Files.readAllLines(ROOT.resolve("sim/mutants/list.txt")).stream()
                .filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void itCanBePlanted(String line) throws Exception {
        var parts = line.split(" \\| ", 3);
        assertEquals(3, parts.length, "what it is | file and test | edit");
        var where = parts[1].split(" ", 2);
        var module = where[0].substring(0, where[0].indexOf('/'));
        var file = ROOT.resolve(module + "/src/main/java/dev/skerry/" + where[0]);
        var test = "/" + (where.length == 1 ? "PlantedBugsTest" : where[1]) + ".java";
        assertTrue(TESTS.stream().anyMatch(path -> path.endsWith(test)), test);
        assertTrue(Files.isRegularFile(file), file + "");
        var sed = new ProcessBuilder("sed", parts[2], file.toString());
        var running = sed.redirectErrorStream(true).start();
        var planted = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, running.waitFor(), planted);
        assertNotEquals(Files.readString(file), planted);
    }
}
