package dev.skerry.server;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import java.util.concurrent.CompletableFuture;

/// A message to a room, and whoever waits for what becomes of it.
///
/// @param promised true once [Leader#promised] shows it; it may still be lost then
record Letter<M>(
        Room<?, M, ?, ?> room,
        M message,
        Caller caller,
        CompletableFuture<Boolean> promised,
        CompletableFuture<Applied> applied) {

    Letter(Room<?, M, ?, ?> room, M message, Caller caller) {
        this(room, message, caller, new CompletableFuture<>(), new CompletableFuture<>());
    }

    /// It can be asked again when the disk has more room.
    boolean canWait() {
        return room.machine().canWait(message);
    }

    void refuse(Refusal refusal) {
        promised.complete(false);
        applied.complete(new Applied.Refused(refusal));
    }

    void fail(Throwable failure) {
        promised.complete(false);
        applied.completeExceptionally(failure);
    }
}
