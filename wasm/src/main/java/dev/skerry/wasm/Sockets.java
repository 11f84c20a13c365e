package dev.skerry.wasm;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sockets of a module by its descriptors: from 3 on those that are listened at, which are
/// there when it begins, and far behind all files those that it has accepted.
final class Sockets implements Closeable {
    /// As systemd, and who followed it, have it.
    static final int FIRST = 3;

    /// No file gets there: it has as many descriptors as it opens files.
    static final int FIRST_ACCEPTED = 1 << 20;

    private static final int ACCEPTED_MAX = 1_024;
    private static final int BACKLOG = 128;

    private final List<@Nullable ServerSocketChannel> listening = new ArrayList<>();
    private final Map<Integer, SocketChannel> accepted = new HashMap<>();

    private Sockets() {}

    /// Listens at all of them.
    ///
    /// @throws IOException when one is taken; then none is listened at
    static Sockets open(List<Integer> ports) throws IOException {
        var sockets = new Sockets();
        for (int port : ports) {
            try {
                var channel = ServerSocketChannel.open();
                sockets.listening.add(channel);
                channel.bind(new InetSocketAddress(port), BACKLOG);
            } catch (IOException e) {
                sockets.close();
                throw new IOException("port %d: %s".formatted(port, e.getMessage()), e);
            }
        }
        return sockets;
    }

    /// How many there were at its begin; files come behind them.
    int count() {
        return listening.size();
    }

    /// Whether such a descriptor is, or was, a socket.
    boolean owns(int descriptor) {
        return descriptor >= FIRST_ACCEPTED || listens(descriptor);
    }

    private boolean listens(int descriptor) {
        return descriptor >= FIRST && descriptor < FIRST + listening.size();
    }

    @Nullable SelectableChannel channel(int descriptor) {
        if (listens(descriptor)) return listening.get(descriptor - FIRST);
        return accepted.get(descriptor);
    }

    /// The next who has come there.
    ///
    /// @return his descriptor, the first that is free as everywhere, or a negative error: nobody,
    ///   or too many
    int accept(int descriptor, boolean waiting) throws IOException {
        if (!(channel(descriptor) instanceof ServerSocketChannel server))
            return -Errno.INVAL.number();
        if (accepted.size() >= ACCEPTED_MAX) return -Errno.NFILE.number();
        var came = server.accept();
        if (came == null) return -Errno.AGAIN.number();
        came.configureBlocking(waiting);
        int free = FIRST_ACCEPTED;
        while (accepted.containsKey(free)) free++;
        accepted.put(free, came);
        return free;
    }

    void close(int descriptor) throws IOException {
        var channel = channel(descriptor);
        if (channel != null) channel.close();
        if (listens(descriptor)) listening.set(descriptor - FIRST, null);
        else accepted.remove(descriptor);
    }

    @Override
    public void close() throws IOException {
        for (var each : listening) if (each != null) each.close();
        for (var each : accepted.values()) each.close();
    }
}
