package dev.skerry.server.link;

import static dev.skerry.server.Hashes.HASHES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.GivenRoom;
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
import org.pcollections.PVector;

/// A room that the server was given is on every link, beside those of the product.
class GivenPartTest extends LinkFixture {
    GivenPartTest() {
        super(withWords());
    }

    private static List<ServerRoom> withWords() {
        var rooms = new ArrayList<>(ServerRooms.usual());
        rooms.add(new Words());
        rooms.add(new Odd());
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

    /// Another room; on some words it fails, and some it never takes.
    private record Odd() implements ServerRoom {
        static final Room<PVector<String>, String, String, Object> ODD =
                GivenRoom.room("odd", Odd::deciding);

        private static Decision<String, Object> deciding(String word) {
            return switch (word) {
                case "fail" -> throw new IllegalStateException("on " + word);
                case "wait" -> Decision.refuse(new Refusal.Unavailable("Not today."));
                default -> Decision.of(List.of(word));
            };
        }

        @Override
        public Saved<?> saved() {
            return new GivenRoom.Unsaved(ODD);
        }

        @Override
        public ServerPart part(Consumer<String> touched) {
            return new OddPart();
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return new RoomApi("", List.of());
        }
    }

    /// Each word is answered with itself.
    private record OddPart() implements ServerPart {
        @Override
        public String room() {
            return Odd.ODD.name();
        }

        @Override
        public void committed(long index, Batch batch, House after) {}

        @Override
        public Heard heard(String node, byte[] body) {
            return new Heard(new Ask<>(Odd.ODD, text(body)), odd(text(body)));
        }

        @Override
        public Feed feed(String node, Frame.Seen seen) {
            return _ -> {};
        }

        @Override
        public Frame.@Nullable To passedOver(byte[] body) {
            return null;
        }
    }

    private static Frame.To odd(String word) {
        return new Frame.To(Odd.ODD.name(), Lane.WORK, word.getBytes(StandardCharsets.UTF_8));
    }

    /// It is answered as what is in the log: the node would say it again for ever.
    @Test
    void aMessageThatItsMachineFailsOnHoldsNoLink() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            var seen = List.of(Frame.Seen.nothing(Odd.ODD.name()));
            talk.wire().write(new Frame.Hello(Frame.PROTOCOL, ONE, "test", "boot", "", seen));
            for (var word : new String[] {"before", "fail", "fail", "after"}) {
                talk.wire().write(odd(word));
                assertEquals(word, text(talk.read(Frame.To.class).body()));
            }
            assertEquals(List.of("before", "after"), List.copyOf(leader.now().of(Odd.ODD)));
        }
    }

    /// While the servers cannot take what a node says they read nothing of it; one that is switched
    /// off then is missed as ever.
    @Test
    void aSilentNodeIsMissedAlsoWhileItsMessageWaits() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            var seen = List.of(Frame.Seen.nothing(Odd.ODD.name()));
            talk.wire().write(new Frame.Hello(Frame.PROTOCOL, ONE, "test", "boot", "", seen));
            await(cluster -> reachable(cluster, ONE));
            talk.wire().write(odd("wait"));
            await(cluster -> !reachable(cluster, ONE));
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
            var rooms = talk.read(Frame.Welcome.class).rooms();
            assertTrue(rooms.containsAll(List.of("hashes", "odd")), rooms + "");
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
