package dev.skerry.example.badge.picture;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The badge's own letters, drawn by strokes, so that no font file and no font library is needed.
/// Accents are taken apart and drawn over their letter; a letter that is not known becomes a box.
public final class Typeface {
    public static final int CAP_PIXELS_MIN = 7;
    private static final int BOX = '\uFFFD';
    private static final String BELOW = "\u0327\u0328";
    private static final String SMALL = "acegimnopqrsuvwxyzı";

    private final Map<Integer, Strokes> letters = new HashMap<>();
    private final Map<Integer, Strokes> marks = new HashMap<>();
    private final Strokes box;

    /// How thick the pen is. Small letters stay thin, or their eyes would close.
    public enum Weight {
        REGULAR,
        BOLD;

        int pixels(int capPixels) {
            return switch (this) {
                case REGULAR -> Math.max(1, (int) Math.round(capPixels * 0.115));
                case BOLD ->
                        capPixels < 10
                                ? 1
                                : capPixels < 16 ? 2 : (int) Math.round(capPixels * 0.19);
            };
        }
    }

    private Typeface() {
        for (var line : Resource.lines("letters.txt")) {
            int letter = line.codePointAt(0);
            letters.put(letter, strokes(line.substring(Character.charCount(letter) + 1)));
        }
        for (var line : Resource.lines("marks.txt"))
            marks.put(Integer.parseInt(line.substring(0, 4), 16), strokes(line.substring(5)));
        var known = letters.get(BOX);
        if (known == null) throw new IllegalStateException("letters.txt draws the unknown letter");
        box = known;
    }

    public static Typeface load() {
        return new Typeface();
    }

    private static Strokes strokes(String text) {
        int space = text.indexOf(' ');
        return Strokes.parse(text.substring(0, space), text.substring(space + 1));
    }

    /// The width of a line in pixels at a height of capitals in pixels.
    int width(String line, int capPixels, Weight weight) {
        return run(null, line, 0, 0, capPixels, weight);
    }

    /// Draws a line with the top of its capitals at `top`.
    void draw(Pen pen, String line, int left, int top, int capPixels, Weight weight) {
        run(pen, line, left, top, capPixels, weight);
    }

    int longest(List<String> lines, int capPixels, Weight weight) {
        int longest = 0;
        for (var line : lines) longest = Math.max(longest, width(line, capPixels, weight));
        return longest;
    }

    static int height(int lines, int capPixels) {
        return lines == 0 ? 0 : capPixels + (lines - 1) * pitch(capPixels);
    }

    /// From the top of one line to the top of the next.
    static int pitch(int capPixels) {
        return capPixels + Math.max(4, (int) Math.round(capPixels * 0.6));
    }

    private int run(
            @Nullable Pen pen, String line, int left, int top, int capPixels, Weight weight) {
        int pixels = weight.pixels(capPixels);
        double scale = Pen.pixelsPerUnit(capPixels, pixels);
        int gap = Math.max(1, (int) Math.round(capPixels * 0.17));
        int x = left;
        int end = left;
        int before = ' ';
        int beforeX = left;
        var parts = Normalizer.normalize(line, Normalizer.Form.NFD);
        for (int i = 0; i < parts.length(); ) {
            int letter = parts.codePointAt(i);
            i += Character.charCount(letter);
            var mark = marks.get(letter);
            if (mark != null) {
                if (pen != null)
                    pen.draw(mark, over(before, mark, beforeX, scale), top, drop(before, letter));
                continue;
            }
            if (Character.isWhitespace(letter)) {
                x += Math.max(3, (int) Math.round(capPixels * 0.42));
                continue;
            }
            boolean dotless =
                    letter == 'i'
                            && i < parts.length()
                            && drop('i', parts.charAt(i)) == 2
                            && marks.containsKey((int) parts.charAt(i));
            before = dotless ? 'ı' : letter;
            beforeX = x;
            var strokes = letters.getOrDefault(before, box);
            if (pen != null) pen.draw(strokes, x, top, 0);
            end = x + (int) Math.round(strokes.width() * scale) + pixels;
            x = end + gap;
        }
        return end - left;
    }

    private int over(int letter, Strokes mark, int left, double scale) {
        double spare = letters.getOrDefault(letter, box).width() - mark.width();
        return left + (int) Math.round(spare * scale / 2);
    }

    private static double drop(int letter, int mark) {
        return SMALL.indexOf(letter) >= 0 && BELOW.indexOf(mark) < 0 ? 2 : 0;
    }
}
