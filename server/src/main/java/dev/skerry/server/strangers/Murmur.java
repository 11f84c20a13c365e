package dev.skerry.server.strangers;

import dev.skerry.kernel.link.Brevity;
import dev.skerry.server.Events;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Says what strangers can cause as often as they like: a line a second, with the count of those
/// that were left out.
public final class Murmur {
    private final Brevity brevity = new Brevity();

    public void say(String sentence) {
        var line = line(sentence, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        if (line != null) Events.say(line);
    }

    private synchronized @Nullable String line(String sentence, long tickMs) {
        return brevity.of(sentence, tickMs);
    }
}
