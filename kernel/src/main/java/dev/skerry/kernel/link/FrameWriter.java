package dev.skerry.kernel.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Puts the fields of one frame behind each other.
final class FrameWriter {
    private static final int BYTE_BITS = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    FrameWriter(int kind) {
        out.write(kind);
    }

    FrameWriter number(long value) {
        put(value, Long.BYTES);
        return this;
    }

    FrameWriter count(int value) {
        put(value, Short.BYTES);
        return this;
    }

    FrameWriter text(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        put(bytes.length, Integer.BYTES);
        out.writeBytes(bytes);
        return this;
    }

    FrameWriter rest(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }

    private void put(long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) out.write((int) (value >>> (i * BYTE_BITS)));
    }
}
