package dev.skerry.kernel;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.signing.Artifact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one leader, or one node, has promised, and what of it is certain.
///
/// It decides each message on everything promised so far, without waiting until that is on a disk.
/// What was decided is closed into batches; each comes back when it is certain, or never. No
/// thread, no clock, no disk: whoever owns it calls it from one thread at a time.
///
/// | state     | what is in it                                                        |
/// |-----------|----------------------------------------------------------------------|
/// | certain   | everything that has come back                                        |
/// | underway  | that, and the batches that were closed, oldest first                 |
/// | promised  | that, and what is open: decided since the last batch was closed      |
public final class Promised {
    private final BatchLimits limits;
    private final Deque<Underway> underway = new ArrayDeque<>();
    private final List<Act> open = new ArrayList<>();
    private House certain;
    private House promised;
    private long openBytes;
    private long term;
    private long number;
    private long voided;

    /// How much one batch holds.
    ///
    /// @param batchBytes of the facts, from which on no more messages are added
    /// @param messageBytes of what one message may lead to; it may fill a batch of its own
    public record BatchLimits(long batchBytes, long messageBytes) {}

    /// A closed batch and the house after it.
    private record Underway(Batch batch, House after) {}

    public Promised(House from, BatchLimits limits) {
        this.certain = from;
        this.promised = from;
        this.limits = limits;
    }

    /// What is certain.
    public House certain() {
        return certain;
    }

    /// All of what is promised.
    public House promised() {
        return promised;
    }

    /// What of it is closed: the state that the next batch begins with.
    public House closed() {
        var last = underway.peekLast();
        return last == null ? certain : last.after();
    }

    /// How often promises have come to nothing. Whoever was told of one before is told again.
    public long voided() {
        return voided;
    }

    /// Leadership begins; what was promised before is void.
    public void lead(long inTerm) {
        term = inTerm;
        number = 0;
        forget();
    }

    /// Leadership is over. What is underway may come back all the same, and is an entry of others
    /// then.
    public void deposed() {
        forget();
    }

    private void forget() {
        promised = certain;
        underway.clear();
        open.clear();
        openBytes = 0;
        voided++;
    }

    /// Decides a message, and promises what comes of it. Where a room has something against its
    /// caller, it is refused whatever it asks, and whichever room it asks; so it is where one has
    /// something against the artifact that it brings.
    public <S, M, F, E> Decided<E> decide(
            Room<S, M, F, E> room, M message, Caller caller, Now now) {
        return decide(room, message, caller, now, _ -> {});
    }

    /// The same for whoever cannot carry out every effect.
    ///
    /// @param check looks at each effect before anything is promised: when it throws, nothing has
    ///   changed
    public <S, M, F, E> Decided<E> decide(
            Room<S, M, F, E> room, M message, Caller caller, Now now, Consumer<? super E> check) {
        var refused = against(caller, now);
        var brought = room.machine().brings(promised.of(room), message);
        if (refused == null) refused = against(brought);
        if (refused != null) return new Decided.Refused<>(refused);
        var sight = new Sight<>(promised.of(room), promised, caller);
        return switch (room.machine().decide(sight, message, now)) {
            case Decision.Refused<F, E>(var refusal) -> new Decided.Refused<>(refusal);
            case Decision.Accepted<F, E>(var facts, var effects) -> {
                effects.forEach(check);
                if (facts.isEmpty()) yield new Decided.Accepted<>(effects);
                yield promise(room, facts, effects, caller, now);
            }
        };
    }

    /// What the first room says that has something against the caller.
    private @Nullable Refusal against(Caller caller, Now now) {
        boolean asked =
                switch (caller.kind()) {
                    case SERVER -> false;
                    case PERSON, NODE, DEVICE, TASK -> true;
                };
        if (!asked) return null;
        for (var room : promised.rooms()) {
            var refusal = against(room, caller, now);
            if (refusal != null) return refusal;
        }
        return null;
    }

