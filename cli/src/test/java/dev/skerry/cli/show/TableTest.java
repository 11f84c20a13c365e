package dev.skerry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
    /// As `node list` has it: one node's id begins as that of another.
    private static Table nodes() {
        return new Table("~ID", "#NAME", "STATUS", "POWER", ">RUNS", "MEMORY")
                .add("n-18402eaef6a8", "badge-hall-2", "ready", "battery 80%, 9 h", "1", "")
                .add("n-18402eaef9ff", "pi", "ineligible", "mains", "12", "100% of 22.4 GiB");
    }

    @Test
    void aWideTerminalShowsOneLineForEach() {
        var wide =
                """
                ID              NAME          STATUS      POWER             RUNS  MEMORY
                n-18402eaef6a8  badge-hall-2  ready       battery 80%, 9 h     1
                n-18402eaef9ff  pi            ineligible  mains               12  100% of 22.4 GiB
                """;
        assertEquals(wide, shown(nodes(), 0));
        assertEquals(wide, shown(nodes(), 82));
    }

    /// Ids become as short as they can be told apart by, and what is no name goes on below.
    @Test
    void onANarrowOneOtherColumnsGiveWay() {
        assertEquals(
                """
                ID            NAME          STATUS      POWER     RUNS  MEMORY
                n-18402eaef6  badge-hall-2  ready       battery      1
                                                        80%, 9 h
                n-18402eaef9  pi            ineligible  mains       12  100% of
                                                                        22.4 GiB
                """,
                shown(nodes(), 64));
    }

    @Test
    void onAVeryNarrowOneEachRowIsABlock() {
        assertTrue(
                shown(nodes(), 40)
                        .startsWith(
                                """
                                ID      n-18402eaef6a8
                                NAME    badge-hall-2
                                STATUS  ready
                                POWER   battery 80%, 9 h
                                RUNS    1

                                ID      n-18402eaef9ff
                                """),
                shown(nodes(), 40));
    }

    @Test
    void whatIdentifiesIsWholeAtEveryWidth() {
        for (int columns = 20; columns <= 300; columns++) {
            var shown = shown(nodes(), columns);
            for (var line : shown.lines().toList()) assertTrue(line.length() <= columns, shown);
            assertTrue(shown.contains("badge-hall-2"), shown);
            assertTrue(shown.contains("n-18402eaef6") && shown.contains("n-18402eaef9"), shown);
            assertTrue(shown.contains("ineligible") && !shown.contains("…"), shown);
        }
    }

    /// Its beginning tells enough; the rest is in `status`.
    @Test
    void aVeryLongCellEndsAfterSomeLines() {
        var table = new Table("#ID", "SAYS").add("a1", "word ".repeat(100).strip());
        var lines = shown(table, 40).lines().toList();
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(lines.get(4).endsWith("…"), lines.toString());
    }

    private static String shown(Table table, int columns) {
        var bytes = new ByteArrayOutputStream();
        var screen = new Screen(Screen.plain(bytes).stream(), columns > 0, false, columns);
        table.print(screen);
        screen.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
