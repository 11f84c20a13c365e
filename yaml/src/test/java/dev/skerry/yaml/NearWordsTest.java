package dev.skerry.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearWordsTest {
    private static final List<String> KNOWN = List.of("count", "constraints", "meta", "type");

    @ParameterizedTest
    @CsvSource({
        "cuont, count",
        "COUNT, count",
        "counts, count",
        "constrains, constraints",
        "met, meta",
        "tpye, type",
    })
    void whatSomebodyMayHaveMeant(String written, String meant) {
        assertEquals(meant, NearWords.nearest(written, KNOWN));
        assertEquals("; did you mean \"" + meant + "\"?", NearWords.hint(written, KNOWN));
    }

    @Test
    void whatIsFarFromAllIsNone() {
        for (var written : List.of("", "zebra", "constitution", "t", "x".repeat(100_000))) {
            assertNull(NearWords.nearest(written, KNOWN), written);
            assertEquals("", NearWords.hint(written, KNOWN), written);
        }
    }
}
