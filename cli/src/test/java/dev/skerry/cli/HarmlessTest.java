package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.show.Harmless;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HarmlessTest {
    @Test
    void textAndColoursPass() throws IOException {
        var text =
                "plain \t line\r\n\u001b[31;1mred\u001b[0m \u001b[m \u00e4 \u20ac \ud83d\ude00\n";
        assertEquals(text, shown(text));
    }

    @Test
    void whatControlsTheTerminalIsMadeVisible() throws IOException {
        assertEquals("\u241b]0;title\u2407", shown("\u001b]0;title\u0007"));
        assertEquals("\u241b[2J\u241b[1;1Hgone", shown("\u001b[2J\u001b[1;1Hgone"));
        assertEquals("\u241bc", shown("\u001bc"));
        assertEquals("\u2408\u2400\u2421", shown("\b\0\u007f"));
        assertEquals("2J", shown("\u009b2J"), "the eight-bit form of the same");
        assertEquals("\u241b\u001b[1m", shown("\u001b\u001b[1m"));
        assertEquals("\u241b[" + "1".repeat(40) + "m", shown("\u001b[" + "1".repeat(40) + "m"));
    }

    private static String shown(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var harmless = new Harmless(out)) {
            for (byte one : text.getBytes(StandardCharsets.UTF_8)) harmless.write(one);
        }
        var whole = new ByteArrayOutputStream();
        try (var harmless = new Harmless(whole)) {
            harmless.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(whole.toString(StandardCharsets.UTF_8), out.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
