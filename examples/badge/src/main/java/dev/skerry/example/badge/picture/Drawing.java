package dev.skerry.example.badge.picture;

/// Puts a screen on a canvas.
public record Drawing(Typeface typeface) {
    public Canvas draw(Screen screen, int width, int height) {
        var canvas = new Canvas(width, height);
        for (var shape : screen.shapes()) canvas.fill(shape.area(), shape.fill());
        for (var picture : screen.pictures()) picture(canvas, picture);
        for (var text : screen.texts()) text(canvas, text);
        for (var code : screen.codes()) code(canvas, code);
        return canvas;
    }

    private static void picture(Canvas canvas, Screen.Picture picture) {
        for (int y = 0; y < picture.height(); y++)
            for (int x = 0; x < picture.width(); x++)
                if (picture.rows().get(y).charAt(x) == '#')
                    canvas.set(picture.x() + x, picture.y() + y, picture.ink());
    }

    private void text(Canvas canvas, Screen.Text text) {
        var paragraph = Paragraph.fit(text, typeface);
        int cap = paragraph.capPixels();
        var style = text.style();
        var room = text.area();
        var pen = new Pen(canvas, style.ink(), cap, style.weight().pixels(cap));
        int height = Typeface.height(paragraph.lines().size(), cap);
        int top = style.along().place(room.y(), room.height(), height);
        for (var line : paragraph.lines()) {
            int width = typeface.width(line, cap, style.weight());
            int left = style.across().place(room.x(), room.width(), width);
            typeface.draw(pen, line, left, top, cap, style.weight());
            top += Typeface.pitch(cap);
        }
    }

    private static void code(Canvas canvas, Screen.Code code) {
        int pixels = code.pixelsPerModule();
        int quiet = code.quiet();
        int box = code.side() + 2 * quiet;
        canvas.fill(new Area(code.left(), code.top(), box, box), Ink.WHITE);
        var matrix = code.matrix();
        for (int y = 0; y < matrix.modules(); y++)
            for (int x = 0; x < matrix.modules(); x++) {
                if (!matrix.code().getModule(x, y)) continue;
                int left = code.left() + quiet + x * pixels;
                int top = code.top() + quiet + y * pixels;
                canvas.fill(new Area(left, top, pixels, pixels), Ink.BLACK);
            }
    }
}
