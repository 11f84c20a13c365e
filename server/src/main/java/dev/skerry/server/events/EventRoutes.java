package dev.skerry.server.events;

import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happens, as it happens: server-sent events.
final class EventRoutes {
    private static final Thing EVENTS = Thing.ofTheFleet("server", "events");
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    private final EventRing ring;

    EventRoutes(EventRing ring) {
        this.ring = ring;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/events", Need.read(EVENTS), "text/event-stream", this::events));
    }

    private Answer events(Request request) throws Declined {
        request.only("index");
        var resume = request.header("last-event-id");
        long index = request.whole("index", 0, Long.MAX_VALUE, -1);
        if (index < 0 && resume != null && resume.matches("[0-9]{1,18}"))
            index = Long.parseLong(resume);
        var place = index < 0 ? ring.end() : ring.after(index);
        return new Answer.Streamed(
                200,
                "text/event-stream",
                Map.of("Cache-Control", "no-store"),
                out -> write(place, out));
    }

    private void write(EventRing.RingPlace from, OutputStream out)
            throws IOException, InterruptedException {
        out.write(bytes(": events follow\n\n"));
        var place = from;
        while (true) {
            if (place.gapIndex() > 0) out.write(gap(place.gapIndex()));
            out.flush();
            var read = ring.read(place.next(), HEARTBEAT);
            if (read.events().isEmpty()) out.write(bytes(": \n\n"));
            for (var kept : read.events()) write(kept, out);
            place = read.place();
        }
    }

    /// The id stands with the last event of an index only, so that who resumes misses none of it.
    private static void write(EventRing.Kept kept, OutputStream out) throws IOException {
        var id = kept.last() ? "id: " + kept.index() + "\n" : "";
        out.write(bytes(id + "event: " + kept.event().kind() + "\ndata: "));
        out.write(json(kept));
        out.write(bytes("\n\n"));
    }

    private static byte[] json(EventRing.Kept kept) {
        var json = new LinkedHashMap<String, Object>();
        json.put("index", kept.index());
        json.put("at", Bodies.time(kept.wallMs()));
        json.put("kind", kept.event().kind());
        json.put("subject", kept.event().subject());
        json.put("text", kept.event().text());
        json.put("fact", kept.event().values());
        return JSON.toJsonBytes(json);
    }

    /// The reader has missed something and should read anew what it shows.
    private static byte[] gap(long index) {
        var text = "Events up to index " + index + " are not kept any more.";
        var data = "{\"index\":%d,\"kind\":\"Gap\",\"text\":\"%s\"}".formatted(index, text);
        return bytes("event: Gap\ndata: " + data + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
