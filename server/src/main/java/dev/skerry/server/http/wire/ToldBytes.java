package dev.skerry.server.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.OutputStream;
import java.util.Arrays;

/// What a client is told, as a stream.
public final class ToldBytes extends OutputStream {
    private final DataWriter to;

    public ToldBytes(DataWriter to) {
        this.to = to;
    }

    @Override
    public void write(int one) {
        to.writeNow(BufferData.create(new byte[] {(byte) one}));
    }

    @Override
    public void write(byte[] bytes, int at, int length) {
        to.writeNow(BufferData.create(Arrays.copyOfRange(bytes, at, at + length)));
    }
}
