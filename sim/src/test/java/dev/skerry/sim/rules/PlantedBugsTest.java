package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bugs that `sim/mutants/run` plants: each can still be planted where its line says.
class PlantedBugsTest {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root"));

    static Stream<String> bugs() throws IOException {
        return Files.readAllLines(ROOT.resolve("sim/mutants/list.txt")).stream()
                .filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void itCanBePlanted(String line) throws Exception {
        var parts = line.split(" \\| ", 3);
        assertEquals(3, parts.length, "what it is | file | edit");
        var module = parts[1].substring(0, parts[1].indexOf('/'));
        var file = ROOT.resolve(module + "/src/main/java/dev/skerry/" + parts[1]);
        assertTrue(Files.isRegularFile(file), file + "");
        var sed = new ProcessBuilder("sed", parts[2], file.toString());
        var running = sed.redirectErrorStream(true).start();
        var planted = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, running.waitFor(), planted);
        assertNotEquals(Files.readString(file), planted);
    }
}
