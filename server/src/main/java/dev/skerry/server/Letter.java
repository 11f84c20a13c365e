package dev.skerry.server;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Refusal;
import java.util.concurrent.CompletableFuture;

/// A message and whoever waits for what becomes of it.
///
/// @param promised true once [Leader#promised] shows it; it may still be lost then
record Letter(
        ClusterMessage message,
        CompletableFuture<Boolean> promised,
        CompletableFuture<Applied> applied) {

    Letter(ClusterMessage message) {
        this(message, new CompletableFuture<>(), new CompletableFuture<>());
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
