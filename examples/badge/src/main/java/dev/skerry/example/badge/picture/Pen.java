package dev.skerry.example.badge.picture;

/// Draws strokes at one size. Every corner is snapped to the pixel grid, so that stems and bars
/// stay even and crisp at any size; between corners a round pen follows lines and curves.
final class Pen {
    private static final double CAPITAL_UNITS = 6;
    private static final int CURVE_PIECES = 10;

    private final Canvas canvas;
    private final Ink ink;
    private final int weight;
    private final double pixelsPerUnit;

    Pen(Canvas canvas, Ink ink, int capPixels, int weight) {
        this.canvas = canvas;
        this.ink = ink;
        this.weight = weight;
        this.pixelsPerUnit = pixelsPerUnit(capPixels, weight);
    }

    static double pixelsPerUnit(int capPixels, int weight) {
        return (capPixels - weight) / CAPITAL_UNITS;
    }

    /// Draws with the letter's upper left corner at `left`, `top`, moved down by `dropUnits`.
    void draw(Strokes strokes, int left, int top, double dropUnits) {
        double x = 0;
        double y = 0;
        for (var step : strokes.steps()) {
            double nextX = left + snap(step.x());
            double nextY = top + snap(step.y() + dropUnits);
            switch (step.move()) {
                case 'L' -> line(x, y, nextX, nextY);
                case 'v' -> curve(x, y, nextX, nextY, true);
                case 'h' -> curve(x, y, nextX, nextY, false);
                case 'M' -> {} // lifts the pen
                default -> throw new IllegalStateException("Strokes.parse knows all moves");
            }
            x = nextX;
            y = nextY;
        }
    }

    private double snap(double units) {
        return Math.round(units * pixelsPerUnit) + weight / 2.0;
    }

    private void curve(double x, double y, double toX, double toY, boolean upright) {
        double fromX = x;
        double fromY = y;
        for (int i = 1; i <= CURVE_PIECES; i++) {
            double angle = Math.PI / 2 * i / CURVE_PIECES;
            double across = upright ? 1 - Math.cos(angle) : Math.sin(angle);
            double along = upright ? Math.sin(angle) : 1 - Math.cos(angle);
            double pieceX = x + (toX - x) * across;
            double pieceY = y + (toY - y) * along;
            line(fromX, fromY, pieceX, pieceY);
            fromX = pieceX;
            fromY = pieceY;
        }
    }

    private void line(double x, double y, double toX, double toY) {
        double reach = weight / 2.0 + 1e-6;
        int left = (int) Math.floor(Math.min(x, toX) - reach);
        int right = (int) Math.ceil(Math.max(x, toX) + reach);
        int top = (int) Math.floor(Math.min(y, toY) - reach);
        int bottom = (int) Math.ceil(Math.max(y, toY) + reach);
        for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
                if (distance(column + 0.5, row + 0.5, x, y, toX, toY) <= reach)
                    canvas.set(column, row, ink);
    }

    private static double distance(
            double px, double py, double x, double y, double toX, double toY) {
        double dx = toX - x;
        double dy = toY - y;
        double length = dx * dx + dy * dy;
        double at = length == 0 ? 0 : ((px - x) * dx + (py - y) * dy) / length;
        double nearest = Math.clamp(at, 0, 1);
        return Math.hypot(px - x - nearest * dx, py - y - nearest * dy);
    }
}
