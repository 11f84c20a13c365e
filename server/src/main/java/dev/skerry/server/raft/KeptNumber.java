package dev.skerry.server.raft;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A number that only grows, in a small file of its own.
///
/// It is two lines, `entry 0000000000000000042 1a2b3c4d`, written in turn, each with a sum of its
/// own: one of them is whole whenever the power goes, or the disk has no room. What is written is
/// seen after the end of the process at once, after the end of the machine when it was forced: see
/// [#force].
final class KeptNumber implements AutoCloseable {
    /// How far the log was acknowledged.
    ///
    /// A damaged length of an entry looks like the end that a power cut tears: the entry seems to
    /// reach behind the end of the file. Ratis takes it for one, and cuts off what was
    /// acknowledged. This file knows that there was more.
    static final String ACKNOWLEDGED = "acknowledged";

    private static final Pattern LINE = Pattern.compile("([a-z]+ ([0-9]{19})) ([0-9a-f]{8})\n");

    private final String word;
    private final int lineBytes;
    private final Path file;
    private volatile @Nullable RandomAccessFile open;
    private volatile long last = -1;
    private long forced = -1;
    private int next;
    private volatile boolean failed;

    /// Reads the file; nothing is changed on the disk before more is acknowledged.
    ///
    /// @param word what it counts: `entry`
    KeptNumber(Path file, String word) throws IOException {
        this.file = file;
        this.word = word;
        this.lineBytes = word.length() + 30;
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
        var text = text(file);
        for (int line = 0; line < 2; line++) {
            long found = number(text, line * lineBytes);
            if (found <= last) continue;
            last = found;
            next = 1 - line;
        }
        forced = last;
        if (last < 0) Events.say("The file %s is damaged; it is made anew.".formatted(file));
    }

    private static String text(Path file) throws IOException {
        try {
            return FileTrouble.text(file);
        } catch (FileSystemException e) {
            throw FileTrouble.inTheWay(e);
        }
    }

    /// The last one; -1: there is none.
    long last() {
        return last;
    }

    Path file() {
        return file;
    }

    /// It is that number now, as far as it has grown. What the file cannot take is said once: it
    /// only knows less then.
    synchronized void upTo(long number) {
        if (number <= last) return;
        var line = "%s %019d".formatted(word, number);
        try {
            var to = open();
            to.seek((long) next * lineBytes);
            to.write((line + " " + sum(line) + "\n").getBytes(StandardCharsets.US_ASCII));
            next = 1 - next;
        } catch (IOException e) {
            say(e);
        }
        last = number;
    }

    /// Forces it to the disk, which can take its time. For one thread, and not for the one that
    /// applies entries.
    void force() {
        long written = last;
        var to = open;
        if (written == forced || to == null) return;
        try {
            to.getFD().sync();
            forced = written;
        } catch (IOException e) {
            say(e);
        }
    }

    private RandomAccessFile open() throws IOException {
        var known = open;
        if (known != null) return known;
        boolean fresh = !Files.exists(file);
        var made = new RandomAccessFile(file.toFile(), "rw");
        if (fresh) PrivateFile.syncFolder(file.resolveSibling(""));
        open = made;
        return made;
    }

    private void say(IOException e) {
        if (!failed) Events.say(file + " cannot be written: " + FileTrouble.words(e));
        failed = true;
    }

    @Override
    public void close() throws IOException {
        force();
        var to = open;
        if (to != null) to.close();
    }

    private long number(String text, int from) {
        int end = Math.min(text.length(), from + lineBytes);
        var line = LINE.matcher(text.substring(Math.min(from, end), end));
        boolean whole = line.matches() && sum(line.group(1)).equals(line.group(3));
        return whole ? Long.parseLong(line.group(2)) : -1;
    }

    private static String sum(String words) {
        var sum = new CRC32C();
        sum.update(words.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(sum.getValue());
    }
}
