package dev.skerry.example.badge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.example.badge.picture.Canvas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares pictures as text, two by two pixels to a character. After a wanted change, the picture
/// as it is now lies in `target/screens`: look at it, then copy it over the expected one.
class ScreensTest {
    private static final String QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";

    static Iterable<String> names() {
        return Screens.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void looksAsExpected(String name) throws IOException {
        var settings = Samples.settings("BAEDGE_HARDWARE_MODEL", "2in13");
        var text = blocks(Samples.draw(settings, name));
        Files.writeString(Files.createDirectories(Path.of("target/screens")).resolve(name), text);

        try (var stream = ScreensTest.class.getResourceAsStream(name + ".expected.txt")) {
            var expected =
                    stream == null
                            ? "nothing expected yet"
                            : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected, text);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void staysInsideItsEdgesOnEveryDisplay(String name) {
        for (var model : Model.values()) {
            var canvas = Samples.draw(Samples.settings("BAEDGE_HARDWARE_MODEL", model.label), name);
            for (int y = model.height / 4; y < model.height / 2; y++) {
                boolean edge = canvas.black(0, y);
                for (int x = 0; x < 6; x++) {
                    assertEquals(edge, canvas.black(x, y), name + " on " + model + ", left");
                    assertEquals(edge, canvas.black(model.width - 1 - x, y), name + ", right");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void drawsWhateverMayBeSet(String name) {
        var values =
                new String[] {"", "x", "W".repeat(256), "wide words ".repeat(20), "名前 😀 Ωmega"};
        for (var value : values)
            for (var model : Model.values()) {
                var settings =
                        Samples.settings(
                                "BAEDGE_HARDWARE_MODEL", model.label,
                                "BAEDGE_WEARER_NAME", value,
                                "BAEDGE_WEARER_TITLE", value,
                                "BAEDGE_WEARER_SOCIAL", value,
                                "BAEDGE_WEARER_LINK", "https://e.example/" + "x".repeat(35),
                                "BAEDGE_EVENT_NAME", value,
                                "BAEDGE_EVENT_LINK", "",
                                "SKERRY_NODE_NAME", value);
                assertEquals(model.width, Samples.draw(settings, name).width);
            }
    }

    @Test
    void theFirstScreenIsTheWearers() {
        assertTrue(Screens.NAMES.getFirst().equals("wearer"));
    }

    static String blocks(Canvas canvas) {
        var text = new StringBuilder();
        for (int y = 0; y < canvas.height; y += 2) {
            for (int x = 0; x < canvas.width; x += 2) {
                int quadrant = canvas.black(x, y) ? 1 : 0;
                if (canvas.black(x + 1, y)) quadrant |= 2;
                if (canvas.black(x, y + 1)) quadrant |= 4;
                if (canvas.black(x + 1, y + 1)) quadrant |= 8;
                text.append(QUADRANTS.charAt(quadrant));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
