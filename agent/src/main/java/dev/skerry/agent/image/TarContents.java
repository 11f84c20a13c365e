package dev.skerry.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// Where each file is in a tar file. Only their headers are read, and no more of them is held than
/// an image can need.
final class TarContents {
    private static final int FILES_MAX = 10_000;
    private static final int LINKS_MAX = 5;
    private static final int BLOCK = 512;

    /// How compressed files begin, and no name in an image.
    private static final int GZIP = 0x1f;

    private static final int XZ = 0xfd;
    private static final int ZSTD = 0x28;

    private final FileChannel file;
    private final Map<String, Part> parts = new HashMap<>();

    /// @param link empty: it is a file
    private record Part(long at, long bytes, String link) {}

    private TarContents(FileChannel file) {
        this.file = file;
    }

    static TarContents of(FileChannel file) throws IOException {
        int first = new Slice(file, 0, 1).read();
        if (first == GZIP || first == XZ || first == ZSTD)
            throw ImageTrouble.bad("it is compressed: unpack it first");
        var contents = new TarContents(file);
        long at = 0;
        for (int count = 0; at < file.size(); count++) {
            if (count > FILES_MAX)
                throw ImageTrouble.bad("it has more than " + FILES_MAX + " files");
            at = contents.add(at);
        }
        return contents;
    }

    /// @return where the next one begins
    private long add(long at) throws IOException {
        var slice = new Slice(file, at, file.size());
        var heads = new LayerStream.HeadGuard(slice);
        heads.head();
        var entry = entry(heads);
        if (entry == null) return file.size();
        long bytes = entry.getSize();
        var flag = entry.getLinkFlag();
        boolean link = flag == TarConstants.LF_SYMLINK || flag == TarConstants.LF_LINK;
        parts.put(
                plain(entry.getName()),
                new Part(slice.at(), bytes, link ? target(entry, flag) : ""));
        long next = slice.at() + (link ? 0 : Math.ceilDiv(bytes, BLOCK) * BLOCK);
        if (next - BLOCK > file.size()) throw ImageTrouble.bad("it ends in the middle of a file");
        return next;
    }

    @SuppressWarnings("resource") // what it reads from stays open
    private static @Nullable TarArchiveEntry entry(InputStream from) throws IOException {
        try {
            return new TarArchiveInputStream(from, "UTF-8").getNextEntry();
        } catch (ImageTrouble e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw ImageTrouble.bad("it is no tar file: " + e.getMessage());
        }
    }

    /// Old archives have a layer that is there twice as a link from one to the other.
    private static String target(TarArchiveEntry entry, byte flag) {
        var link = entry.getLinkName();
        if (flag == TarConstants.LF_LINK) return plain(link);
        var name = plain(entry.getName());
        return plain(name.substring(0, name.lastIndexOf('/') + 1) + link);
    }

    /// Without `.`, `..` and what is twice.
    private static String plain(String name) {
        var parts = new ArrayDeque<String>();
        for (var part : name.split("/", -1)) {
            if (part.equals("..")) parts.pollLast();
            else if (!part.isEmpty() && !part.equals(".")) parts.add(part);
        }
        return String.join("/", parts);
    }

    private @Nullable Part find(String name) {
        var part = parts.get(plain(name));
        for (int i = 0; i < LINKS_MAX && part != null && !part.link().isEmpty(); i++)
            part = parts.get(part.link());
        return part == null || !part.link().isEmpty() ? null : part;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    InputStream open(String name) throws IOException {
        var part = find(name);
        if (part == null) throw ImageTrouble.bad("it has no file '" + name + "', which it names");
        return new Slice(file, part.at(), part.at() + part.bytes());
    }

    byte[] document(String name) throws IOException {
        try (var in = open(name)) {
            var bytes = in.readNBytes(JsonText.BYTES_MAX + 1);
            if (bytes.length > JsonText.BYTES_MAX)
                throw ImageTrouble.bad(
                        "its '"
                                + name
                                + "' has more than "
                                + ImageTrouble.size(JsonText.BYTES_MAX));
            return bytes;
        }
    }

    /// A part of an open file.
    static final class Slice extends InputStream {
        private final FileChannel file;
        private final long end;
        private long at;

        Slice(FileChannel file, long at, long end) {
            this.file = file;
            this.at = at;
            this.end = end;
        }

        /// Where in the file it is.
        long at() {
            return at;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) return 0;
            long left = end - at;
            if (left <= 0) return -1;
            int count = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)), at);
            if (count > 0) at += count;
            return count;
        }

        @Override
        public int available() {
            return Math.clamp(end - at, 0, Integer.MAX_VALUE);
        }
    }
}
