package dev.skerry.server.leader;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Room;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRooms;
import org.jspecify.annotations.Nullable;

/// What one server has promised and what of it is committed, whether it leads, and what time it is
/// by that. Not for several threads: the server has it behind a lock, the simulator in its one
/// thread.
public final class LeaderCore implements FactLog.Follower {
    private final ServerClock clock;
    private final Promised promised;
    private long index;

    /// The latest moment in the state that this server has looked at, as one that follows.
    private long followedTickMs;

    /// Another has decided something, and this server has not heard yet that it leads no more.
    private boolean overtaken;

    private @Nullable Leadership leadership;

    /// A time in which this server leads and what it has promised holds.
    ///
    /// @param voided counts those in which it did not
    public record Leadership(long term, long voided) {}

    /// @param clock goes on from the state's time before anyone can see that this server leads
    public LeaderCore(House empty, ServerClock clock) {
        this.promised = new Promised(empty, ServerRooms.LIMITS);
        this.clock = clock;
    }

    /// Of the last entry that it was given.
    public long index() {
        return index;
    }

    /// Null: it does not lead.
    public @Nullable Leadership leadership() {
        return leadership;
    }

    /// What is promised, as of the last batch.
    public House closed() {
        return promised.closed();
    }

    /// All of what is promised, also what is not closed yet.
    public House promised() {
        return promised.promised();
    }

    // ---- who leads -----------------------------------------------------------------------------

    /// Decides on everything that is promised.
    public <S, M, F, E> Decided<E> decide(Room<S, M, F, E> room, M message, Caller caller) {
        return promised.decide(room, message, caller, clock.now(), it -> askable(room, it));
    }

    /// On a server the rooms ask each other: nobody would carry out anything else.
    private void askable(Room<?, ?, ?, ?> by, Object effect) {
        boolean can =
                effect instanceof Ask<?>(var room, _)
                        && room.equals(promised.promised().room(room.name()));
        Check.check(can, by.name() + " wants what no room of a server does");
    }

    /// What was decided, for the log. Null: it came to nothing meanwhile, and whatever was decided
    /// has to be decided again.
    public @Nullable Batch close(Leadership in) {
        if (in.equals(leadership)) return promised.close();
        promised.drop();
        return null;
    }

    /// The log did not take the last batch.
    public void takeBack(Leadership in, Batch batch) {
        if (in.equals(leadership)) promised.takeBack(batch);
    }

    // ---- the log -------------------------------------------------------------------------------

    @Override
    public House house() {
        return promised.certain();
    }

    @Override
    public void committed(long at, Batch batch) {
        long voided = promised.voided();
        promised.certain(batch);
        var leads = leadership;
        if (leads != null && promised.voided() != voided)
            leadership = new Leadership(leads.term, promised.voided());
        if (leads == null) follow();
        else overtaken |= batch.term() != leads.term;
        index = at;
    }

    /// A later moment in the state is the time of whoever has decided that.
    private void follow() {
        long tickMs = promised.certain().newestTickMs();
        if (tickMs > followedTickMs) clock.follow(tickMs);
        followedTickMs = tickMs;
    }

    /// What it has decided itself in that time is no news of how late it is.
    private void ended() {
        followedTickMs = promised.certain().newestTickMs();
        if (overtaken) clock.follow(followedTickMs);
        overtaken = false;
    }

    @Override
    public void leads(long term) {
        promised.lead(term);
        if (leadership != null) ended();
        clock.goOnFrom(promised.certain().newestTickMs());
        leadership = new Leadership(term, promised.voided());
    }

    @Override
    public void deposed() {
        leadership = null;
        promised.deposed();
        ended();
    }

    @Override
    public void load(long at, House saved) {
        promised.load(saved);
        if (leadership == null) follow();
        else overtaken = true;
        index = at;
    }
}
