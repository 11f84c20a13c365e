package dev.skerry.server.link;

import static dev.skerry.server.Hashes.HASHES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A room that the server was given is on every link, beside those of the product.
class GivenPartTest extends LinkFixture {
    GivenPartTest() {
        super(withWords());
    }

    private static List<ServerRoom> withWords() {
        var rooms = new ArrayList<>(ServerRooms.usual());
        rooms.add(new Words());
        return rooms;
    }

    private record Words() implements ServerRoom {
        @Override
        public Saved<?> saved() {
            return Hashes.SAVED.getFirst();
        }

        @Override
        public ServerPart part(Consumer<String> touched) {
            return new WordsPart(touched, new AtomicReference<>(""));
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return new RoomApi("", List.of());
        }
    }

    /// Nodes say words, and are told all words.
    private record WordsPart(Consumer<String> touched, AtomicReference<String> all)
            implements ServerPart {
        @Override
        public String room() {
            return HASHES.name();
        }

        @Override
        public void committed(long index, Batch batch, House after) {
            all.set(String.join(" ", after.of(HASHES)));
            if (!batch.facts(HASHES).isEmpty()) touched.accept(ONE);
        }

        @Override
        public Heard heard(String node, byte[] body) {
            return new Heard(new Ask<>(HASHES, text(body)), null);
        }

        @Override
        public Feed feed(String node, Frame.Seen seen) {
            return to -> to.tell(frame(all.get()));
        }

        @Override
        public Frame.@Nullable To passedOver(byte[] body) {
            return null;
        }
    }

    private static Frame.To frame(String words) {
        return new Frame.To(HASHES.name(), Lane.WORK, words.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void itHearsNodesTellsThemAndReadsFromThem() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            var seen = List.of(Frame.Seen.nothing(HASHES.name()));
            talk.wire().write(new Frame.Hello(Frame.PROTOCOL, ONE, "test", "boot", "", seen));
            assertEquals(List.of("cluster", "hashes"), talk.read(Frame.Welcome.class).rooms());
            talk.wire().write(frame("rock"));
            var told = "";
            while (told.isEmpty()) told = text(talk.read(Frame.To.class).body());
            assertEquals("rock", told);
            assertEquals(List.of("rock"), leader.now().of(HASHES));
            var request = "which?".getBytes(StandardCharsets.UTF_8);
            assertInstanceOf(
                    NodeStreams.Opened.Reading.class,
                    links.read(ONE, HASHES.name(), request, 1_024));
            var open = talk.read(Frame.Open.class);
            assertEquals(
                    "hashes 1024 which?",
                    open.room() + " " + open.credit() + " " + text(open.request()));
        }
    }
}
