package dev.skerry.example.badge.picture;

/// A rectangle in pixels; `x`, `y` is its top left corner.
public record Area(int x, int y, int width, int height) {
    public int right() {
        return x + width;
    }

    public int bottom() {
        return y + height;
    }
}
