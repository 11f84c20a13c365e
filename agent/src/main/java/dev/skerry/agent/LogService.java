package dev.skerry.agent;

import dev.skerry.agent.logs.LogReader;
import dev.skerry.cluster.link.Frame;
import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;

/// Sends the output of tasks to whoever reads it at a server: no faster than it is read, and one
/// thread for each reader while there is one.
final class LogService {
    /// Readers at one time.
    private static final int READERS_MAX = 16;

    /// Bytes sent beyond what was read.
    private static final long AHEAD_BYTES_MAX = 256 * 1024;

    private static final int PIECE_BYTES = 16 * 1024;
    private static final long WAIT_MS = 1_000;

    private final RunDirectories directories;
    private final Work work;
    private final Sender link;
    private final ConcurrentHashMap<Long, Reader> readers = new ConcurrentHashMap<>();

    /// Takes a frame, or says that there is no link.
    interface Sender {
        boolean send(Frame.FromNode frame);
    }

    /// Whether a task runs or will run again, so that more output can come.
    interface Work {
        boolean goesOn(String allocation, String task);
    }

    LogService(RunDirectories directories, Work work, Sender link) {
        this.directories = directories;
        this.work = work;
        this.link = link;
    }

    void open(Frame.LogOpen request) {
        if (readers.size() >= READERS_MAX) {
            link.send(
                    new Frame.LogEnd(
                            request.stream(),
                            "this node has " + READERS_MAX + " readers already; end one first"));
            return;
        }
        var reader = new Reader(request);
        if (readers.putIfAbsent(request.stream(), reader) == null)
            Thread.ofPlatform().daemon().name("log-" + request.stream()).start(reader);
    }

    void read(Frame.LogRead message) {
        var reader = readers.get(message.stream());
        if (reader != null) reader.acknowledge(message.offset());
    }

    void close(long stream) {
        var reader = readers.remove(stream);
        if (reader != null) reader.acknowledge(Long.MAX_VALUE);
    }

    /// The link is gone, and with it all readers.
    void closeAll() {
        for (var stream : readers.keySet()) close(stream);
    }

    private final class Reader implements Runnable {
        private final Frame.LogOpen request;
        private final Unread unread = new Unread();

        Reader(Frame.LogOpen request) {
            this.request = request;
        }

        @Override
        public void run() {
            var error = "";
            try {
                send();
            } catch (IOException | RuntimeException e) {
                error = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            readers.remove(request.stream(), this);
            link.send(new Frame.LogEnd(request.stream(), error));
        }

        private void send() throws IOException, InterruptedException {
            var reader =
                    new LogReader(
                            directories.logs(request.allocation(), request.task()),
                            request.source());
            long offset =
                    request.offset() < 0
                            ? reader.tail(
                                    (int) Math.min(Frame.LogOpen.LINES_MAX, -request.offset()))
                            : request.offset();
            while (open()) {
                if (!awaitRoom()) return;
                // asked before it is read: what was written up to the end is read after it
                boolean more =
                        request.follow() && work.goesOn(request.allocation(), request.task());
                var piece =
                        more
                                ? reader.await(offset, PIECE_BYTES, WAIT_MS)
                                : reader.read(offset, PIECE_BYTES);
                if (piece.isEmpty() && !more) return;
                if (piece.isEmpty()) continue;
                var data = Base64.getEncoder().encodeToString(piece.bytes());
                offset = piece.next();
                sent(offset, piece.bytes().length);
                if (!link.send(new Frame.LogData(request.stream(), piece.offset(), data))) return;
            }
        }

        private boolean open() {
            return readers.get(request.stream()) == this;
        }

        /// False when the reader has closed while there was no room.
        private synchronized boolean awaitRoom() throws InterruptedException {
            while (open() && unread.bytes() >= AHEAD_BYTES_MAX) wait(WAIT_MS);
            return open();
        }

        private synchronized void sent(long next, int bytes) {
            unread.sent(next, bytes);
        }

        private synchronized void acknowledge(long offset) {
            unread.readUpTo(offset);
            notifyAll();
        }
    }
}
