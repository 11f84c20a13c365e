package dev.skerry.server;

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
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one room brings to one server. Whatever a room does not have it leaves as it is here.
public interface ServerRoom {
    /// The room itself, and how its state is saved.
    Saved<?> saved();

    /// What it has on the link; null: nothing is said about it there.
    ///
    /// @param touched is told of nodes for which there may be news
    default @Nullable ServerPart part(Consumer<String> touched) {
        return null;
    }

    /// Begins what runs beside the log as long as the server is up, and is closed when that ends.
    /// What only the leader shall do asks [Leader#leads] before it does it.
    default AutoCloseable open(ServerParts server) {
        return () -> {};
    }

    /// What is kept on the disk beside the log, opened before the log is; null: nothing is.
    default @Nullable Beside beside(ServerSettings settings, ServerClock clock) throws IOException {
        return null;
    }

    /// Something that is told of everything that the log holds, also of what is read again at a
    /// start. All calls but [#force] come from the log's thread, one at a time.
    interface Beside extends Closeable {
        /// The states were replaced by saved ones; entries before that are not told.
        void loaded(House saved);

        /// A batch is certain. It must be quick.
        void committed(House before, Batch batch);

        /// All that it was told is on the disk when this comes back. A state is saved only then.
        void force() throws IOException;
    }

    /// What has happened in an entry of the log, for people and for programs. It must be quick.
    ///
    /// @param batch what was decided; empty: nothing was
    /// @param before has what is gone since, by its names
    default List<Event> events(Batch batch, House before, House after) {
        return List.of();
    }

    /// Its figures as of now, for `/metrics`: of what the reader may see, and of nothing else.
    default void figures(House house, Now now, Admitted reader, PrometheusText to) {}

    /// Who calls, and what they may; null: that is not for this room to say. At most one of all
    /// rooms says it.
    default @Nullable Callers callers(ServerParts server) {
        return null;
    }

    /// Which keys have to sign what; null: that is not for this room to say. At most one of all
    /// rooms says it.
    default @Nullable Signing signing(ServerParts server) {
        return null;
    }

    /// What callers can have rights to in all rooms, as `cluster/jobs`: told once it is known what
    /// each of them answers.
    default void things(List<String> all) {}

    /// What it answers over HTTP.
    RoomApi api(ServerParts server, Doors doors);
}
