package dev.skerry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How wide a terminal is, as the launching script says it.
class ScreenTest {
    @ParameterizedTest
    @CsvSource({
        "80, 80",
        "20, 20",
        "19, 20",
        "10, 20",
        "1, 20",
        "0, 100",
        "'', 100",
        "-5, 100",
        "x, 100",
        "9999, 9999",
        "99999, 100"
    })
    void aWidthThatCannotBeIsNone(String said, int columns) {
        var terminal = Map.of("SKERRY_TERMINAL", "out err", "COLUMNS", said);
        assertEquals(columns, Screen.out(terminal).columns());
        assertEquals(columns, Screen.err(terminal).columns());
        var piped = Map.of("SKERRY_TERMINAL", "err", "COLUMNS", said);
        assertEquals(0, Screen.out(piped).columns(), "as wide as it likes");
    }
}
