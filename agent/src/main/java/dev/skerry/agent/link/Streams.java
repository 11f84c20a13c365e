package dev.skerry.agent.link;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.link.Allowance;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamSource;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// Sends the bytes of streams to whoever reads them at a server: no faster than they are read, and
/// one thread for each reader while there is one.
///
/// A thread counts until it has ended, and not only until nobody reads any more: anybody may open
/// and close streams as fast as he likes, and a source that is slow to let go must not cost an
/// agent its memory.
public final class Streams {
    /// Threads at one time, each with a piece in its hands.
    static final int READERS_MAX = 16;

    static final String FULL =
            "this node has " + READERS_MAX + " readers already; end one first, or try again soon";

    private static final int PIECE_BYTES = 16 * 1024;
    private static final long WAIT_MS = 1_000;

    /// After so long it is seen whether the line has room again.
    private static final long LINE_WAIT_MS = 100;

    static final String NO_THREAD = "this node has no thread left for it; try again soon";

    private final Sender link;
    private final ThreadFactory factory;
    private final ConcurrentHashMap<Long, Writer> writers = new ConcurrentHashMap<>();
    private final Semaphore threads = new Semaphore(READERS_MAX);

    /// The way to the server.
    public interface Sender {
        /// False when there is no link, or it has no room for it now.
        boolean send(Frame.FromNode frame);

        /// Nobody reads the stream any more: what waits of it is let go.
        void drop(long stream);
    }

    public Streams(Sender link) {
        this(link, Thread.ofPlatform().daemon().name("stream-", 0).factory());
    }

    Streams(Sender link, ThreadFactory factory) {
        this.link = link;
        this.factory = factory;
    }

    /// Begins to send.
    ///
    /// @param credit bytes that may be sent before more are asked for
    public void open(long stream, long credit, StreamSource source) {
        if (writers.containsKey(stream)) return;
        if (!threads.tryAcquire()) {
            refuse(stream, FULL);
            return;
        }
        var writer = new Writer(stream, credit, source);
        writers.put(stream, writer);
        try {
            writer.thread.start();
        } catch (OutOfMemoryError e) { // so it is called when the system gives no thread
            writer.ended();
            refuse(stream, NO_THREAD);
        }
    }

    /// Nothing will come.
    public void refuse(long stream, String why) {
        link.send(new Frame.Close(stream, why));
    }

    /// More may be sent.
    public void granted(long stream, long bytesMore) {
        var writer = writers.get(stream);
        if (writer != null) writer.granted(bytesMore);
    }

    /// Nobody reads any more: whatever its source waits for is waited for no longer.
    public void close(long stream) {
        var writer = writers.remove(stream);
        if (writer == null) return;
        writer.thread.interrupt();
        link.drop(stream);
    }

    /// The link is gone, and with it all readers.
    public void closeAll() {
        for (var stream : writers.keySet()) close(stream);
    }

    private final class Writer implements Runnable {
        private final long stream;
        private final Allowance allowance;
        private final StreamSource source;
        private final Thread thread;

        Writer(long stream, long credit, StreamSource source) {
            this.stream = stream;
            this.allowance = new Allowance(credit);
            this.source = source;
            thread = factory.newThread(this);
        }

        @Override
        public void run() {
            try {
                write();
            } finally {
                ended();
            }
        }

        void ended() {
            writers.remove(stream, this);
            threads.release();
        }

        private void write() {
            var error = "";
            try {
                send();
            } catch (IOException | RuntimeException | StackOverflowError e) {
                error = FileTrouble.words(e);
            } catch (InterruptedException e) {
                return; // closed
            }
            var end = new Frame.Close(stream, error);
            try {
                while (open() && !link.send(end)) TimeUnit.MILLISECONDS.sleep(LINE_WAIT_MS);
            } catch (InterruptedException e) {
                // closed
            }
        }

        private void send() throws IOException, InterruptedException {
            for (int room = awaitRoom(); room > 0; room = awaitRoom()) {
                var piece = source.next(room);
                if (piece == null) return;
                if (piece.bytes().length == 0) continue;
                sent(piece.bytes().length);
                var data = new Frame.Data(stream, piece.at(), piece.bytes());
                while (open() && !link.send(data)) TimeUnit.MILLISECONDS.sleep(LINE_WAIT_MS);
            }
        }

        private boolean open() {
            return writers.get(stream) == this;
        }

        /// Bytes of the next piece; 0: the reader has closed.
        private synchronized int awaitRoom() throws InterruptedException {
            while (open() && allowance.of(PIECE_BYTES) == 0) wait(WAIT_MS);
            return open() ? allowance.of(PIECE_BYTES) : 0;
        }

        private synchronized void sent(int bytes) {
            allowance.sent(bytes);
        }

        private synchronized void granted(long bytesMore) {
            allowance.more(bytesMore);
            notifyAll();
        }
    }
}
