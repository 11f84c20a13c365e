package dev.skerry.server.trust;

import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.trust.audit.AuditAnchor;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditTrail.Owed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes lines behind those that are there. What was begun and not finished is written over. For
/// one thread at a time.
final class AuditPen implements AutoCloseable {
    /// So much is written at once.
    private static final int PIECE_BYTES = 1024 * 1024;

    /// Of the last year with four digits.
    private static final long LAST_WALL_MS = 253_402_300_799_999L;

    private final Path folder;

    /// The newest; null: there is none.
    private @Nullable AuditFile file;

    private @Nullable FileChannel channel;

    /// Up to there it is as it shall be.
    private long length;

    /// Of the last line.
    private LocalDate day;

    private AuditHead head;
    private int written;
    private boolean forced = true;

    private AuditPen(Path folder) {
        this.folder = folder;
        this.day = LocalDate.MIN;
        this.head = AuditHead.NONE;
    }

    /// Behind the last line that is whole.
    ///
    /// @param files all of the folder, the oldest first; one that was only begun is removed
    static AuditPen behind(Path folder, List<AuditFile> files) throws IOException {
        var pen = new AuditPen(folder);
        while (!files.isEmpty()) {
            var last = files.getLast();
            var end = last.end();
            if (end != null) {
                pen.stand(last, end);
                return pen;
            }
            Files.deleteIfExists(last.path());
            files.removeLast();
        }
        return pen;
    }

    private void stand(AuditFile last, AuditFile.FileEnd end) throws IOException {
        file = last;
        length = end.wholeBytes();
        head = end.head();
        day = end.at().isEmpty() ? last.day() : day(end.at(), last.day());
        long torn = Files.size(last.path()) - length;
        if (torn > 0)
            Events.say("%s ends within a line; it is written again".formatted(last.path()));
    }

    private static LocalDate day(String at, LocalDate otherwise) {
        try {
            return day(Instant.parse(at).toEpochMilli());
        } catch (DateTimeException | ArithmeticException _) {
            return otherwise;
        }
    }

    private static LocalDate day(long wallMs) {
        var time = Instant.ofEpochMilli(Math.clamp(wallMs, 0, LAST_WALL_MS));
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// How far the lines have come that are written.
    AuditHead head() {
        return head;
    }

    /// Writes them, as far as it can: [#written] says how many of them.
    ///
    /// @param wallMs now
    void write(List<Owed> all, long wallMs) throws IOException {
        written = 0;
        if (all.isEmpty()) return;
        if (removed()) leave();
        var piece = new ByteArrayOutputStream();
        for (int i = 0; i < all.size(); i++) {
            var each = all.get(i);
            if (channel == null || isOfAnotherDay(each)) {
                write(piece, i);
                turnTo(each, wallMs);
            }
            if (length + piece.size() == 0 && !each.anchor())
                put(new AuditAnchor(each.before(), "").text(), piece);
            put(each.text(), piece);
            if (!each.anchor()) day = day(each.wallMs());
            if (piece.size() >= PIECE_BYTES) write(piece, i + 1);
        }
        write(piece, all.size());
    }

    /// Of those that were to be written last.
    int written() {
        return written;
    }

    private static void put(String line, ByteArrayOutputStream to) {
        to.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A wall clock that goes back stays in the file that it had come to; its next day is another.
    private boolean isOfAnotherDay(Owed each) {
        return !each.anchor() && day(each.wallMs()).isAfter(day);
    }

    /// Goes on in the newest file, or begins another.
    private void turnTo(Owed each, long wallMs) throws IOException {
        var now = file;
        boolean goesOn = channel == null && !removed() && !isOfAnotherDay(each);
        if (now != null && goesOn) {
            channel = FileChannel.open(now.path(), StandardOpenOption.WRITE);
            return;
        }
        leave();
        begin(each, each.anchor() ? day(wallMs) : day(each.wallMs()));
    }

    private void begin(Owed first, LocalDate of) throws IOException {
        var own =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        PrivateFile.folder(folder);
        var next = AuditFile.next(folder, file, of, first.before().number());
        while (Files.exists(next.path()))
            next = AuditFile.next(folder, next, of, first.before().number());
        channel = FileChannel.open(next.path(), options, own);
        file = next;
        length = 0;
        day = of;
        PrivateFile.syncFolder(folder);
    }

    /// Whether somebody has taken the file away.
    private boolean removed() {
        var now = file;
        return now != null && !Files.exists(now.path());
    }

    private void leave() throws IOException {
        force();
        var open = channel;
        channel = null;
        if (open != null) open.close();
    }

    /// @param upTo so many of all are written then
    private void write(ByteArrayOutputStream piece, int upTo) throws IOException {
        var to = channel;
        if (piece.size() == 0 || to == null) return;
        var bytes = ByteBuffer.wrap(piece.toByteArray());
        forced = false;
        long at = length;
        while (bytes.hasRemaining()) at += to.write(bytes, at);
        if (to.size() > at) to.truncate(at);
        length = at;
        written = upTo;
        piece.reset();
    }

    /// What is written is on the disk when this comes back.
    void force() throws IOException {
        var open = channel;
        if (!forced && open != null) open.force(false);
        forced = true;
    }

    @Override
    public void close() throws IOException {
        leave();
    }
}
