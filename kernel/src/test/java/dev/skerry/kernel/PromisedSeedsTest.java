package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.EMPTY;
import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.add;
import static dev.skerry.kernel.TwoRooms.at;
import static dev.skerry.kernel.TwoRooms.light;
import static dev.skerry.kernel.TwoRooms.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two servers over one log: one leads, the other follows, and they change places at any time.
class PromisedSeedsTest {
    private static final int SEEDS = 1_000;
    private static final int STEPS = 120;
    private static final Promised.BatchLimits LIMITS = new Promised.BatchLimits(164, 164);

    @Test
    void whatIsCertainIsTheLogInItsOrder() {
        int commits = 0;
        int voided = 0;
        int foreign = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                world.step();
                world.check("seed " + seed + " step " + step);
            }
            world.end();
            world.check("seed " + seed + " at the end");
            commits += world.houses.size() - 1;
            voided += world.voided;
            foreign += world.foreign;
        }
        assertTrue(commits > 10 * SEEDS, commits + " commits");
        assertTrue(voided > SEEDS, voided + " promises came to nothing");
        assertTrue(foreign > SEEDS, foreign + " late entries");
    }

    private static final class World {
        private final Random random;
        private final Promised[] servers = {
            new Promised(EMPTY, LIMITS), new Promised(EMPTY, LIMITS)
        };

        /// How many entries each server has got.
        private final int[] applied = new int[2];

        private final List<Batch> log = new ArrayList<>();

        /// The house after each entry, the first before any.
        private final List<House> houses = new ArrayList<>(List.of(EMPTY));

        /// Appended, and neither committed nor lost.
        private final Deque<Batch> inFlight = new ArrayDeque<>();

        private final Deque<Batch> underway = new ArrayDeque<>();
        private final List<Told> open = new ArrayList<>();
        private int leader;
        private long term;
        private long tickMs;
        private long seen;
        private int voided;
        private int foreign;

        World(long seed) {
            random = new Random(seed);
            lead(0);
        }

        void step() {
            int dice = random.nextInt(100);
            if (dice < 50) ask();
            else if (dice < 65) close();
            else if (dice < 80) commit();
            else if (dice < 90) follow(1 - leader);
            else if (dice < 96) tick();
            else lose();
        }

        private void ask() {
            var node = "n" + random.nextInt(5);
            switch (random.nextInt(3)) {
                case 0 -> ask(NODES, add(node));
                case 1 -> ask(NODES, remove(node));
                default -> {
                    long until = tickMs + 1 + random.nextInt(5);
                    ask(LAMPS, light("l" + random.nextInt(5), node, until));
                }
            }
        }

        /// The machine is asked beside it, on the same house: what it says is what is promised.
        private <S, M, F, E> void ask(Room<S, M, F, E> room, M message) {
            var own = servers[leader];
            var house = own.promised();
            var sight = new Sight<>(house.of(room), house, ADA);
            var beside = room.machine().decide(sight, message, now());
            switch (own.decide(room, message, ADA, now())) {
                case Decided.Accepted<E> _ -> open.addAll(told(room, beside));
                case Decided.Refused<E> _ -> assertEquals(List.of(), told(room, beside));
                case Decided.Later<E> _ -> close();
            }
        }

        private static <F, E> List<Told> told(Room<?, ?, F, E> room, Decision<F, E> decision) {
            return switch (decision) {
                case Decision.Accepted<F, E>(var facts, _) ->
                        facts.stream().map(room::told).toList();
                case Decision.Refused<F, E> _ -> List.of();
            };
        }

        private Now now() {
            return at(tickMs);
        }

        private void tick() {
            tickMs++;
            close();
            ask(LAMPS, LAMPS.machine().tick());
        }

        /// Sometimes the log has no room.
        private void close() {
            var batch = servers[leader].close();
            var told = new ArrayList<Told>();
            for (var act : batch.acts()) told.addAll(act.facts());
            assertEquals(open, told);
            open.clear();
            if (batch.isEmpty()) return;
            if (random.nextInt(10) == 0) {
                servers[leader].takeBack(batch);
                return;
            }
            inFlight.add(batch);
            underway.add(batch);
        }

        private void commit() {
            var batch = inFlight.poll();
            if (batch == null) return;
            log.add(batch);
            houses.add(houses.getLast().after(batch));
            follow(leader);
        }

        /// A server gets everything that it has not got.
        private void follow(int server) {
            while (applied[server] < log.size()) {
                var batch = log.get(applied[server]++);
                boolean own = server == leader && batch.equals(underway.peek());
                assertEquals(own, servers[server].certain(batch));
                if (own) underway.remove();
                else if (server == leader) foreign++;
                if (server == leader) forget();
            }
        }

        /// What was promised is void when the leader says so.
        private void forget() {
            long now = servers[leader].voided();
            if (now == seen) return;
            voided += (int) (now - seen);
            seen = now;
            underway.clear();
            open.clear();
        }

        /// Some of what is in flight gets there all the same: before the next one leads or after.
        private void lose() {
            servers[leader].deposed();
            forget();
            int stay = random.nextInt(inFlight.size() + 1);
            while (inFlight.size() > stay) inFlight.removeLast();
            for (int late = random.nextInt(stay + 1); late > 0; late--) commit();
            lead(random.nextInt(2));
        }

        private void lead(int server) {
            follow(1 - server);
            follow(server);
            leader = server;
            term += 1 + random.nextInt(2);
            servers[server].lead(term);
            seen = servers[server].voided();
            underway.clear();
            open.clear();
        }

        /// Everything that is underway comes back.
        void end() {
            close();
            while (!inFlight.isEmpty()) commit();
            follow(1 - leader);
            assertEquals(servers[0].certain(), servers[1].certain());
            assertEquals(servers[leader].certain(), servers[leader].promised());
        }

        void check(String at) {
            for (int server = 0; server < 2; server++)
                assertEquals(houses.get(applied[server]), servers[server].certain(), at);
            var own = servers[leader];
            var house = own.certain();
            for (var batch : underway) house = house.after(batch);
            assertEquals(house, own.closed(), at);
            for (var told : open) house = house.after(told);
            assertEquals(house, own.promised(), at);
            var follower = servers[1 - leader];
            assertEquals(follower.certain(), follower.promised(), at);
        }
    }
}
