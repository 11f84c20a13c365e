package dev.skerry.example.badge.picture;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;

/// The modules of a QR code, without its quiet zone.
public record QrMatrix(QrCode code) {
    /// More would need modules too small to be read from a small display.
    public static final int CONTENT_BYTES_MAX = 53;

    public static final int PIXELS_PER_MODULE_MIN = 2;
    public static final int QUIET_MODULES = 3;

    public static QrMatrix of(String content) {
        if (content.getBytes(StandardCharsets.UTF_8).length > CONTENT_BYTES_MAX)
            throw new IllegalArgumentException("Settings bound what becomes a code");
        return new QrMatrix(QrCode.encodeText(content, QrCode.Ecc.LOW));
    }

    public int modules() {
        return code.size;
    }

    /// Pixels of one module when the code may be `side` pixels wide.
    public int pixelsPerModule(int side) {
        return Math.max(PIXELS_PER_MODULE_MIN, side / modules());
    }
}
