package dev.skerry.cli;

import org.jspecify.annotations.Nullable;

/// Three servers as one of them sees them: it leads, one follows, of one nothing is heard.
final class FakeServers {
    /// To how many requests more it says that it cannot be now, and after how many seconds.
    int notNow;

    String after = "1";

    /// Nobody leads, and it knows of no member.
    boolean alone;

    @Nullable String answer(String request) {
        return switch (request) {
            case "GET /servers" -> alone ? "{\"self\":\"s1\",\"servers\":[]}" : THREE;
            case "DELETE /servers/s2" -> "{\"id\":\"s2\",\"index\":9}";
            case "POST /servers/join-tokens" ->
                    "{\"token\":\"ab.cd\",\"expires\":\"2099-01-01T00:00:00Z\"}";
            case "POST /servers/backups" -> BACKUP;
            default -> null;
        };
    }

    /// Its last line is the sum of all before.
    static final String BACKUP =
            """
            skerry cell 1
            sha256 f283d98976581f84c414eb5970d8b77f0134bedf3f428fd459c6eb239e480794
            """;

    private static final String THREE =
            """
            {"self":"s1","leader":"s1","term":3,"servers":[
              {"id":"s1","role":"leader","vote":"counts","link":"a:4647","http":"a:4646",
               "version":"0.1.0","joined":"2026-01-01T00:00:00Z","index":120,"behind":0,
               "silentMs":0},
              {"id":"s2","role":"follower","vote":"joining","link":"b:4647","http":"b:4646",
               "version":"0.1.0","joined":"2026-01-01T00:00:00Z","index":117,"behind":3,
               "silentMs":2400},
              {"id":"s4","role":"unknown","link":"ada:4647","http":"ada:4646",
               "version":"0.1.0","joined":"2026-01-01T00:00:00Z"}]}
            """;
}
