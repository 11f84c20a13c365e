package dev.skerry.server.http;

import dev.skerry.http.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/// One answer that goes on until its reader leaves. The writer is interrupted then.
final class Streaming {
    private Streaming() {}

    /// Writes to whoever reads on this thread's connection, until there is no more or nobody reads.
    static void write(Answer.Streamed answer, OutputStream to)
            throws IOException, InterruptedException {
        try (var _ = Connections.own().whileThere()) {
            answer.writer().write(to);
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
