package dev.skerry.server.http;

import dev.skerry.http.Answer;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// One answer that goes on until its reader leaves, which is seen although nothing may be written
/// to it for hours: whatever the reader sends ends with its connection. The writer is interrupted
/// then.
final class Streaming {
    private static final ThreadLocal<@Nullable ConnectionContext> CONNECTION = new ThreadLocal<>();

    /// The connection of this thread on which no request is taken any more.
    private static final ThreadLocal<@Nullable ConnectionContext> LAST = new ThreadLocal<>();

    private final Thread writer = Thread.currentThread();
    private boolean over;

    private Streaming() {}

    /// Remembers for each thread of the web server which connection it works for.
    static Http1ConnectionListener connections() {
        return new Http1ConnectionListener() {
            @Override
            public void prologue(ConnectionContext connection, HttpPrologue prologue) {
                if (connection.equals(LAST.get()))
                    throw new CloseConnectionException("the answer before was the last");
                CONNECTION.set(connection);
            }
        };
    }

    /// A stream is the last answer of its connection, whatever follows the request. The library
    /// ends the stream once this has returned, and reads on.
    static void nothingAfter() {
        LAST.set(CONNECTION.get());
    }

    /// Of this thread's connection.
    static DataWriter writer() {
        var connection = CONNECTION.get();
        if (connection == null) throw new IllegalStateException("no connection has a request here");
        return connection.dataWriter();
    }

    /// Writes to whoever reads, until there is no more or nobody reads.
    static void write(Answer.Streamed answer, OutputStream to)
            throws IOException, InterruptedException {
        var streaming = new Streaming();
        var connection = CONNECTION.get();
        if (connection != null)
            Thread.ofVirtual().start(() -> streaming.watch(connection.dataReader()));
        try {
            answer.writer().write(to);
        } finally {
            streaming.end();
        }
    }

    /// What only wants to know the headers gets them, and the writer lets go of what it holds.
    static void leave(Answer.Streamed answer) throws InterruptedException {
        try {
            answer.writer().write(new Nobody());
        } catch (IOException _) {
            // as it should be
        }
    }

    private void watch(DataReader from) {
        if (gone(from)) interrupt();
    }

    private static boolean gone(DataReader from) {
        while (true) {
            try {
                from.ensureAvailable();
                return false; // it asks for something else, so it is there
            } catch (DataReader.InsufficientDataAvailableException _) {
                return true;
            } catch (RuntimeException e) {
                if (!quiet(e)) return true; // reset, closed, or too slow and closed by us
            }
        }
    }

    private static boolean quiet(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof SocketTimeoutException) return true;
        return false;
    }

    private synchronized void interrupt() {
        if (!over) writer.interrupt();
    }

    private synchronized void end() {
        over = true;
    }

    private static final class Nobody extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new EOFException("nobody reads");
        }

        @Override
        public void flush() throws IOException {
            throw new EOFException("nobody reads");
        }
    }
}
