package dev.skerry.bench;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A room as it is, that tells with which leader it was opened.
record LeaderOf(ServerRoom room, Consumer<Leader> told) implements ServerRoom {
    @Override
    public AutoCloseable open(ServerParts server) {
        told.accept(server.leader());
        return room.open(server);
    }

    @Override
    public Saved<?> saved() {
        return room.saved();
    }

    @Override
    public @Nullable ServerPart part(Consumer<String> touched) {
        return room.part(touched);
    }

    @Override
    public @Nullable Beside beside(ServerSettings settings, ServerClock clock) throws IOException {
        return room.beside(settings, clock);
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        return room.events(batch, before, after);
    }

    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        room.figures(house, now, reader, to);
    }

    @Override
    public @Nullable Callers callers(ServerParts server) {
        return room.callers(server);
    }

    @Override
    public @Nullable Signing signing(ServerParts server) {
        return room.signing(server);
    }

    @Override
    public void things(List<String> all) {
        room.things(all);
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return room.api(server, doors);
    }
}
