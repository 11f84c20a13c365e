package dev.skerry.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is sent back.
public sealed interface Answer {
    int status();

    String type();

    /// Names and values, all of them safe to send.
    Map<String, String> headers();

    /// An answer that is known as a whole.
    record Whole(int status, String type, Map<String, String> headers, Body body)
            implements Answer {}

    /// An answer that goes on: events, output of tasks.
    record Streamed(int status, String type, Map<String, String> headers, Writer writer)
            implements Answer {}

    /// Bytes that nobody changes; they are not copied.
    final class Body {
        public static final Body NONE = new Body(new byte[0]);

        private final byte[] bytes;

        public Body(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    /// Writes until there is no more, or until the reader is gone.
    @FunctionalInterface
    interface Writer {
        void write(OutputStream to) throws IOException, InterruptedException;
    }

    static Answer text(String type, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Whole(200, type, Map.of(), new Body(bytes));
    }

    /// The same with one more header.
    default Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers());
        more.put(name, value);
        return switch (this) {
            case Whole(var status, var type, _, var body) -> new Whole(status, type, more, body);
            case Streamed(var status, var type, _, var writer) ->
                    new Streamed(status, type, more, writer);
        };
    }
}
