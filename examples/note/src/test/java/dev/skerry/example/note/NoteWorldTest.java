package dev.skerry.example.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.example.note.codec.SavedNotes;
import dev.skerry.example.note.server.NotePart;
import dev.skerry.example.note.sim.NoteInWorld;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.World;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Histories of two rooms.
class NoteWorldTest {
    private static final List<SimRoom.Maker> ROOMS =
            List.of(ClusterInWorld.MAKER, NoteInWorld.MAKER);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensBothHold(long seed) {
        var result = World.run(seed, ROOMS, World.WorldSettings.QUIET);
        assertEquals("", result.broken(), () -> String.join("\n", result.last(40)));
    }

    /// The second room is really there: a fault of it is found.
    @Test
    void aRoomThatTellsNobodyIsNoticed() {
        var mute = new SimRoom.Maker(new SavedNotes(), Mute::new);
        var rooms = List.of(ClusterInWorld.MAKER, mute);
        var broken =
                LongStream.rangeClosed(1, 5)
                        .mapToObj(seed -> World.run(seed, rooms, World.WorldSettings.QUIET))
                        .map(World.WorldResult::broken)
                        .toList();
        assertTrue(broken.toString().contains(" shows Card["), broken.toString());
    }

    private static final class Mute extends NoteInWorld {
        Mute(Scene scene) {
            super(scene);
        }

        @Override
        public ServerPart part(Consumer<String> touched) {
            return new NotePart(_ -> {}) {
                @Override
                public Feed feed(String node, dev.skerry.kernel.link.Frame.Seen seen) {
                    return _ -> {};
                }
            };
        }
    }
}
