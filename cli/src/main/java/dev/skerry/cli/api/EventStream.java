package dev.skerry.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Events of a server as they come (server-sent events); each is the JSON text of its data.
public final class EventStream implements AutoCloseable {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int WAITING_MAX = 1_000;
    private static final int EVENT_CHARS_MAX = 1024 * 1024;
    private static final String END = "";

    private final InputStream stream;
    private final BlockingQueue<String> came = new ArrayBlockingQueue<>(WAITING_MAX);
    private long quietMs = Long.MAX_VALUE;

    private EventStream(InputStream stream) {
        this.stream = stream;
    }

    public static EventStream open(Api api, Call call) throws Failure {
        var events = new EventStream(api.stream(call));
        Thread.ofPlatform().daemon().name("events").start(events::read);
        return events;
    }

    /// Takes it for the end when nothing comes for so long.
    public void endAfterQuietMs(long ms) {
        quietMs = ms;
    }

    /// The next event's data; null when the server has ended the stream.
    public @Nullable String next() {
        try {
            var next = came.poll(quietMs, TimeUnit.MILLISECONDS);
            return next == null || next.equals(END) ? null : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void read() {
        var data = new StringBuilder();
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:") && data.length() < EVENT_CHARS_MAX)
                    data.append(line.substring("data:".length()).strip());
                if (line.isEmpty() && !data.isEmpty()) {
                    came.put(data.toString());
                    data.setLength(0);
                }
            }
        } catch (IOException e) {
            // the connection is gone: so ends the stream
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        end();
    }

    private void end() {
        try {
            came.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The hour of a time, to the second, as this machine's people count it.
    public static String clock(String time) {
        try {
            return CLOCK.format(Instant.parse(time));
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // it is left either way
        }
    }
}
