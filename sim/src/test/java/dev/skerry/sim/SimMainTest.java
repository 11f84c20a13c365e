package dev.skerry.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return SimMain.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aHistoryIsOneLine() {
        assertEquals(0, run("--seed", "3"));
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().startsWith("seed 3: well, "));
    }

    @Test
    void onlyWhatMattersIsPrinted() {
        assertEquals(0, run("--seed", "3", "--node", "2", "--from", "60", "--last", "5"));
        var shown = lines().subList(0, lines().size() - 1);
        assertEquals(5, shown.size());
        for (var line : shown) {
            assertTrue(line.contains(" n2"), line);
            assertFalse(Double.parseDouble(line.strip().split(" ", 2)[0]) < 60, line);
        }
    }

    @Test
    void theLinesDoNotChangeTheHistory() {
        run("--seed", "3");
        run("--seed", "3", "--print");
        assertEquals(lines().getFirst(), lines().getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "--sed 7, there is no option \"--sed\"",
        "--seed seven, --seed seven should be a whole number",
        "--seeds 0, --seeds 0 should be a whole number from 1 to 1000000",
        "--last, --last wants a value",
    })
    void wrongWordsAreNamed(String words, String answer) {
        assertEquals(2, run(words.split(" ")));
        assertEquals(
                "skerry sim: " + answer,
                err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
        assertEquals(List.of(), lines());
    }
}
