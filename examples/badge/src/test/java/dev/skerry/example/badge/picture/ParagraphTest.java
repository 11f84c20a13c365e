package dev.skerry.example.badge.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ParagraphTest {
    private final Typeface typeface = Typeface.load();

    @Test
    void shrinksWrapsBalancesAndAtLastCuts() {
        assertEquals(
                """
                Ada in 200 x 30, 1 line            -> 30 px: Ada
                Ada in 40 x 30, 1 line             -> 17 px: Ada
                Ada in 200 x 9, 1 line             -> 9 px: Ada
                Ada Lovelace in 140 x 40, 1 line   -> 15 px: Ada Lovelace
                Ada Lovelace in 140 x 60, 2 lines  -> 23 px: Ada / Lovelace
                small scattered nodes in 80 x 60, 3 lines -> 12 px: small / scattered / nodes
                Ada Lovelace in 40 x 7, 1 line     -> 7 px: Ada…
                 in 40 x 7, 1 line                 -> 7 px:\s
                """,
                fit("Ada", 200, 30, 1)
                        + fit("Ada", 40, 30, 1)
                        + fit("Ada", 200, 9, 1)
                        + fit("Ada Lovelace", 140, 40, 1)
                        + fit("Ada Lovelace", 140, 60, 2)
                        + fit("small scattered nodes", 80, 60, 3)
                        + fit("Ada Lovelace", 40, 7, 1)
                        + fit("", 40, 7, 1));
    }

    @Test
    void theLongestLineDecides() {
        for (int width = 30; width < 300; width += 7) {
            var paragraph = Paragraph.fit(text("wide words\nand more", width, 60, 2), typeface);
            int longest =
                    typeface.longest(
                            paragraph.lines(), paragraph.capPixels(), Typeface.Weight.BOLD);
            assertTrue(longest <= width, width + ": " + paragraph);
        }
    }

    @Test
    void lettersHaveAccentsAndUnknownOnesAreABox() {
        assertEquals(
                """
                .###.................
                .###.................
                .....................
                ..#.......#.#...#####
                ..#.............#...#
                .#.#..####.#....#...#
                .#.#..#..#.#....#...#
                .###..#....#....#...#
                #...#.#..#.#....#...#
                #...#.####.#....#####
                ........#............
                .......#.............
                .....................
                """,
                drawn("Åçï 名", 7));
    }

    private String drawn(String words, int cap) {
        var weight = Typeface.Weight.REGULAR;
        var canvas = new Canvas(typeface.width(words, cap, weight), cap + 6);
        var pen = new Pen(canvas, Ink.BLACK, cap, weight.pixels(cap));
        typeface.draw(pen, words, 0, 3, cap, weight);
        return canvas.text();
    }

    private String fit(String words, int width, int height, int linesMax) {
        var paragraph = Paragraph.fit(text(words, width, height, linesMax), typeface);
        var room =
                "%s in %d x %d, %d line%s"
                        .formatted(words, width, height, linesMax, linesMax == 1 ? "" : "s");
        return "%-34s -> %d px: %s%n"
                .formatted(room, paragraph.capPixels(), String.join(" / ", paragraph.lines()));
    }

    private static Screen.Text text(String words, int width, int height, int linesMax) {
        return new Screen.Text(
                words, new Area(0, 0, width, height), 30, linesMax, Screen.Style.BOLD);
    }
}
