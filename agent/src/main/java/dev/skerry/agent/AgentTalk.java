package dev.skerry.agent;

import dev.skerry.kernel.Text;
import dev.skerry.kernel.link.Brevity;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the agent tells those who read its output: one line for each event worth reading.
final class AgentTalk {
    private static final int CHARACTERS_MAX = 500;

    private final PrintStream out;
    private final Map<Often, Brevity> often = new EnumMap<>(Often.class);

    /// What others can cause as often as they like.
    enum Often {
        CONNECTED,
        FIGURES,
        DOWN,
        FAULT,
        NO_LINK,
        SAID,
        REFUSED
    }

    AgentTalk(PrintStream out) {
        this.out = out;
    }

    /// Words of a server are among it: they stay one line.
    void say(String sentence) {
        var line = Text.fit(sentence, CHARACTERS_MAX);
        var safe = line.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c);
        var text = safe.collect(StringBuilder::new, StringBuilder::appendCodePoint, (_, _) -> {});
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }

    /// Of each kind a line a second, with the count of those that were left out.
    void say(Often kind, String sentence, long tickMs) {
        var line = line(kind, sentence, tickMs);
        if (line != null) say(line);
    }

    private synchronized @Nullable String line(Often kind, String sentence, long tickMs) {
        return often.computeIfAbsent(kind, _ -> new Brevity()).of(sentence, tickMs);
    }
}
