package dev.skerry.cli.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Everything that comes by a calendar, in one list.
class JobCalendarsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private static final String JOBS =
            """
            [{"namespace":"default","name":"web","stopped":false},
             {"namespace":"default","name":"report","stopped":false,
              "launch":{"kind":"parameterized"}},
             {"namespace":"default","name":"backup","stopped":false,
              "launch":{"kind":"periodic","next":"2026-12-01T03:00:00Z",
                "last":"2026-11-30T03:00:00Z","calendar":{"cron":["0 3 * * *","@weekly"],
                "timeZone":"UTC","enabled":true,"went":"complete"}}},
             {"namespace":"default","name":"nightly","stopped":false,
              "launch":{"kind":"onNode","next":"2026-12-01T02:00:00Z",
                "last":"2026-11-30T02:00:00Z","calendar":{"cron":["0 2 * * *"],"timeZone":"UTC",
                "enabled":true,"went":"failed on 1, ended well on 3"}}},
             {"namespace":"shop","name":"rare","stopped":false,
              "launch":{"kind":"onNode","calendar":{"cron":["@yearly"],"timeZone":"UTC",
                "enabled":false,"went":""}}},
             {"namespace":"shop","name":"new","stopped":false,
              "launch":{"kind":"onNode","calendar":{"cron":["@yearly"],"timeZone":"UTC",
                "enabled":true,"went":""}}},
             {"namespace":"shop","name":"gone","stopped":true,
              "launch":{"kind":"periodic","calendar":{"cron":["@yearly"],"timeZone":"UTC",
                "enabled":true,"went":"not kept any more"}}}]
            """;

    private static String shown(boolean all) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var screen = Screen.plain(bytes);
        JobCalendars.table(Json.parse(JOBS).list(), all, NOW).print(screen);
        screen.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whateverHasACalendarIsThereWithItsNextTimeAndHowTheLastWent() throws Exception {
        var rows = shown(false).lines().map(it -> it.replaceAll(" {2,}", " | ").strip()).toList();
        assertEquals(
                List.of(
                        "JOB | BY | CALENDAR | NEXT | LAST | WENT",
                        "backup | servers | `0 3 * * *` and `@weekly`, UTC | in 3 h | 21 h ago |"
                                + " complete",
                        "nightly | nodes | `0 2 * * *`, UTC | in 2 h | 22 h ago | failed on 1,"
                                + " ended well on 3",
                        "rare | nodes | `@yearly`, UTC | by hand",
                        "new | nodes | `@yearly`, UTC | unknown",
                        "gone | servers | `@yearly`, UTC | stopped | not kept any more"),
                rows);
    }

    @Test
    void ofAllNamespacesEachSaysItsOwn() throws Exception {
        var shown = shown(true);
        assertTrue(shown.startsWith("NAMESPACE"), shown);
        assertTrue(shown.lines().anyMatch(it -> it.matches("shop +rare .*")), shown);
    }
}
