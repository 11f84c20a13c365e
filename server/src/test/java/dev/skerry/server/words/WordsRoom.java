package dev.skerry.server.words;

import static dev.skerry.server.Hashes.HASHES;

import dev.skerry.http.Admitted;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.cluster.ClusterServerRoom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What the small room of words brings to a server.
///
/// @param running how many servers it is open on
public record WordsRoom(AtomicInteger running) implements ServerRoom {
    public static List<ServerRoom> andTheCluster() {
        return new WordsRoom(new AtomicInteger()).besideTheCluster();
    }

    /// That of the cluster and this one.
    public List<ServerRoom> besideTheCluster() {
        return List.of(new ClusterServerRoom(), this);
    }

    @Override
    public Saved<?> saved() {
        return Hashes.SAVED.getFirst();
    }

    @Override
    public AutoCloseable open(ServerParts server) {
        running.incrementAndGet();
        return running::decrementAndGet;
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        return batch.facts(HASHES).stream().map(WordsRoom::added).toList();
    }

    private static Event added(String word) {
        return new Event(
                "WordAdded",
                Matter.ofTheFleet("hashes/words"),
                Map.of("word", word),
                "There is a word more.",
                Map.of());
    }

    /// Of certain words it cannot make figures, and notices only when it has begun.
    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        var words = house.of(HASHES);
        if (words.contains("twice")) to.gauge("skerry_leader", "It is another's.").value(7);
        if (words.contains("half")) to.gauge("skerry_half", "It has no value.");
        if (words.contains("half")) throw new IllegalStateException("half of it is missing");
        to.gauge("skerry_words", "Words that are there.").value(words.size());
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return new WordsApi(doors.to(HASHES)).api();
    }
}
