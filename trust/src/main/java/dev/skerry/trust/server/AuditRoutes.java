package dev.skerry.trust.server;

import static dev.skerry.trust.server.TrustApi.AUDIT;
import static dev.skerry.trust.server.TrustApi.JSON;

import dev.skerry.http.Answer;
import dev.skerry.http.BrokenOff;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.AuditAnchor;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.KeptLine;
import dev.skerry.trust.state.Trust;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Who has done what: the lines as they are kept, and how far they have come.
final class AuditRoutes {
    static final String LINES = "application/jsonl";

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Door<Trust, TrustMessage> door;
    private final AuditBook book;

    AuditRoutes(Door<Trust, TrustMessage> door, AuditBook book) {
        this.door = door;
        this.book = book;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/audit", Need.read(AUDIT), LINES, this::lines),
                Route.get("/v1/audit/head", Need.read(AUDIT), this::head));
    }

    private Answer head(Request request) throws Declined {
        request.only();
        var view = door.now();
        return JSON.at(view, AuditState.of(view.state()));
    }

    private Answer lines(Request request) throws Declined {
        var query = AuditQuery.of(request, door.time().wallMs());
        var headers = Map.of("Cache-Control", "no-store");
        return new Answer.Streamed(200, LINES, headers, out -> write(query, out));
    }

    private void write(AuditQuery query, OutputStream to) throws IOException {
        var out = new BufferedOutputStream(to, BUFFER_BYTES);
        try {
            var volumes = book.volumes();
            if (query.last()) writeLast(query, volumes, out);
            else writeFrom(query, AuditBook.from(query.from(), volumes), 0, out);
        } catch (UncheckedIOException e) {
            throw e.getCause(); // whoever reads has gone
        } catch (IOException e) {
            throw new BrokenOff("the audit cannot be read: " + e.getMessage());
        }
        out.flush();
    }

    /// Counts backwards in which volume the first of the last ones is, and how many of it there are
    /// too many.
    private void writeLast(AuditQuery query, List<AuditBook.Volume> volumes, OutputStream out)
            throws IOException {
        long found = 0;
        int first = volumes.size();
        while (first > 0 && found < query.limit() && query.reaches(volumes.get(first - 1))) {
            var count = new AtomicLong();
            volumes.get(--first)
                    .read(text -> {
                        if (KeptLine.of(text) instanceof KeptLine.Noted it && query.wants(it))
                            count.incrementAndGet();
                        return true;
                    });
            found += count.get();
        }
        long tooMany = Math.max(0, found - query.limit());
        writeFrom(query, volumes.subList(first, volumes.size()), tooMany, out);
    }

    private static void writeFrom(
            AuditQuery query, List<AuditBook.Volume> volumes, long skip, OutputStream out)
            throws IOException {
        var selection = new Selection(query, skip, out);
        for (var volume : volumes)
            if (query.reaches(volume) && !selection.full()) volume.read(selection::take);
        selection.end();
    }

    /// Writes those that are wanted. Where none is left out between others, they begin with an
    /// anchor to the line before, and have the anchors between them.
    private static final class Selection {
        private final AuditQuery query;
        private final OutputStream out;

        /// To what comes next.
        private String anchor = new AuditAnchor(AuditHead.NONE, "").text();

        private long skip;
        private long given;

        Selection(AuditQuery query, long skip, OutputStream out) {
            this.query = query;
            this.skip = skip;
            this.out = out;
        }

        boolean full() {
            return given >= query.limit();
        }

        boolean take(String text) {
            switch (KeptLine.of(text)) {
                case KeptLine.Noted line -> noted(line, text);
                case KeptLine.Anchor _ -> {
                    anchor = text;
                    between(text);
                }
                case KeptLine.Odd _ -> between(text);
            }
            return !full();
        }

        private void noted(KeptLine.Noted line, String text) {
            boolean wanted = query.wants(line) && skip-- <= 0;
            if (wanted) {
                if (given == 0 && !query.picks()) put(anchor);
                put(text);
                given++;
            }
            anchor = new AuditAnchor(line.head(), "").text();
        }

        private void between(String text) {
            if (given > 0 && !query.picks()) put(text);
        }

        void end() {
            if (given == 0 && !query.picks()) put(anchor);
        }

        private void put(String line) {
            try {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
