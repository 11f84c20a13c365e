package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.link.NodeSeal.Stamp;
import dev.skerry.cluster.codec.IdentityText;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.Run;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The identity of each allocation on this node: a short text that says who it is, signed by the
/// node, in a file that its tasks can read and nobody else. It is written before the first of them
/// starts, and anew as long as one of them runs, whether a server is in reach or not:
///
/// - when half of its life is over;
/// - when the node hears that its clock was wrong, by more than a minute;
/// - when the node is certified anew;
/// - when another agent takes over.
final class Identities {
    static final long RENEW_AFTER_MS = IdentityClaims.LIFE_S * 1_000 / 2;
    static final long CLOCK_FORGIVEN_MS = 60_000;

    /// The rest has its turn a few seconds later.
    static final int RENEWED_AT_ONCE_MAX = 16;

    private final RunDirectories directories;
    private final Source source;
    private final Map<String, Issued> issued = new HashMap<>();

    /// What identities are made with.
    interface Source {
        /// Null: the node has not joined.
        @Nullable Stamp stamp() throws GeneralSecurityException;

        /// On the node's own clock.
        long tickMs();

        /// The time of day, as well as the node knows it.
        long wallMs();
    }

    /// The last one of an allocation.
    private record Issued(Stamp by, long tickMs, long wallMs) {}

    private record Signed(Issued issued, String text) {}

    Identities(RunDirectories directories, Source source) {
        this.directories = directories;
        this.source = source;
    }

    /// A task of it is about to start, in folders that are there.
    void begin(WorkOrder order) throws TaskRefused {
        try {
            var stamp = source.stamp();
            if (stamp == null) return; // it has its work from before; so have its tasks
            boolean there = directories.hasIdentity(order.allocation());
            if (there && !due(order.allocation(), stamp)) return;
            write(order.allocation(), signed(order, stamp));
        } catch (IOException e) {
            throw TaskRefused.forNow("its identity cannot be written: " + FileTrouble.words(e));
        } catch (GeneralSecurityException e) {
            throw TaskRefused.forNow("its identity cannot be signed: " + e.getMessage());
        }
    }

    /// To be called every few seconds.
    ///
    /// @param runs all that are here
    /// @return what has failed, as a sentence; empty: nothing
    synchronized String renew(Collection<Run> runs) {
        try {
            var stamp = runs.isEmpty() ? null : source.stamp();
            return stamp == null ? "" : renew(runs, stamp);
        } catch (GeneralSecurityException e) {
            return "the identities of tasks cannot be signed: " + e.getMessage();
        }
    }

    private String renew(Collection<Run> runs, Stamp stamp) throws GeneralSecurityException {
        var trouble = "";
        var live = new HashSet<String>();
        int written = 0;
        for (var run : runs) {
            if (run.finished() || !begun(run)) continue;
            live.add(run.allocation());
            if (written >= RENEWED_AT_ONCE_MAX || !due(run.allocation(), stamp)) continue;
            written++;
            try {
                write(run.allocation(), signed(run.order(), stamp));
            } catch (NoSuchFileException e) {
                issued.put(
                        run.allocation(),
                        issuedNow(stamp)); // begun by a build of before, or removed by its task
            } catch (IOException e) {
                trouble =
                        "the identity of %s cannot be renewed: %s"
                                .formatted(run.allocation(), FileTrouble.words(e));
            }
        }
        issued.keySet().retainAll(live);
        return trouble;
    }

    /// Before that its folders may not be there.
    private static boolean begun(Run run) {
        return run.tasks().stream().anyMatch(it -> it.attempt() > 0);
    }

    @SuppressWarnings("ReferenceEquality") // the same until the node is certified anew
    private synchronized boolean due(String allocation, Stamp stamp) {
        var last = issued.get(allocation);
        if (last == null || last.by != stamp) return true;
        long passedMs = source.tickMs() - last.tickMs;
        long jumpedMs = wallMs(stamp) - last.wallMs - passedMs;
        return passedMs >= RENEW_AFTER_MS || Math.abs(jumpedMs) > CLOCK_FORGIVEN_MS;
    }

    /// The work of a processor, which those who start at the same time do beside each other.
    private Signed signed(WorkOrder order, Stamp stamp) throws GeneralSecurityException {
        var now = issuedNow(stamp);
        var claims = IdentityClaims.of(order, stamp.fleet(), now.wallMs);
        var open = IdentityText.open(stamp.head(), claims);
        return new Signed(now, IdentityText.closed(open, stamp.sign(open)));
    }

    /// One at a time: tasks of one allocation may start at the same moment.
    private synchronized void write(String allocation, Signed signed) throws IOException {
        directories.keepIdentity(allocation, signed.text);
        issued.put(allocation, signed.issued);
    }

    private Issued issuedNow(Stamp stamp) {
        return new Issued(stamp, source.tickMs(), wallMs(stamp));
    }

    private long wallMs(Stamp stamp) {
        return Math.max(source.wallMs(), stamp.beginWallMs());
    }
}
