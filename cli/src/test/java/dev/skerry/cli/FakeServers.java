package dev.skerry.cli;

import org.jspecify.annotations.Nullable;

/// What a small server says instead when it is alone, or cannot say anything.
final class FakeServers {
    /// To how many requests more it says that it cannot be now, and after how many seconds.
    int notNow;

    /// With which status; of another than 503 nobody knows whether it was done.
    int status = 503;

    String after = "1";

    /// Nobody leads, and it knows of no member.
    boolean alone;

    @Nullable String answer(String request) {
        if (request.equals("POST /servers/backups")) return BACKUP;
        return alone && request.equals("GET /servers") ? "{\"self\":\"s1\",\"servers\":[]}" : null;
    }

    /// Its last line is the sum of all before.
    static final String BACKUP =
            """
            skerry cell 1
            sha256 f283d98976581f84c414eb5970d8b77f0134bedf3f428fd459c6eb239e480794
            """;
}
