package dev.skerry.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/// Stands between an agent and its server, hands every byte on, and counts them both ways.
final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ServerSocket front;
    private final int target;
    private final LongAdder bytes = new LongAdder();

    /// @param target a port of this machine
    Relay(int target) throws IOException {
        this.target = target;
        front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    /// All that went through so far, in both directions.
    long bytes() {
        return bytes.sum();
    }

    private void accept() {
        try {
            while (true) {
                var near = front.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copy(near, far));
                Thread.ofVirtual().start(() -> copy(far, near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void copy(Socket from, Socket to) {
        var buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.add(count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side has ended, and so does the other
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
