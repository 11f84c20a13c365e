package dev.skerry.server.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.server.Events;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention;
import dev.skerry.trust.audit.AuditTrail;
import dev.skerry.trust.audit.AuditTrail.Owed;
import dev.skerry.trust.server.AuditBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Who has done what, in files of lines beside the log, a file for each day. They are written a
/// second after it happened, and forced to the disk then; what a kill has cost is in the log, which
/// lets nothing go before it is here.
public final class AuditFiles implements ServerRoom.Beside, AuditBook {
    /// In the data folder.
    static final String FOLDER = "audit";

    /// Lines that are held while they cannot be written. When there are more, they are lost, and an
    /// anchor says so.
    static final int OWED_MAX = 10_000;

    private static final long FORCE_EVERY_MS = 1_000;

    private final Path folder;
    private final ServerClock clock;
    private final AuditTrail trail;
    private final AuditPen pen;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);

    /// What is not written yet, the oldest first. Guarded by itself.
    private final List<Owed> owed = new ArrayList<>();

    /// Which lines are to be kept, as of the last entry of the log but one.
    private volatile AuditRetention retention = AuditRetention.NONE;

    /// The last that was let go when files were removed. Guarded by this.
    private AuditHead removedUpTo = AuditHead.NONE;

    /// The first of the lines that are lost; 0: none are. Guarded by [#pen].
    private long lostFirst;

    private AuditFiles(Path folder, ServerClock clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        var files = new ArrayList<>(AuditFile.all(folder));
        this.pen = AuditPen.behind(folder, files);
        this.trail = new AuditTrail(new KeptHeads(files, pen.head()));
    }

    /// Opens them, before the log is.
    static AuditFiles open(Path data, ServerClock clock) throws IOException {
        var folder = data.resolve(FOLDER);
        PrivateFile.folder(folder);
        var files = new AuditFiles(folder, clock);
        files.thread.start();
        return files;
    }

    @Override
    public void loaded(House saved) {
        retention = saved.of(TRUST).retention();
        owe(trail.loaded(saved.of(TRUST).audit()));
    }

    @Override
    public void committed(House before, Batch batch) {
        retention = before.of(TRUST).retention();
        owe(trail.committed(before.of(TRUST).audit(), batch));
    }

    private void owe(List<Owed> more) {
        boolean full;
        synchronized (owed) {
            owed.addAll(more);
            full = owed.size() >= OWED_MAX;
        }
        if (full) writeOrLose();
    }

    private void writeOrLose() {
        synchronized (pen) {
            try {
                write();
            } catch (IOException e) {
                lose();
            }
        }
    }

    private void lose() {
        synchronized (owed) {
            if (lostFirst == 0) lostFirst = owed.getFirst().before().number() + 1;
            var lost = AuditTrail.lost(lostFirst, owed.getLast().after());
            owed.clear();
            owed.add(lost);
        }
    }

    /// Writes what is owed; what cannot be written stays owed.
    private void write() throws IOException {
        synchronized (pen) {
            List<Owed> all;
            synchronized (owed) {
                all = List.copyOf(owed);
            }
            try {
                pen.write(all, clock.now().wallMs());
            } finally {
                int written = pen.written();
                synchronized (owed) {
                    owed.subList(0, written).clear();
                }
                if (written > 0) lostFirst = 0;
            }
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (pen) {
            write();
            pen.force();
        }
    }

    /// As many lines are not in a file yet.
    int owed() {
        synchronized (owed) {
            return owed.size();
        }
    }

    private void run() {
        var said = "";
        try {
            while (!closing.await(FORCE_EVERY_MS, TimeUnit.MILLISECONDS)) {
                var trouble = trouble();
                if (!trouble.isEmpty() && !trouble.equals(said))
                    Events.say("the audit cannot be written: " + trouble);
                if (trouble.isEmpty() && !said.isEmpty()) Events.say("the audit is written again");
                said = trouble;
                removeLetGo();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What kept the lines from the disk; empty: nothing.
    private String trouble() {
        try {
            force();
            return "";
        } catch (IOException e) {
            return FileTrouble.words(e);
        }
    }

    /// Removes the oldest files, as far as all of their lines were let go, and never the newest.
    synchronized void removeLetGo() {
        var now = retention;
        if (now.letGo().equals(removedUpTo)) return;
        removedUpTo = now.letGo();
        try {
            var files = AuditFile.all(folder);
            for (var file : files.subList(0, Math.max(0, files.size() - 1))) {
                if (!now.mayBeGone(file.highest())) return;
                Files.deleteIfExists(file.path());
            }
        } catch (IOException e) {
            Events.say("the audit cannot be let go: " + FileTrouble.words(e));
        }
    }

    @Override
    public List<AuditBook.Volume> volumes() throws IOException {
        write();
        return List.copyOf(AuditFile.all(folder));
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (pen) {
            force();
        }
    }
}
