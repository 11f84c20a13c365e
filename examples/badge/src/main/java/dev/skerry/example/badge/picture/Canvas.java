package dev.skerry.example.badge.picture;

import java.util.BitSet;

/// A one-bit picture: white paper, black ink. Row 0 is the top. Ink outside is cut off silently, as
/// with a pen that leaves the paper.
public final class Canvas {
    public static final int SIDE_PIXELS_MAX = 1024;

    public final int width;
    public final int height;
    private final BitSet ink;

    public Canvas(int width, int height) {
        if (width < 1 || width > SIDE_PIXELS_MAX || height < 1 || height > SIDE_PIXELS_MAX)
            throw new IllegalArgumentException(
                    "a canvas of %d x %d pixels; each side is 1 to %d"
                            .formatted(width, height, SIDE_PIXELS_MAX));
        this.width = width;
        this.height = height;
        this.ink = new BitSet(width * height);
    }

    public boolean black(int x, int y) {
        return inside(x, y) && ink.get(y * width + x);
    }

    public void set(int x, int y, Ink colour) {
        if (inside(x, y)) ink.set(y * width + x, colour == Ink.BLACK);
    }

    public void fill(Area area, Ink colour) {
        int right = Math.min(width, area.right());
        int bottom = Math.min(height, area.bottom());
        for (int y = Math.max(0, area.y()); y < bottom; y++)
            for (int x = Math.max(0, area.x()); x < right; x++) set(x, y, colour);
    }

    /// Rows of `#` and `.`, for tests and for eyes.
    public String text() {
        var text = new StringBuilder((width + 1) * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) text.append(black(x, y) ? '#' : '.');
            text.append('\n');
        }
        return text.toString();
    }

    private boolean inside(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height;
    }
}
