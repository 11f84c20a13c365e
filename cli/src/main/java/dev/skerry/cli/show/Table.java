package dev.skerry.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Rows under a heading, aligned. Where the terminal is narrow the widest column gives way; where
/// that is not enough each row is a block of lines, a cell in each.
public final class Table {
    private static final int GAP = 2;
    private static final int SHRUNK_MIN = 8;

    private final List<String> heading;
    private final boolean[] right;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, List<Paint> paints) {}

    /// @param heading names of columns; one that begins with `>` is of numbers, aligned right
    public Table(String... heading) {
        this.heading =
                Arrays.stream(heading)
                        .map(it -> it.startsWith(">") ? it.substring(1) : it)
                        .toList();
        right = new boolean[heading.length];
        for (int i = 0; i < heading.length; i++) right[i] = heading[i].startsWith(">");
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
        var widths = widths(columns);
        if (columns != 0 && sum(widths) > columns) {
            for (int i = 0; i < rows.size(); i++) block(screen, indent, rows.get(i), i > 0);
            return;
        }
        var line = new StringBuilder(indent);
        for (int i = 0; i < right.length; i++) cell(line, heading.get(i), i, widths);
        screen.line(screen.paint(Paint.FAINT, line.toString().stripTrailing()));
        for (var row : rows) {
            line.setLength(0);
            line.append(indent);
            for (int i = 0; i < right.length; i++) {
                var text = new StringBuilder();
                cell(text, row.cells.get(i), i, widths);
                line.append(screen.paint(row.paints.get(i), text.toString()));
            }
            screen.line(line.toString().stripTrailing());
        }
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

    private void cell(StringBuilder line, String text, int column, int[] widths) {
        var shown = shortened(text, widths[column]);
        int length = length(shown);
        boolean last = column == right.length - 1;
        if (right[column]) line.repeat(' ', widths[column] - length);
        line.append(shown);
        if (!right[column] && !last) line.repeat(' ', widths[column] - length);
        if (!last) line.repeat(' ', GAP);
    }

    /// @param columns to fit into; 0: as wide as it likes
    private int[] widths(int columns) {
        var widths = new int[right.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(heading.get(i));
            for (var row : rows) widths[i] = Math.max(widths[i], length(row.cells.get(i)));
        }
        int sum = sum(widths);
        while (columns > 0 && sum > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) if (widths[i] > widths[widest]) widest = i;
            if (widths[widest] <= SHRUNK_MIN) break;
            widths[widest]--;
            sum--;
        }
        return widths;
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
