package dev.skerry.server.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerParts;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.server.Refusals;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What servers themselves bring to the audit: every few seconds which requests were refused, if
/// any were, and at the start and every hour for how long its lines are kept.
final class AuditNotes implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);

    /// So often it is asked which lines may go, within the time that they are kept.
    private static final long KEEP_ASKED = 24;

    private static final long KEEP_EVERY_MAX_MS = Duration.ofHours(1).toMillis();

    /// A disk that hangs must not keep a server from ending.
    private static final long NOTED_WITHIN_S = 10;

    private final ServerParts server;
    private final Leader leader;
    private final Refusals refusals;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("audit-notes").daemon().unstarted(this::run);

    AuditNotes(ServerParts server, Refusals refusals, Duration every) {
        this.server = server;
        this.leader = server.leader();
        this.refusals = refusals;
        this.every = every;
    }

    AuditNotes start() {
        thread.start();
        return this;
    }

    private void run() {
        long keepMs = server.settings().trust().auditKeep().toMillis();
        long everyMs = Math.min(KEEP_EVERY_MAX_MS, keepMs / KEEP_ASKED);
        long keptTickMs = server.clock().tickMs() - everyMs;
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                note();
                long tickMs = server.clock().tickMs();
                if (tickMs - keptTickMs >= everyMs && keep(keepMs)) keptTickMs = tickMs;
            }
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

    private boolean keep(long keepMs) {
        return leader.leads() && noted(new TrustMessage.KeepAudit(keepMs));
    }

    private boolean noted(TrustMessage note) {
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
