package dev.skerry.example.note.server;

import static dev.skerry.example.note.codec.NoteRoom.NOTES;

import dev.skerry.example.note.NoteFact;
import dev.skerry.example.note.codec.SavedNotes;
import dev.skerry.http.Admitted;
import dev.skerry.http.Doors;
import dev.skerry.http.Namespace;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Notes on one server.
public final class NoteServerRoom implements ServerRoom {
    private static final Matter LEFT = Matter.ofTheFleet("note/notes");

    @Override
    public Saved<?> saved() {
        return new SavedNotes();
    }

    @Override
    public ServerPart part(Consumer<String> touched) {
        return new NotePart(touched);
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        var all = new ArrayList<Event>();
        for (var fact : batch.facts(NOTES))
            if (fact instanceof NoteFact.NoteWritten(var node, _, var text)) {
                var says = "Node %s has a note: %s".formatted(node, text);
                all.add(new Event("NoteWritten", LEFT, Map.of("node", node), says, Map.of()));
            }
        return all;
    }

    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        if (reader.allows(NoteApi.READ, Namespace.ALL))
            to.gauge("skerry_notes", "Nodes that have a note.")
                    .value(house.of(NOTES).notes().size());
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return new NoteApi(doors.to(NOTES)).api();
    }
}
