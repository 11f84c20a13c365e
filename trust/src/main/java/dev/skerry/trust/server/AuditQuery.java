package dev.skerry.trust.server;

import dev.skerry.http.Declined;
import dev.skerry.http.Durations;
import dev.skerry.http.Request;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.audit.KeptLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Which lines of the audit are asked for.
///
/// @param from the number of the first; -1: the last ones are asked for
/// @param who has done it, `person:ada` or `ada`; empty: whoever
/// @param since null: from the first on
/// @param until null: up to the last
/// @param limit so many at most
record AuditQuery(
        long from, String who, @Nullable Instant since, @Nullable Instant until, long limit) {
    static final String[] PARAMETERS = {"from", "who", "since", "until", "limit"};

    private static final long LIMIT_DEFAULT = 100;
    private static final String TIME_SHOULD =
            "a time like 2026-07-01T12:00:00Z, or how long ago it was, like 2h";

    /// @param wallMs now
    static AuditQuery of(Request request, long wallMs) throws Declined {
        request.only(PARAMETERS);
        long from = request.whole("from", 0, Long.MAX_VALUE, -1);
        var who = request.text("who", "");
        if (who.length() > Caller.NAME_CHARACTERS_MAX)
            throw Declined.field("who", who, "a name, like ada, or person:ada");
        long usual = from < 0 ? LIMIT_DEFAULT : Long.MAX_VALUE;
        return new AuditQuery(
                from,
                who,
                time(request, "since", wallMs),
                time(request, "until", wallMs),
                request.whole("limit", 1, 1_000_000, usual));
    }

    private static @Nullable Instant time(Request request, String name, long wallMs)
            throws Declined {
        var text = request.text(name, "");
        if (text.isEmpty()) return null;
        var ago = Durations.ms(text);
        if (ago.isPresent()) return Instant.ofEpochMilli(wallMs - ago.getAsLong());
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Declined.field(name, text, TIME_SHOULD);
        }
    }

    /// Whether the last ones are asked for, rather than those from a number on.
    boolean last() {
        return from < 0;
    }

    /// Whether lines are left out between others: nobody can verify what he gets then.
    boolean picks() {
        return !who.isEmpty() || since != null || until != null;
    }

    boolean wants(KeptLine.Noted line) {
        return line.head().number() >= from
                && (who.isEmpty() || KeptLine.by(line, who))
                && within(line.at());
    }

    private boolean within(String at) {
        if (since == null && until == null) return true;
        try {
            var time = Instant.parse(at);
            return (since == null || !time.isBefore(since))
                    && (until == null || time.isBefore(until));
        } catch (DateTimeException _) {
            return false;
        }
    }

    /// Whether there can be any line of it.
    boolean reaches(AuditBook.Volume volume) {
        return since == null || !volume.day().isBefore(since.atZone(ZoneOffset.UTC).toLocalDate());
    }
}
