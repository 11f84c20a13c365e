package dev.skerry.agent.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A connection to a port of the node itself, with a time by which all has to be said and a bound
/// for what is read. It goes to 127.0.0.1, and to ::1 where that is refused.
final class Line implements AutoCloseable {
    private static final int BUFFER_BYTES = 4096;
    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Socket socket = new Socket();
    private final String address;
    private long untilNs;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private int bytesLeft;

    private Line(String address, long untilNs) {
        this.address = address;
        this.untilNs = untilNs;
    }

    static Line open(int port, long timeoutMs) throws IOException {
        long untilNs = System.nanoTime() + timeoutMs * 1_000_000;
        var first = "127.0.0.1:" + port;
        var second = "[::1]:" + port;
        try {
            return open(
                    first, new InetSocketAddress(InetAddress.getByAddress(IPV4), port), untilNs);
        } catch (SocketTimeoutException e) {
            throw new IOException(first + " accepts no connection within " + timeoutMs + " ms", e);
        } catch (IOException refused) {
            try {
                return open(
                        second,
                        new InetSocketAddress(InetAddress.getByAddress(IPV6), port),
                        untilNs);
            } catch (IOException e) {
                throw new IOException(
                        "nobody listens on %s or %s (%s)"
                                .formatted(first, second, refused.getMessage()),
                        e);
            }
        }
    }

    private static Line open(String name, InetSocketAddress to, long untilNs) throws IOException {
        var line = new Line(name, untilNs);
        try {
            line.socket.connect(to, line.leftMs());
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    /// Where it goes, `host:port`.
    String address() {
        return address;
    }

    /// Shortens the time.
    void within(long ms) {
        untilNs = Math.min(untilNs, System.nanoTime() + ms * 1_000_000);
    }

    /// From now on so many bytes are read at most.
    void bound(int bytes) {
        bytesLeft = bytes;
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /// The next byte; -1 at the end, or when the bound is reached.
    int next() throws IOException {
        if (!more()) return -1;
        bytesLeft--;
        return buffer[at++] & 0xff;
    }

    /// Passes over so many bytes; fewer at the end, or when the bound is reached.
    ///
    /// @return how many
    long skip(long bytes) throws IOException {
        long passed = 0;
        while (passed < bytes && more()) {
            int step = (int) Math.min(bytes - passed, Math.min(end - at, bytesLeft));
            at += step;
            bytesLeft -= step;
            passed += step;
        }
        return passed;
    }

    /// Whether there is a byte to be read.
    private boolean more() throws IOException {
        if (bytesLeft <= 0) return false;
        if (at < end) return true;
        socket.setSoTimeout(leftMs());
        end = Math.max(0, socket.getInputStream().read(buffer));
        at = 0;
        if (end == 0) bytesLeft = 0;
        return end > 0;
    }

    private int leftMs() throws SocketTimeoutException {
        long leftNs = untilNs - System.nanoTime();
        if (leftNs <= 0) throw new SocketTimeoutException();
        return (int) Math.min(leftNs / 1_000_000 + 1, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
