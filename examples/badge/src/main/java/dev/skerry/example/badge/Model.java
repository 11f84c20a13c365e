package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.Canvas;

/// The e-paper displays of Waveshare that a badge knows, by the names of their drivers. Sizes are
/// in pixels as the badge is worn: lying, wider than high.
enum Model {
    PAPER_2IN13("2in13", 250, 122),
    PAPER_2IN7("2in7", 264, 176),
    PAPER_2IN9("2in9", 296, 128);

    static final String RIGHT = "2in13, 2in7 or 2in9";

    final String label;
    final int width;
    final int height;

    Model(String label, int width, int height) {
        this.label = label;
        this.width = width;
        this.height = height;
    }

    /// The picture as the panel's memory wants it: the panel stands upright, so the picture is
    /// turned by a quarter; rows are padded to whole bytes, the highest bit is the leftmost, 1 is
    /// white.
    byte[] raster(Canvas canvas) {
        int rowBytes = (height + 7) / 8;
        var raster = new byte[rowBytes * width];
        for (int y = 0; y < canvas.height; y++)
            for (int x = 0; x < canvas.width; x++)
                if (!canvas.black(x, y))
                    raster[(width - 1 - x) * rowBytes + y / 8] |= (byte) (0x80 >> (y % 8));
        return raster;
    }
}
