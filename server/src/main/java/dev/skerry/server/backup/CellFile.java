package dev.skerry.server.backup;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.SavedHouse;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A cell in a file: what a server has on its disk besides the log, and the state at one index.
///
/// `skerry cell 1`, a line each for what [Preamble] has, `authority` with the count of bytes that
/// follow, these, the state as [SavedHouse] writes it, and `sha256` of all before. Lines end with a
/// line feed. Whoever has it has the authority of the fleet, and can have the tokens and nodes in
/// it.
public final class CellFile {
    static final int FORMAT = 1;

    /// Of a whole file.
    public static final long BYTES_MAX = 8L * 1024 * 1024 * 1024;

    private static final String FIRST = "skerry cell ";
    private static final String SUM = "sha256 ";
    private static final int LINE_BYTES_MAX = 128;
    private static final int AUTHORITY_BYTES_MAX = 64 * 1024;

    private static final String ANOTHER = " Use another backup.";

    private CellFile() {}

    /// What it says before the state.
    ///
    /// @param index of the log that the state is true at
    /// @param epoch the history that the log was
    /// @param version of Skerry that wrote it
    /// @param taken when, as text
    /// @param authority key and certificate, as they are in a file
    public record Preamble(
            long index, String epoch, String version, String taken, String authority) {
        @Override
        public String toString() {
            return "backup at index " + index;
        }
    }

    /// All of it.
    public record Content(Preamble head, House house) {}

    /// Writes and flushes; the stream stays open.
    public static void write(
            Preamble head, House house, List<? extends Saved<?>> rooms, OutputStream to)
            throws IOException {
        var sum = sha256();
        var out = new DigestOutputStream(to, sum);
        var authority = head.authority.getBytes(StandardCharsets.UTF_8);
        line(FIRST + FORMAT, out);
        line("index " + head.index, out);
        line("epoch " + head.epoch, out);
        line("version " + head.version, out);
        line("taken " + head.taken, out);
        line("authority " + authority.length, out);
        out.write(authority);
        SavedHouse.write(house, rooms, out);
        line(SUM + HexFormat.of().formatHex(sum.digest()), to);
        to.flush();
    }

    /// Reads and checks all of a file.
    ///
    /// @param empty the house before anything has happened
    /// @throws IOException when it cannot be used; the message says why, and what to do
    public static Content read(Path file, House empty, List<? extends Saved<?>> rooms)
            throws IOException {
        var in = new Checked(file);
        try (in) {
            var first = in.first();
            if (!first.matches(FIRST + "[0-9]{1,6}")) throw foreign(file);
            int format = Integer.parseInt(first.substring(FIRST.length()));
            if (format != FORMAT) throw other(file, format);
            long index = in.number("index ", Long.MAX_VALUE);
            var epoch = in.value("epoch ");
            var version = in.value("version ");
            var taken = in.value("taken ");
            var authority = in.bytes((int) in.number("authority ", AUTHORITY_BYTES_MAX));
            var house = house(in, version, empty, rooms);
            in.end();
            var text = new String(authority, StandardCharsets.UTF_8);
            return new Content(new Preamble(index, epoch, version, taken, text), house);
        } catch (FileSystemException e) {
            throw new IOException(FileTrouble.words(e), e);
        } catch (EOFException e) {
            throw new IOException(file + " is cut: its end is missing." + ANOTHER, e);
        } catch (Damaged e) {
            throw new IOException(file + " is damaged: " + e.getMessage() + "." + ANOTHER, e);
        }
    }

    private static House house(
            Checked in, String version, House empty, List<? extends Saved<?>> rooms)
            throws IOException {
        try {
            return SavedHouse.read(empty, rooms, in.state());
        } catch (SavedHouse.UnknownRoom e) {
            throw new IOException(
                    ("%s cannot be read by this version: %s. It was written by"
                                    + " Skerry %s; use that one.")
                            .formatted(in.file, e.getMessage(), version),
                    e);
        } catch (IOException | RuntimeException e) { // a room may notice it by either
            if (in.ended) throw new EOFException();
            throw new Damaged(
                    "its state cannot be read (%s); it was written by Skerry %s"
                            .formatted(e.getMessage(), version));
        }
    }

    private static IOException foreign(Path file) {
        return new IOException(
                file + " is no backup of a cell: `skerry cell backup FILE` makes one.");
    }

    private static IOException other(Path file, int format) {
        return new IOException(
                ("%s has the format %d, and this version reads %d: it is of %s version of Skerry."
                                + " Restore it with that one.")
                        .formatted(file, format, FORMAT, format > FORMAT ? "a newer" : "an older"));
    }

    private static void line(String text, OutputStream to) throws IOException {
        to.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// It is not as it was written.
    private static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(String why) {
            super(why);
        }
    }

    /// What is read is counted into the sum.
    private static final class Checked implements AutoCloseable {
        private final Path file;
        private final MessageDigest sum = sha256();
        private final DigestInputStream in;

        /// The file was over before what was read was.
        private boolean ended;

        Checked(Path file) throws IOException {
            this.file = file;
            if (Files.isDirectory(file)) throw foreign(file);
            if (Files.exists(file) && Files.size(file) > BYTES_MAX) throw foreign(file);
            in = new DigestInputStream(new BufferedInputStream(open(file)), sum);
        }

        private static InputStream open(Path file) throws IOException {
            try {
                return Files.newInputStream(file);
            } catch (FileSystemException e) {
                throw new IOException(FileTrouble.words(e), e);
            }
        }

        /// The rest of it, up to the sum.
        InputStream state() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    int next = in.read();
                    ended |= next < 0;
                    return next;
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    int read = in.read(bytes, from, count);
                    ended |= read < 0;
                    return read;
                }
            };
        }

        String line() throws IOException {
            var text = new StringBuilder();
            while (text.length() < LINE_BYTES_MAX) {
                int next = in.read();
                if (next < 0) throw new EOFException();
                if (next == '\n') return text.toString();
                text.append((char) next);
            }
            return "";
        }

        /// Empty: the file has no such line.
        String first() throws IOException {
            try {
                return line();
            } catch (EOFException _) {
                return "";
            }
        }

        String value(String name) throws IOException {
            var line = line();
            if (!line.startsWith(name)) throw new Damaged("a line should begin with " + name);
            return line.substring(name.length());
        }

        long number(String name, long max) throws IOException {
            var text = value(name);
            long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
            if (number < 0 || number > max) throw new Damaged(name + "is no number");
            return number;
        }

        byte[] bytes(int count) throws IOException {
            var bytes = in.readNBytes(count);
            if (bytes.length < count) throw new EOFException();
            return bytes;
        }

        void end() throws IOException {
            var own = HexFormat.of().formatHex(sum.digest());
            var line = line();
            if (!line.equals(SUM + own)) throw new Damaged("its checksum is another");
            if (in.read() >= 0) throw new Damaged("something follows its end");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
