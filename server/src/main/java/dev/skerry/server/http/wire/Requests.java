package dev.skerry.server.http.wire;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client sends, as the library takes it: each head made into one that it knows
/// ([RequestHead]), each body of chunks read strictly ([Chunks]).
public final class Requests extends DataReader {
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    /// Before a request.
    private static final int EMPTY_LINES_MAX = 8;

    private final Source source;
    private final Hearing hearing;
    private boolean atRequest = true;
    private boolean old;
    private boolean over;
    private @Nullable Answer refused;

    /// Is told how far a request has come.
    public interface Hearing {
        /// Its first byte is there.
        void begun();

        /// More has come.
        void came(int bytes);
    }

    public Requests(DataReader from, Hearing hearing) {
        this(new Source(from, hearing), hearing);
    }

    private Requests(Source source, Hearing hearing) {
        super(source::next);
        this.source = source;
        this.hearing = hearing;
    }

    /// Where the bytes come from; what was read too early goes first.
    private static final class Source {
        private final ReadAhead from;
        private final Hearing hearing;
        private byte @Nullable [] first;
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private @Nullable Chunks chunks;

        /// Where a body is wrong, nobody knows its end.
        private @Nullable RequestException broken;

        Source(DataReader from, Hearing hearing) {
            this.from = new ReadAhead(from);
            this.hearing = hearing;
        }

        byte[] next() {
            if (broken != null) throw broken;
            var bytes = first;
            first = null;
            if (bytes != null) return bytes;
            var body = chunks;
            return body == null || body.over() ? raw() : chunks(body);
        }

        private byte[] raw() {
            if (rest.hasRemaining()) {
                var early = new byte[rest.remaining()];
                rest.get(early);
                return early;
            }
            var bytes = from.next();
            hearing.came(bytes.length);
            return bytes;
        }

        private byte[] chunks(Chunks body) {
            var read = new ByteArrayOutputStream();
            while (read.size() == 0) {
                rest = ByteBuffer.wrap(raw());
                try {
                    body.read(rest, read);
                } catch (Declined e) {
                    broken = refusal(e);
                    throw broken;
                }
            }
            return read.toByteArray();
        }

        private static RequestException refusal(Declined why) {
            return RequestException.builder()
                    .type(DirectHandler.EventType.BAD_REQUEST)
                    .status(Status.create(why.problem().status()))
                    .message(why.problem().detail())
                    .setKeepAlive(false)
                    .build();
        }
    }

    /// What comes next is a new request.
    public void atRequest() {
        atRequest = true;
    }

    /// No request follows: whatever else comes is not read.
    public void over() {
        over = true;
    }

    /// Begins to look whether the client is still there, while it is not read otherwise.
    ///
    /// @param gone is run once, perhaps by another thread, when it has left
    public void watch(Runnable gone) {
        source.from.watch(gone);
    }

    /// It is of no interest any more.
    public void unwatch() {
        source.from.unwatch();
    }

    /// Whether the last request was of HTTP/1.0: its answer has no chunks.
    public boolean old() {
        return old;
    }

    /// What the last request is answered with, whatever the library makes of it; null: the library
    /// has it as it came.
    public @Nullable Answer refused() {
        return refused;
    }

    /// The library looks for the end of a request's first line before anything else.
    @Override
    public int findNewLine(int max) {
        if (atRequest) {
            if (over) throw new CloseConnectionException("the answer before was the last");
            atRequest = false;
            old = false;
            refused = null;
            source.chunks = null;
            ensureAvailable();
            hearing.begun();
            begin();
        }
        return super.findNewLine(max);
    }

    private void begin() {
        var lines = new ArrayList<String>();
        var head = head(lines);
        var rest = available() > 0 ? readBytes(available()) : new byte[0];
        old = head.old();
        refused = head.refused();
        source.first = head.bytes();
        source.rest = ByteBuffer.wrap(rest);
        source.chunks = head.chunked() ? new Chunks() : null;
    }

    private RequestHead head(List<String> lines) {
        try {
            read(lines);
            return RequestHead.of(lines);
        } catch (Declined e) {
            return RequestHead.refused(lines, e);
        }
    }

    /// Reads lines until an empty one; a few before the first are passed over (RFC 9112, 2.2).
    private void read(List<String> lines) throws Declined {
        int left = HEAD_BYTES_MAX;
        int empty = 0;
        while (true) {
            int end = left > 0 ? super.findNewLine(left) : left;
            if (end >= left)
                throw new Declined(
                        431, "The head of a request has at most 16 KiB; send fewer fields.");
            var line = end == 0 ? "" : new String(readBytes(end), StandardCharsets.ISO_8859_1);
            skip(2);
            left -= end + 2;
            if (!line.isEmpty()) lines.add(line);
            else if (!lines.isEmpty()) return;
            else if (++empty > EMPTY_LINES_MAX)
                throw new Declined(
                        400,
                        "Before a request are at most %d empty lines.".formatted(EMPTY_LINES_MAX));
        }
    }
}
