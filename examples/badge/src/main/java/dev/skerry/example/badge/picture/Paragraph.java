package dev.skerry.example.badge.picture;

import java.util.ArrayList;
import java.util.List;

/// Words broken into lines at the largest size that fits their room.
record Paragraph(List<String> lines, int capPixels) {
    /// Tries sizes from large to small; at the smallest, what does not fit is cut off with `…`.
    static Paragraph fit(Screen.Text text, Typeface typeface) {
        var weight = text.style().weight();
        var room = text.area();
        for (int cap = text.capPixelsMax(); cap >= Typeface.CAP_PIXELS_MIN; cap--) {
            var lines = wrap(text.content(), room.width(), cap, weight, typeface);
            if (lines.size() <= text.linesMax()
                    && Typeface.height(lines.size(), cap) <= room.height()
                    && typeface.longest(lines, cap, weight) <= room.width())
                return new Paragraph(balance(lines, text, cap, typeface), cap);
        }
        return cut(text, typeface);
    }

    private static Paragraph cut(Screen.Text text, Typeface typeface) {
        int cap = Typeface.CAP_PIXELS_MIN;
        var weight = text.style().weight();
        int width = text.area().width();
        var all = wrap(text.content(), width, cap, weight, typeface);
        var lines = new ArrayList<String>();
        for (var line : all.subList(0, Math.min(all.size(), text.linesMax()))) {
            boolean last = lines.size() == text.linesMax() - 1 && all.size() > text.linesMax();
            lines.add(shorten(line, last, width, cap, weight, typeface));
        }
        return new Paragraph(List.copyOf(lines), cap);
    }

    private static String shorten(
            String line,
            boolean more,
            int width,
            int cap,
            Typeface.Weight weight,
            Typeface typeface) {
        if (!more && typeface.width(line, cap, weight) <= width) return line;
        int end = line.length();
        while (end > 0 && typeface.width(line.substring(0, end) + "…", cap, weight) > width)
            end = line.offsetByCodePoints(end, -1);
        return line.substring(0, end).stripTrailing() + "…";
    }

    /// Narrows the room while the number of lines stays, so that no line is left with one word.
    private static List<String> balance(
            List<String> lines, Screen.Text text, int cap, Typeface typeface) {
        var best = lines;
        for (int width = text.area().width() - 1; lines.size() > 1 && width > 0; width--) {
            var next = wrap(text.content(), width, cap, text.style().weight(), typeface);
            if (next.size() > lines.size()
                    || typeface.longest(next, cap, text.style().weight()) > width) break;
            best = next;
        }
        return best;
    }

    private static List<String> wrap(
            String content, int width, int cap, Typeface.Weight weight, Typeface typeface) {
        var lines = new ArrayList<String>();
        for (var paragraph : content.split("\n", -1)) {
            var line = "";
            for (var word : paragraph.strip().split(" +", -1)) {
                var longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && typeface.width(longer, cap, weight) > width) {
                    lines.add(line);
                    line = word;
                } else line = longer;
            }
            lines.add(line);
        }
        return lines;
    }
}
