package dev.skerry.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that begins with its first byte: until then it can still become another.
final class LateOutput extends OutputStream {
    private final Supplier<OutputStream> begin;
    private @Nullable OutputStream begun;

    LateOutput(Supplier<OutputStream> begin) {
        this.begin = begin;
    }

    /// Whether anything was sent.
    boolean hasBegun() {
        return begun != null;
    }

    private OutputStream out() {
        var known = begun;
        if (known != null) return known;
        var fresh = begin.get();
        begun = fresh;
        return fresh;
    }

    @Override
    public void write(int one) throws IOException {
        out().write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > 0) out().write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
        if (begun != null) begun.flush();
    }

    /// The end of the answer, which may have no bytes.
    @Override
    public void close() throws IOException {
        out().close();
    }
}
