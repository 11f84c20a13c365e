package dev.skerry.server.presence;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.contact.LastSeen;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Notes every few seconds that a server is there and leads, this one or another. Whenever the last
/// note is older than it should be, because none was, or was held up, the cluster is told first.
public final class Presence implements AutoCloseable {
    /// In the data folder.
    public static final String FILE = "presence";

    /// A disk that hangs must not keep a server from ending.
    private static final long TOLD_WITHIN_S = 10;

    private final Leader leader;
    private final ServerClock clock;
    private final PresenceFile file;
    private final Thread thread =
            Thread.ofPlatform().name("presence").daemon().unstarted(this::run);
    private LastSeen seen;
    private volatile boolean closed;

    public Presence(Leader leader, ServerClock clock, Path file) {
        this.leader = leader;
        this.clock = clock;
        this.file = new PresenceFile(file);
        this.seen = this.file.read();
    }

    /// The first note is made before anybody can ask how long the nodes are connected.
    public void start() {
        note();
        thread.start();
    }

    /// The last note, as exact as can be.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        note();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LastSeen.NOTE_EVERY_MS));
            if (!closed) note();
        }
    }

    /// A gap that the cluster could not take yet stays, and is told with the next note.
    synchronized void note() {
        if (!leader.heard()) return;
        var now = clock.now();
        if (leader.leads() && seen.gap(now) && !told(seen.beforeMs(now))) return;
        seen = seen.next(now);
        file.write(seen);
    }

    private boolean told(long lastWallMs) {
        try {
            var message = new ClusterMessage.Present(lastWallMs);
            return leader.submit(CLUSTER, message, Caller.SERVERS)
                            .orTimeout(TOLD_WITHIN_S, TimeUnit.SECONDS)
                            .join()
                    instanceof Applied.Done;
        } catch (CompletionException _) {
            return false; // it leads no more, or is closing
        }
    }
}
