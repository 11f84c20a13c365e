package dev.skerry.server.http;

import dev.skerry.http.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/// An answer that goes on as long as its reader is let in. Whether he is, is asked at each write
/// and flush, and every second while there is nothing to write; once he is not, the answer is over,
/// as if there was no more.
final class StandingOutput extends OutputStream {
    private final OutputStream to;
    private final BooleanSupplier stands;
    private boolean over;

    private StandingOutput(OutputStream to, BooleanSupplier stands) {
        this.to = to;
        this.stands = stands;
    }

    /// Writes until there is no more, or until the reader is let in no more.
    static void write(Answer.Writer writer, OutputStream to, BooleanSupplier stands)
            throws IOException, InterruptedException {
        var standing = new StandingOutput(to, stands);
        Connections.as(stands);
        try {
            writer.write(standing);
        } catch (IOException e) {
            if (!standing.over) throw e;
        } catch (InterruptedException e) {
            if (stands.getAsBoolean()) throw e;
        }
    }

    private void check() throws IOException {
        over |= !stands.getAsBoolean();
        if (over) throw new IOException("the reader is let in no more");
    }

    @Override
    public void write(int one) throws IOException {
        check();
        to.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        check();
        to.write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
        check();
        to.flush();
    }
}
