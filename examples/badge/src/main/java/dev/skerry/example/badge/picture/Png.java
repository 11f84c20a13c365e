package dev.skerry.example.badge.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a canvas as a PNG of one bit per pixel, without any imaging library.
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte ONE_BIT = 1;
    private static final byte GREYSCALE = 0;

    private Png() {}

    public static byte[] of(Canvas canvas) {
        var header = ByteBuffer.allocate(13).putInt(canvas.width).putInt(canvas.height);
        header.put(ONE_BIT)
                .put(GREYSCALE); // the rest is 0: deflate, adaptive filters, no interlace
        var png = new ByteArrayOutputStream(2048);
        png.writeBytes(SIGNATURE);
        chunk(png, "IHDR", header.array());
        chunk(png, "IDAT", deflated(rows(canvas)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] rows(Canvas canvas) {
        int rowBytes = 1 + (canvas.width + 7) / 8; // a row begins with its filter: 0, none
        var rows = new byte[rowBytes * canvas.height];
        for (int y = 0; y < canvas.height; y++)
            for (int x = 0; x < canvas.width; x++)
                if (!canvas.black(x, y)) rows[y * rowBytes + 1 + x / 8] |= (byte) (0x80 >> (x % 8));
        return rows;
    }

    private static byte[] deflated(byte[] rows) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(rows);
            deflater.finish();
            var packed = new ByteArrayOutputStream(1024);
            var buffer = new byte[1024];
            while (!deflater.finished()) packed.write(buffer, 0, deflater.deflate(buffer));
            return packed.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
