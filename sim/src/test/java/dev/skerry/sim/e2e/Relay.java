package dev.skerry.sim.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A cable between a node and its server that a test can pull: while it is cut nothing passes, and
/// neither side is told.
final class Relay implements Closeable {
    private final ServerSocket entrance;
    private final int exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /// @param exit port on this machine to which it leads
    Relay(int exit) throws IOException {
        this.exit = exit;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /// From now on what is sent disappears.
    void cut() {
        cut = true;
    }

    /// New connections pass again; what stood while it was cut is broken.
    void mend() throws IOException {
        cut = false;
        for (var socket : open) socket.close();
    }

    private void accept() {
        try {
            while (true) {
                var near = entrance.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void join(Socket near) {
        try (near;
                var far = new Socket(InetAddress.getLoopbackAddress(), exit)) {
            open.add(far);
            var back = Thread.ofVirtual().start(() -> pass(far, near));
            pass(near, far);
            back.join();
            open.remove(far);
        } catch (IOException e) {
            // nobody at the other end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
        }
    }

    private void pass(Socket from, Socket to) {
        var buffer = new byte[16 * 1024];
        try (from;
                to) {
            for (int n = from.getInputStream().read(buffer); n >= 0; ) {
                if (!cut) to.getOutputStream().write(buffer, 0, n);
                n = from.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // one end is gone, and with it the other
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var socket : open) socket.close();
    }
}
