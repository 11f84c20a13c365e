package dev.skerry.server;

import dev.skerry.kernel.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What the people who run the server should know: one line on stderr for each event.
public final class Events {
    private static final int CHARACTERS_MAX = 500;

    private Events() {}

    public static void say(String sentence) {
        var line = Text.fit(sentence, CHARACTERS_MAX);
        var safe = line.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c);
        var text = safe.collect(StringBuilder::new, StringBuilder::appendCodePoint, (_, _) -> {});
        System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
