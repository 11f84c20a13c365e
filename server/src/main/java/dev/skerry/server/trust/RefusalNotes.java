package dev.skerry.server.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.server.Refusals;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Notes every few seconds which requests were refused, if any were.
final class RefusalNotes implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);

    /// A disk that hangs must not keep a server from ending.
    private static final long NOTED_WITHIN_S = 10;

    private final Leader leader;
    private final Refusals refusals;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("refusals").daemon().unstarted(this::run);

    RefusalNotes(Leader leader, Refusals refusals, Duration every) {
        this.leader = leader;
        this.refusals = refusals;
        this.every = every;
    }

    RefusalNotes start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) note();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What cannot be noted now is noted later.
    private void note() {
        if (!leader.leads()) return;
        var note = refusals.take();
        if (note != null && !noted(note)) refusals.giveBack(note);
    }

    private boolean noted(TrustMessage.NoteRefusals note) {
        try {
            return leader.submit(TRUST, note, Caller.SERVERS)
                            .orTimeout(NOTED_WITHIN_S, TimeUnit.SECONDS)
                            .join()
                    instanceof Applied.Done;
        } catch (CompletionException _) {
            return false; // it leads no more, or is closing
        }
    }

    /// The last ones too.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        note();
    }
}
