package dev.skerry.example.badge.picture;

import java.util.List;

/// What a display shall show, as data: first shapes, then pictures, texts and codes, each in order.
public record Screen(
        List<Shape> shapes, List<Picture> pictures, List<Text> texts, List<Code> codes) {
    /// A filled rectangle.
    public record Shape(Area area, Ink fill) {}

    /// A picture made of rows of `#` and `.`, pixel by pixel, with its top left corner at `x`, `y`.
    public record Picture(List<String> rows, int x, int y, Ink ink) {
        public static Picture of(String resource, int x, int y, Ink ink) {
            return new Picture(Resource.text(resource).lines().toList(), x, y, ink);
        }

        public int width() {
            return rows.getFirst().length();
        }

        public int height() {
            return rows.size();
        }
    }

    /// Words in a room. They are set as large as `capPixelsMax` allows, wrapped into at most
    /// `linesMax` lines, and shrunk pixel by pixel until the longest line fits.
    public record Text(String content, Area area, int capPixelsMax, int linesMax, Style style) {}

    /// How words look and where they stand in their room.
    public record Style(Typeface.Weight weight, Ink ink, Align across, Align along) {
        public static final Style BOLD =
                new Style(Typeface.Weight.BOLD, Ink.BLACK, Align.START, Align.START);
        public static final Style REGULAR =
                new Style(Typeface.Weight.REGULAR, Ink.BLACK, Align.START, Align.START);

        public Style in(Ink colour) {
            return new Style(weight, colour, across, along);
        }

        public Style at(Align x, Align y) {
            return new Style(weight, ink, x, y);
        }
    }

    /// A QR code with its bottom right corner in the bottom right corner of the room.
    public record Code(QrMatrix matrix, Area area) {
        public int pixelsPerModule() {
            return matrix.pixelsPerModule(Math.min(area.width(), area.height()));
        }

        public int side() {
            return matrix.modules() * pixelsPerModule();
        }

        public int quiet() {
            return QrMatrix.QUIET_MODULES * pixelsPerModule();
        }

        /// Where the quiet zone begins.
        public int left() {
            return area.right() - side() - quiet();
        }

        public int top() {
            return area.bottom() - side() - quiet();
        }
    }
}
