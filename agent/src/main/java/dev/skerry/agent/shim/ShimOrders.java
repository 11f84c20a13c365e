package dev.skerry.agent.shim;

import dev.skerry.agent.driver.TaskRefused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The orders of a shim: strings that end with a zero byte, each led by a character that says what
/// it is. `skerry-shim.c` lists them.
final class ShimOrders {
    private static final int BYTES_MAX = 1024 * 1024 - 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    ShimOrders add(char kind, String value) throws TaskRefused {
        if (value.indexOf('\0') >= 0) {
            throw TaskRefused.forGood("command, arguments and environment can't hold a zero byte");
        }
        bytes.write(kind);
        bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        if (bytes.size() > BYTES_MAX) {
            throw TaskRefused.forGood("arguments and environment together exceed 1 MiB");
        }
        return this;
    }

    ShimOrders add(char kind, long value) throws TaskRefused {
        return add(kind, Long.toString(value));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