    private <S> @Nullable Refusal against(Room<S, ?, ?, ?> room, Caller caller, Now now) {
        return room.machine().against(promised.of(room), caller, now);
    }

    /// What the first room says that has something against the artifact.
    private @Nullable Refusal against(@Nullable Artifact artifact) {
        if (artifact == null) return null;
        for (var room : promised.rooms()) {
            var refusal = against(room, artifact);
            if (refusal != null) return refusal;
        }
        return null;
    }

    private <S> @Nullable Refusal against(Room<S, ?, ?, ?> room, Artifact artifact) {
        return room.machine().against(promised.of(room), artifact);
    }

    /// What the first room says that knows of servers which cannot read that format.
    private @Nullable Refusal unreadable(int format) {
        if (format == Machine.FIRST_FORMAT) return null;
        for (var room : promised.rooms()) {
            var refusal = unreadable(room, format);
            if (refusal != null) return refusal;
        }
        return null;
    }

    private <S> @Nullable Refusal unreadable(Room<S, ?, ?, ?> room, int format) {
        return room.machine().unreadable(promised.of(room), format);
    }

    private <S, F, E> Decided<E> promise(
            Room<S, ?, F, E> room, List<F> facts, List<E> effects, Caller caller, Now now) {
        var told = new ArrayList<Told>(facts.size());
        long bytes = BatchForm.bytes(caller);
        try {
            for (var fact : facts) {
                var one = room.told(fact);
                told.add(one);
                bytes += BatchForm.bytes(one);
            }
        } catch (FactLog.TooLarge e) {
            return new Decided.Refused<>(new Refusal.Full("A change", e.bytesMax(), "bytes"));
        }
        var unreadable = unreadable(Act.newest(told));
        if (unreadable != null) return new Decided.Refused<>(unreadable);
        long most = limits.messageBytes();
        if (bytes > most) return new Decided.Refused<>(new Refusal.Full("A change", most, "bytes"));
        if (!open.isEmpty() && openBytes + bytes > limits.batchBytes())
            return new Decided.Later<>();
        var act = new Act(caller, now.wallMs(), told);
        promised = promised.after(act); // all of it or nothing: it can fail by a fault of ours
        open.add(act);
        openBytes += bytes;
        return new Decided.Accepted<>(effects);
    }

    /// What is open becomes a batch, for the log or the journal; an empty one has no number and is
    /// not to be written.
    public Batch close() {
        if (open.isEmpty()) return new Batch(term, 0, List.of());
        var batch = new Batch(term, ++number, open);
        underway.add(new Underway(batch, promised));
        open.clear();
        openBytes = 0;
        return batch;
    }

    /// What is open comes to nothing: whoever asked for it asks again.
    public void drop() {
        promised = closed();
        open.clear();
        openBytes = 0;
    }

    /// The log did not take the batch that was closed last: it was never promised.
    public void takeBack(Batch batch) {
        var last = underway.peekLast();
        Check.check(last != null && last.batch().is(batch), "the last one is taken back");
        Check.check(open.isEmpty(), "nothing was decided on it");
        underway.removeLast(); // its number is not given again: it may be in the log after all
        promised = closed();
    }

    /// A batch is on the disk, and everything before it.
    ///
    /// One of somebody else, or of an earlier time, is applied fact by fact. Whatever is promised
    /// was promised on another state then, and is void.
    ///
    /// @return true: it was the oldest of those underway
    public boolean certain(Batch batch) {
        var oldest = underway.peek();
        if (oldest != null && oldest.batch().is(batch)) {
            certain = underway.remove().after();
            return true;
        }
        certain = certain.after(batch);
        if (underway.isEmpty() && open.isEmpty()) promised = certain;
        else forget();
        return false;
    }

    /// The whole state was replaced by a saved one.
    public void load(House saved) {
        certain = saved;
        forget();
    }
}
