package dev.skerry.bench.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A long way to a server: what is said on it arrives later, both ways, in order.
final class LateRelay implements Closeable {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int PIECES_MAX = 256;
    private static final int CONNECT_MAX_MS = 3_000;

    private final ServerSocket front;
    private final InetSocketAddress to;
    private final UnaryOperator<InetAddress> origin;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayNs;

    /// @param bytes none: the end
    private record Piece(ByteBuffer bytes, long dueNs) {}

    /// @param origin by which address somebody is known at the other end
    LateRelay(InetSocketAddress at, InetSocketAddress to, UnaryOperator<InetAddress> origin)
            throws IOException {
        this.to = to;
        this.origin = origin;
        front = new ServerSocket(at.getPort(), 50, at.getAddress());
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    /// What comes from now on needs so much longer, each way.
    void delay(long ms) {
        delayNs = TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private void accept() {
        try {
            while (true) {
                var near = front.accept();
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void join(Socket near) {
        try (near;
                var far = new Socket()) {
            open.add(near);
            open.add(far);
            far.bind(new InetSocketAddress(origin.apply(near.getInetAddress()), 0));
            far.connect(to, CONNECT_MAX_MS);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException _) {
            // nobody at the other end
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
            open.removeIf(Socket::isClosed);
        }
    }

    private void carry(Socket from, Socket to) {
        var way = new ArrayBlockingQueue<Piece>(PIECES_MAX);
        Thread.ofVirtual().start(() -> deliver(way, to));
        try {
            var buffer = new byte[PIECE_BYTES];
            for (int n = 0; n >= 0; n = from.getInputStream().read(buffer)) {
                if (n > 0) way.put(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), due()));
            }
            way.put(new Piece(ByteBuffer.allocate(0), due()));
        } catch (IOException _) {
            quietly(from);
            quietly(to);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long due() {
        return System.nanoTime() + delayNs;
    }

    private static void deliver(BlockingQueue<Piece> way, Socket to) {
        try {
            while (true) {
                var piece = way.poll(1, TimeUnit.SECONDS);
                if (piece == null && to.isClosed()) return;
                if (piece == null) continue;
                TimeUnit.NANOSECONDS.sleep(piece.dueNs() - System.nanoTime());
                if (!piece.bytes().hasRemaining()) break;
                to.getOutputStream().write(piece.bytes().array());
            }
        } catch (IOException _) {
            // the other end is gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        quietly(to);
    }

    private static void quietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // closed
        }
    }

    @Override
    public void close() {
        quietly(front);
        for (var socket : open) quietly(socket);
    }
}
