package dev.skerry.kernel;

import dev.skerry.kernel.signing.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whatever holds state in Skerry: it decides on a message, and only facts change it.
///
/// No method reads a clock, draws a number, does I/O or starts a thread.
///
/// @param <S> its state, an immutable value
/// @param <M> what can be asked of it
/// @param <F> what can have happened to it
/// @param <E> what it can ask the world to do
public interface Machine<S, M, F, E> {
    /// The format of all facts that there were when the first version of Skerry came out.
    int FIRST_FORMAT = 1;

    /// The effects of a machine that asks the world for nothing.
    enum NoEffect {}

    /// The state before anything has happened.
    S empty();

    /// What would happen if the message was worked through now.
    ///
    /// @param sight its own state, those of other rooms to read, and who asks
    Decision<F, E> decide(Sight<S> sight, M message, Now now);

    /// What this room has against whatever that caller asks of any room; null: nothing. It is asked
    /// with each message that is not the servers' own when that is decided, since the caller may
    /// have lost what let it in while the message waited. It must be quick.
    default @Nullable Refusal against(S state, Caller caller, Now now) {
        return null;
    }

    /// The kinds of artifacts that its messages bring, as the signing policy names them: `job`.
    default List<String> kinds() {
        return List.of();
    }

    /// What comes from outside with the message, or once more out of the state, and may have to be
    /// signed; null: nothing does.
    default @Nullable Artifact brings(S state, M message) {
        return null;
    }

    /// What this room has against an artifact, whichever room would take it; null: nothing. It is
    /// asked when the message is decided that brings it, whoever sends that: what was looked at
    /// before may have been looked at by a policy of before.
    default @Nullable Refusal against(S state, Artifact artifact) {
        return null;
    }

    /// The format of the log from which on builds know the fact, and all that is in it. What is
    /// added to the facts of a room later, a kind or a field, has a higher one: it is not decided
    /// before all servers read it.
    default int format(F fact) {
        return FIRST_FORMAT;
    }

    /// The newest format of its facts.
    default int newestFormat() {
        return FIRST_FORMAT;
    }

    /// What this room has against facts of that format, since not all servers can read them; null:
    /// nothing. It is asked of those after the first.
    default @Nullable Refusal unreadable(S state, int format) {
        return null;
    }

    /// The state after the fact. It never refuses: the log has already decided. It sees no other
    /// room, so that each can be replayed by itself.
    S apply(S state, F fact);

    /// The state after an act was promised or has become certain, of whatever room: each machine
    /// sees them all, in their order, after their facts have been applied. Like [#apply] it never
    /// refuses and sees no other room; and it is quick, as nothing is decided without it.
    default S witness(S state, Batch.Act act) {
        return state;
    }

    /// When time alone changes something, on the clock that the messages are decided by: [#tick] is
    /// worth deciding then. [PersistentAgenda#NEVER]: nothing is waited for.
    default long wakeAtTickMs(S state) {
        return PersistentAgenda.NEVER;
    }

    /// The same by the wall clock, for what people have asked for by a calendar: whatever is
    /// decided then looks at that clock anew, since it can be set. What must not come too often is
    /// not left to it.
    default long wakeAtWallMs(S state) {
        return PersistentAgenda.NEVER;
    }

    /// The latest moment on the clock of [#wakeAtTickMs] that the state remembers: who decides next
    /// goes on from there. 0: it remembers none.
    default long newestTickMs(S state) {
        return 0;
    }

    /// Whether the message may be declined while the disk gets full, since it can be asked again.
    /// What has happened and must be noted cannot wait, nor what makes room.
    default boolean canWait(M message) {
        return false;
    }

    /// The message that says no more than that time has passed.
    default M tick() {
        throw new IllegalStateException("a machine that waits for nothing is never woken");
    }
}
