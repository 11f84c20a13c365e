package dev.skerry.example.badge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.example.badge.picture.Canvas;
import dev.skerry.example.badge.picture.Ink;
import dev.skerry.example.badge.picture.Png;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What leaves the canvas: the PNG for people, the raster for the panel.
class PictureTest {
    @Test
    void anotherReaderSeesEveryPixelOfThePng() throws IOException {
        for (var model : Model.values())
            for (var name : Screens.NAMES) {
                var settings = Samples.settings("BAEDGE_HARDWARE_MODEL", model.label);
                var canvas = Samples.draw(settings, name);
                var image = ImageIO.read(new ByteArrayInputStream(Png.of(canvas)));
                assertNotNull(image);
                assertEquals(model.width, image.getWidth());
                assertEquals(model.height, image.getHeight());
                assertEquals(1, image.getColorModel().getPixelSize());
                for (int y = 0; y < model.height; y++)
                    for (int x = 0; x < model.width; x++)
                        assertEquals(
                                canvas.black(x, y) ? 0xFF000000 : 0xFFFFFFFF, image.getRGB(x, y));
            }
    }

    /// These bytes are what the panel's controller expects; a change here breaks real displays.
    @Test
    void theRasterStandsUprightWithWhiteAsOne() {
        var model = Model.PAPER_2IN13;
        var canvas = new Canvas(model.width, model.height);
        canvas.set(0, 0, Ink.BLACK);
        canvas.set(model.width - 1, 9, Ink.BLACK);
        var raster = model.raster(canvas);
        assertEquals(16 * 250, raster.length);
        var hex = HexFormat.of();
        assertEquals("ffbfffffffffffffffffffffffffffc0", hex.formatHex(raster, 0, 16));
        assertEquals("ffffffffffffffffffffffffffffffc0", hex.formatHex(raster, 16, 32));
        assertEquals("7fffffffffffffffffffffffffffffc0", hex.formatHex(raster, 3984, 4000));
    }
}
