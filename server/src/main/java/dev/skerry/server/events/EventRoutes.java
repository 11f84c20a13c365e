package dev.skerry.server.events;

import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens, as it happens: server-sent events. Each reader is told what happens to things that
/// he may read, where he may read events.
final class EventRoutes {
    private static final Need.Right IN_POOLS =
            Need.read(Thing.inPools("server", "events")).inLists();
    private static final Matter EVENTS = Matter.ofTheFleet("server/events");
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    private final EventRing ring;

    EventRoutes(EventRing ring) {
        this.ring = ring;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/events", IN_POOLS, "text/event-stream", this::events));
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
                out -> write(place, request, out));
    }

    /// The event as it is told to the reader; null: it is not.
    private static @Nullable Event told(Event event, Request request) {
        var matter = event.matter();
        var heard = things("server", "events", matter);
        if (!reads(heard, matter, request) || !reads(matter, request)) return null;
        var full = event.full();
        return full != null && reads(full.matter(), request) ? full : event;
    }

    private static boolean reads(Matter matter, Request request) {
        return reads(things(matter.room(), matter.kind(), matter), matter, request);
    }

    private static boolean reads(Thing thing, Matter matter, Request request) {
        var place =
                switch (thing.scope()) {
                    case NAMESPACE -> matter.namespace();
                    case POOL -> matter.pool();
                    case FLEET -> Namespace.ALL;
                };
        return request.admitted().allows(Need.read(thing), place);
    }

    /// Things of a kind, where the matter is.
    private static Thing things(String room, String kind, Matter matter) {
        if (!matter.namespace().isEmpty()) return Thing.inNamespaces(room, kind);
        return matter.pool().isEmpty() ? Thing.ofTheFleet(room, kind) : Thing.inPools(room, kind);
    }

    private void write(EventRing.RingPlace from, Request request, OutputStream out)
            throws IOException, InterruptedException {
        out.write(bytes(": events follow\n\n"));
        var place = from;
        while (true) {
            if (place.gapIndex() > 0) writeGap(place.gapIndex(), out);
            out.flush();
            var read = ring.read(place.next(), HEARTBEAT);
            if (read.events().isEmpty()) out.write(bytes(": \n\n"));
            write(read.events(), request, out);
            place = read.place();
        }
    }

    /// Who is shown nothing of the last ones is told all the same how far he has come: he need not
    /// resume where he was long ago.
    private static void write(List<EventRing.Kept> events, Request request, OutputStream out)
            throws IOException {
        long passedIndex = -1;
        for (var kept : events) {
            var told = told(kept.event(), request);
            if (told != null) write(kept, told, out);
            if (kept.last()) passedIndex = told == null ? kept.index() : -1;
        }
        if (passedIndex >= 0) out.write(bytes("id: " + passedIndex + "\n\n"));
    }

    /// The id stands with the last event of an index only, so that who resumes misses none of it.
    private static void write(EventRing.Kept kept, Event told, OutputStream out)
            throws IOException {
        var id = kept.last() ? "id: " + kept.index() + "\n" : "";
        write(id, kept.index(), kept.wallMs(), told, out);
    }

    private static void write(String id, long index, long wallMs, Event told, OutputStream out)
            throws IOException {
        out.write(bytes(id + "event: " + told.kind() + "\ndata: "));
        out.write(json(index, wallMs, told));
        out.write(bytes("\n\n"));
    }

    private static byte[] json(long index, long wallMs, Event told) {
        var json = new LinkedHashMap<String, Object>();
        json.put("index", index);
        json.put("at", Bodies.time(wallMs));
        json.put("kind", told.kind());
        json.put("subject", told.subject());
        json.put("text", told.text());
        json.put("fact", told.values());
        return JSON.toJsonBytes(json);
    }

    /// The reader has missed something and should read anew what it shows: that is an event too, of
    /// the server's events.
    private void writeGap(long index, OutputStream out) throws IOException {
        var since = ring.keptSince();
        var gap = new Event("Gap", EVENTS, Map.of(), gapText(index, since), Map.of());
        write("", index, since.wallMs(), gap, out);
    }

    private static String gapText(long index, EventRing.KeptSince since) {
        var why =
                since.full()
                        ? "only the last %,d are kept.".formatted(EventRing.EVENTS_MAX)
                        : "events are kept in memory, and a server that starts finds those only"
                                + " that its log holds since the state was saved last, as it is"
                                + " at each orderly end.";
        return "What happened before %s (index %d) is gone: %s"
                .formatted(Bodies.time(since.wallMs()), index, why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
