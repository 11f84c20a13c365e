package dev.skerry.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Rows under a heading, aligned. Where the terminal is narrow the widest column gives way: its
/// cells go on in the next line. Where that is not enough each row is a block of lines, a cell in
/// each. What identifies a thing is never cut: it is there to be copied.
public final class Table {
    private static final int GAP = 2;
    private static final int CELL_LINES_MAX = 4;

    /// Of an id at least so much is shown.
    private static final int BEGINNING_MIN = 8;

    /// A longer one is broken rather than that the table falls apart.
    private static final int WORD_MAX = 12;

    private final List<String> heading;
    private final boolean[] right;
    private final boolean[] whole;
    private final boolean[] ids;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, List<Paint> paints) {}

    /// @param heading names of columns; one that begins with `>` is of numbers, aligned right; one
    ///   that begins with `#` is of names, which stay in one line; one that begins with `~` is of
    ///   ids of which commands take a beginning that is no other's as well
    public Table(String... heading) {
        this.heading = Arrays.stream(heading).map(it -> it.replaceFirst("^[>#~]", "")).toList();
        right = new boolean[heading.length];
        whole = new boolean[heading.length];
        ids = new boolean[heading.length];
        for (int i = 0; i < heading.length; i++) {
            right[i] = heading[i].startsWith(">");
            ids[i] = heading[i].startsWith("~");
            whole[i] = ids[i] || heading[i].startsWith("#");
        }
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Adds a row with as many cells as there are columns.
    public Table add(String... cells) {
        if (cells.length != right.length) throw new IllegalArgumentException("cells");
        var plain = Collections.nCopies(cells.length, Paint.PLAIN);
        rows.add(new Row(List.of(cells), new ArrayList<>(plain)));
        return this;
    }

    /// Paints a cell of the last row.
    public Table paint(int column, Paint paint) {
        rows.getLast().paints.set(column, paint);
        return this;
    }

    public void print(Screen screen) {
        print(screen, "");
    }

    /// @param indent stands before each line
    public void print(Screen screen, String indent) {
        int columns = screen.columns() == 0 ? 0 : screen.columns() - indent.length();
        var rows = columns != 0 && sum(widths(this.rows, 0)) > columns ? brief() : this.rows;
        var widths = widths(rows, columns);
        if (columns != 0 && sum(widths) > columns) {
            rows = this.rows; // there is room for whole ids
            for (int i = 0; i < rows.size(); i++) block(screen, indent, rows.get(i), i > 0);
            return;
        }
        var plain = new Row(heading, Collections.nCopies(right.length, Paint.PLAIN));
        for (var line : lines(screen, indent, plain, widths))
            screen.line(screen.paint(Paint.FAINT, line));
        for (var row : rows) lines(screen, indent, row, widths).forEach(screen::line);
    }

    /// The rows with as much of each id as no other begins with.
    private List<Row> brief() {
        var all = new ArrayList<Row>();
        for (var row : rows) all.add(new Row(new ArrayList<>(row.cells), row.paints));
        for (int i = 0; i < ids.length; i++) {
            if (!ids[i]) continue;
            int length = beginning(i);
            for (var row : all) {
                var id = row.cells.get(i);
                row.cells.set(i, id.substring(0, Math.min(length, id.length())));
            }
        }
        return all;
    }

    private int beginning(int column) {
        var sorted = rows.stream().map(row -> row.cells.get(column)).sorted().toList();
        int length = BEGINNING_MIN;
        for (int i = 1; i < sorted.size(); i++) {
            int same =
                    Arrays.mismatch(sorted.get(i - 1).toCharArray(), sorted.get(i).toCharArray());
            length = Math.max(length, same + 1);
        }
        return length;
    }

    /// As many as the longest of its cells needs.
    private List<String> lines(Screen screen, String indent, Row row, int[] widths) {
        var cells = new ArrayList<List<String>>();
        int height = 1;
        for (int i = 0; i < right.length; i++) {
            cells.add(folded(row.cells.get(i), widths[i]));
            height = Math.max(height, cells.get(i).size());
        }
        var all = new ArrayList<String>();
        for (int at = 0; at < height; at++) {
            var line = new StringBuilder(indent);
            for (int i = 0; i < right.length; i++) {
                var text = new StringBuilder();
                cell(text, at < cells.get(i).size() ? cells.get(i).get(at) : "", i, widths[i]);
                line.append(screen.paint(row.paints.get(i), text.toString()));
            }
            all.add(line.toString().stripTrailing());
        }
        return all;
    }

    /// The text in lines of so many columns; of a very long one the first, and an ellipsis.
    private static List<String> folded(String text, int columns) {
        var one = text.replace('\n', ' ');
        if (length(one) <= columns) return List.of(one);
        var lines = Wrapped.to(columns, one).lines().toList();
        if (lines.size() <= CELL_LINES_MAX) return lines;
        var first = new ArrayList<>(lines.subList(0, CELL_LINES_MAX));
        first.add(shortened(first.removeLast() + " …", columns));
        return first;
    }

    /// @param apart an empty line comes first
    private void block(Screen screen, String indent, Row row, boolean apart) {
        if (apart) screen.line("");
        int width = 0;
        for (var title : heading) width = Math.max(width, length(title));
        for (int i = 0; i < right.length; i++) {
            var text = row.cells.get(i).replace('\n', ' ');
            if (text.isEmpty()) continue;
            var title = heading.get(i) + " ".repeat(width - length(heading.get(i)) + GAP);
            screen.line(
                    indent
                            + screen.paint(Paint.FAINT, title)
                            + screen.paint(row.paints.get(i), text));
        }
    }

    private void cell(StringBuilder line, String text, int column, int width) {
        int missing = width - length(text);
        boolean last = column == right.length - 1;
        if (right[column]) line.repeat(' ', missing);
        line.append(text);
        if (!right[column] && !last) line.repeat(' ', missing);
        if (!last) line.repeat(' ', GAP);
    }

    /// @param columns to fit into, as far as no word is broken for it; 0: as wide as it likes
    private int[] widths(List<Row> rows, int columns) {
        var widths = new int[right.length];
        var least = new int[right.length];
        for (int i = 0; i < widths.length; i++) {
            measure(heading.get(i), i, widths, least);
            for (var row : rows) measure(row.cells.get(i), i, widths, least);
        }
        for (int sum = sum(widths); columns > 0 && sum > columns; sum--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = widths[i] > least[i];
                if (gives && (widest < 0 || widths[i] > widths[widest])) widest = i;
            }
            if (widest < 0) break;
            widths[widest]--;
        }
        return widths;
    }

    private void measure(String text, int column, int[] widths, int[] least) {
        widths[column] = Math.max(widths[column], length(text));
        int longest = whole[column] ? length(text) : 0;
        if (!whole[column])
            for (var word : text.split("\\s", -1))
                longest = Math.max(longest, Math.min(length(word), WORD_MAX));
        least[column] = Math.max(least[column], longest);
    }

    private static int sum(int[] widths) {
        return Arrays.stream(widths).sum() + GAP * (widths.length - 1);
    }

    /// The text in so many columns, its end replaced by an ellipsis when it is longer.
    public static String shortened(String text, int columns) {
        var one = text.indexOf('\n') < 0 ? text : text.replace('\n', ' ');
        if (length(one) <= columns) return one;
        return one.substring(0, one.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
