package dev.skerry.kernel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.NodePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A node with two rooms, whose disk fails at times and whose agent is killed at any moment.
class NodeDeciderSeedsTest {
    private static final int SEEDS = 1_000;
    private static final int STEPS = 150;
    private static final Promised.BatchLimits LIMITS = new Promised.BatchLimits(236, 236);

    @Test
    void theJournalIsTheStateAndNothingIsDoneThatItDoesNotHold() {
        int refused = 0;
        int kills = 0;
        int done = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = new World(new Random(seed));
            for (int step = 0; step < STEPS; step++) world.step("seed " + seed + " step " + step);
            refused += world.refused;
            kills += world.kills;
            done += world.done;
        }
        assertTrue(refused > SEEDS, refused + " batches were not taken");
        assertTrue(kills > SEEDS, kills + " kills");
        assertTrue(done > 10 * SEEDS, done + " effects");
    }

    /// A room that adds up what it is given. Each sum is an effect; a sum that ends in 7 asks the
    /// other room to add one.
    private record Sums(String name) implements Machine<Long, Long, Long, Object>, Form<Long> {
        Room<Long, Long, Long, Object> room() {
            return new Room<>(name, this, this);
        }

        @Override
        public Long empty() {
            return 0L;
        }

        @Override
        public Decision<Long, Object> decide(Sight<Long> sight, Long more, Now now) {
            long sum = sight.own() + more;
            if (more == 0) return Decision.of(List.of(), List.of(sum));
            Object effect = sum % 10 == 7 ? new Ask<>(other().room(), 1L) : (Object) sum;
            return Decision.of(List.of(more), List.of(effect));
        }

        private Sums other() {
            return new Sums(name.equals("left") ? "right" : "left");
        }

        @Override
        public Long apply(Long state, Long fact) {
            return state + fact;
        }

        @Override
        public byte[] encode(Long fact) {
            return ByteBuffer.allocate(Long.BYTES).putLong(fact).array();
        }

        @Override
        public Long decode(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getLong();
        }
    }

    private static final class World {
        private final Random random;
        private final Part left = new Part(new Sums("left").room());
        private final Part right = new Part(new Sums("right").room());
        private final House empty = House.of(List.of(left.room, right.room));
        private final List<Ask<?>> mailbox = new ArrayList<>();
        private List<Told> journal = new ArrayList<>();
        private NodeDecider decider;
        private int refused;
        private int kills;
        private int done;

        World(Random random) {
            this.random = random;
            decider = started();
        }

        /// What an agent does at its start: the journal is all that it has.
        private NodeDecider started() {
            mailbox.clear();
            var replayed = empty;
            for (var fact : journal) replayed = replayed.after(fact);
            return new NodeDecider(
                    new Caller(Caller.Kind.NODE, "n-1"),
                    List.of(left, right),
                    replayed,
                    LIMITS,
                    mailbox::add,
                    (room, on, bug) -> {
                        throw new IllegalStateException(room + " fails on " + on, bug);
                    });
        }

        void step(String at) {
            for (int i = random.nextInt(6); i > 0; i--)
                mailbox.add(
                        new Ask<>(
                                random.nextBoolean() ? left.room : right.room,
                                (long) random.nextInt(20)));
            var before = decider.certain();
            var decided = new ArrayList<Ask<?>>();
            while (!mailbox.isEmpty()) {
                if (!decider.decide(mailbox.getFirst(), new Now(0, 0)).decided()) break;
                decided.add(mailbox.removeFirst());
            }
            var promised = decider.promised();
            var batch = decider.close();
            int dice = random.nextInt(100);
            if (dice < 8) kill(batch, at);
            else if (dice < 20 && !batch.isEmpty()) takeBack(batch, decided, before, at);
            else write(batch, promised, at);
        }

        private void write(Batch batch, House promised, String at) {
            if (random.nextInt(10) == 0) journal = new ArrayList<>(decider.compacted());
            else for (var act : batch.acts()) journal.addAll(act.facts());
            int doneBefore = done;
            decider.certain(batch);
            assertEquals(promised, decider.certain(), at);
            assertEquals(replayed(), decider.certain(), at);
            assertTrue(done >= doneBefore, at);
        }

        /// The disk is full: all of it is asked again, as if nothing had been.
        private void takeBack(Batch batch, List<Ask<?>> decided, House before, String at) {
            int doneBefore = done;
            decider.takeBack(batch);
            refused++;
            assertEquals(before, decider.certain(), at);
            assertEquals(before, decider.promised(), at);
            assertEquals(doneBefore, done, at);
            mailbox.addAll(0, decided);
        }

        /// Before the disk had it, or after: nobody was told either way.
        private void kill(Batch batch, String at) {
            kills++;
            if (random.nextBoolean()) for (var act : batch.acts()) journal.addAll(act.facts());
            decider = started();
            assertEquals(replayed(), decider.certain(), at);
            assertEquals(decider.certain(), decider.promised(), at);
        }

        private House replayed() {
            var house = empty;
            for (var fact : journal) house = house.after(fact);
            return house;
        }

        private final class Part implements NodeRoom<Long, Long, Long, Object> {
            private final Room<Long, Long, Long, Object> room;

            Part(Room<Long, Long, Long, Object> room) {
                this.room = room;
            }

            @Override
            public Room<Long, Long, Long, Object> room() {
                return room;
            }

            @Override
            public NodePart part() {
                throw new IllegalStateException("there is no link");
            }

            @Override
            public List<Long> compacted(Long state) {
                return state == 0 ? List.of() : List.of(state);
            }

            /// It follows from what the journal holds.
            @Override
            public void carryOut(Object effect) {
                done++;
                assertTrue((long) effect <= replayed().of(room), room.name() + " " + effect);
            }

            @Override
            public void changed(Long state) {
                assertEquals(replayed().of(room), state);
            }
        }
    }
}
