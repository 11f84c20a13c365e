package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Doors;
import dev.skerry.http.StateAt;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.LeadershipLost;
import dev.skerry.server.ServerClock;
import dev.skerry.server.Snapshot;
import dev.skerry.server.Undecided;
import dev.skerry.server.http.load.HeavyWork;
import dev.skerry.server.strangers.GuestPlaces;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Doors to the rooms of one leader.
final class LeaderDoors implements Doors {
    /// A change that is not certain after so long is answered with "not now".
    private static final Duration CERTAIN_WITHIN = Duration.ofSeconds(30);

    /// Requests that wait for news at one time: so many fewer than connections that those which do
    /// not wait always get in.
    static final int WAITING_MAX = Connections.ALL_MAX / 2;

    static final int WAITING_OF_ADDRESS_MAX = Connections.ADDRESS_MAX / 2;

    static final int WAITING_OF_CALLER_MAX = WAITING_OF_ADDRESS_MAX / 2;

    private final Leader leader;
    private final ServerClock clock;

    /// Of all rooms together.
    private final GuestPlaces waiting =
            new GuestPlaces(WAITING_MAX, WAITING_OF_ADDRESS_MAX, WAITING_OF_CALLER_MAX);

    LeaderDoors(Leader leader, ServerClock clock) {
        this.leader = leader;
        this.clock = clock;
    }

    @Override
    public <S, M> Door<S, M> to(Room<S, M, ?, ?> room) {
        return new ToRoom<>(room);
    }

    private final class ToRoom<S, M> implements Door<S, M> {
        private final Room<S, M, ?, ?> room;

        ToRoom(Room<S, M, ?, ?> room) {
            this.room = room;
        }

        @Override
        public long submit(M message, Caller caller) throws InterruptedException, Declined {
            HeavyWork.over(); // what is left to do is to wait
            var asked = leader.submit(room, message, caller);
            try {
                return switch (asked.get(CERTAIN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    case Applied.Done(var index) -> index;
                    case Applied.Refused(var refusal) -> throw new Declined(refusal);
                };
            } catch (TimeoutException _) {
                leader.withdraw(asked);
                throw Declined.uncertain(
                        "It is not certain yet; look in a moment whether it is so.");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LeadershipLost)
                    throw Declined.uncertain(
                            "The servers changed their leader; look whether it is so.");
                if (e.getCause() instanceof Undecided) // it has been said
                throw new Declined(500, "The server made a mistake; its output says more.");
                throw new IllegalStateException(e.getCause());
            }
        }

        @Override
        public StateAt<S> now() {
            return view(leader.now());
        }

        @Override
        public StateAt<S> awaitNewer(long index, Duration timeout)
                throws InterruptedException, Declined {
            var now = leader.now();
            var guest = Connections.guest();
            if (now.index() > index) return view(now);
            if (guest == null) return view(leader.awaitNewer(index, timeout));
            if (!waiting.take(guest))
                throw new Declined(503, "The places for requests that wait are taken; ask later.");
            try {
                return view(Connections.whileThere(() -> news(index, timeout)));
            } finally {
                waiting.giveBack(guest);
            }
        }

        private Snapshot news(long index, Duration timeout) throws InterruptedException, Declined {
            return HeavyWork.beside(() -> leader.awaitNewer(index, timeout));
        }

        private StateAt<S> view(Snapshot snapshot) {
            return new StateAt<>(snapshot.index(), snapshot.of(room));
        }

        @Override
        public Now time() {
            return clock.now();
        }

        @Override
        public boolean leads() {
            return leader.leads();
        }
    }
}
