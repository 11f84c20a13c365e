package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.Canvas;
import dev.skerry.example.badge.picture.Drawing;
import dev.skerry.example.badge.picture.Typeface;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/// What is shown just now, and how it went. The picture changes only when the display took it.
final class Panel {
    private final Screens screens;
    private final Drawing drawing;
    private final Model model;
    private final Display display;
    private final Supplier<String> address;
    private Status status = new Status("", Instant.EPOCH, 0, "");
    private Canvas canvas;

    /// What the panel says of itself.
    ///
    /// @param screen the name of what is shown; empty when the display is clear
    /// @param writes how often the display took a picture since the start
    /// @param failure why the last attempt failed; empty when it did not
    record Status(String screen, Instant since, long writes, String failure) {}

    /// `address` tells where the badge answers; it is asked for every picture, since badges roam.
    Panel(Settings settings, Supplier<String> address) {
        this.screens = new Screens(settings);
        this.drawing = new Drawing(Typeface.load());
        this.model = settings.hardware().model();
        this.display = Display.at(settings.hardware().device());
        this.address = address;
        this.canvas = blank();
    }

    /// A screen as it would look now, without showing it.
    Canvas preview(String name) {
        return drawing.draw(screens.of(name, address.get()), model.width, model.height);
    }

    synchronized void show(String name, Instant now) throws IOException {
        put(name, preview(name), now);
    }

    synchronized void clear(Instant now) throws IOException {
        put("", blank(), now);
    }

    synchronized Canvas shown() {
        return canvas;
    }

    synchronized Status status() {
        return status;
    }

    String device() {
        return display.device();
    }

    private void put(String name, Canvas next, Instant now) throws IOException {
        try {
            display.show(model.raster(next));
        } catch (IOException e) {
            var reason = String.valueOf(e.getMessage());
            status = new Status(status.screen, status.since, status.writes, reason);
            throw e;
        }
        canvas = next;
        status = new Status(name, now, status.writes + 1, "");
    }

    private Canvas blank() {
        return new Canvas(model.width, model.height);
    }
}
