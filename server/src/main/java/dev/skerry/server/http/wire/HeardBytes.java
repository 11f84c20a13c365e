package dev.skerry.server.http.wire;

import io.helidon.common.buffers.DataReader;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/// What comes from a client, as a stream.
public final class HeardBytes extends InputStream {
    private final DataReader from;

    public HeardBytes(DataReader from) {
        this.from = from;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        if (length == 0) return 0;
        try {
            await();
        } catch (DataReader.InsufficientDataAvailableException _) {
            return -1;
        }
        var bytes = from.readBytes(Math.min(length, from.available()));
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return bytes.length;
    }

    /// The system tells every now and then that nothing has come.
    private void await() {
        while (true) {
            try {
                from.ensureAvailable();
                return;
            } catch (DataReader.InsufficientDataAvailableException e) {
                throw e;
            } catch (RuntimeException e) {
                if (!quiet(e)) throw e;
            }
        }
    }

    /// Whether only nothing has come for a while.
    static boolean quiet(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof SocketTimeoutException) return true;
        return false;
    }
}
