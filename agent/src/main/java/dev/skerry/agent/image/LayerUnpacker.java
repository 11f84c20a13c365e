package dev.skerry.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// Unpacks one layer into a folder. Whoever made it is a stranger: nothing of it is written outside
/// of the folder, and nothing of it is a device.
final class LayerUnpacker {
    static final int ENTRIES_MAX = 500_000;

    /// How names of whiteouts begin, which stand for what a layer takes away.
    private static final String WHITEOUT = ".wh.";

    private static final String OPAQUE = ".wh..wh..opq";
    private static final String OF_AUFS = ".wh..wh.";
    private static final int MODE = 07777;
    private static final int FOLDER_MODE = 0755;
    private static final int ID_MAX = ImageSettings.IDS_MAX - 1;
    private static final int LINK_MAX = 1000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path top;
    private final LayerPaths paths;
    private final LayerShelf shelf;
    private final LayerBudget budget;
    private final Marks marks;
    private final int ids;

    /// @param top is made
    LayerUnpacker(Path top, LayerShelf shelf, LayerBudget budget, Marks marks, int ids)
            throws IOException {
        this.top = top;
        this.shelf = shelf;
        this.budget = budget;
        this.marks = marks;
        this.ids = ids;
        paths = new LayerPaths(top, this::makeFolder);
        makeFolder(top);
    }

    /// @return the digest of what was read, to its end
    String unpack(InputStream blob) throws IOException {
        try (var layer = LayerStream.open(blob, budget);
                var tar = new TarArchiveInputStream(layer, "UTF-8")) {
            for (int count = 1; ; count++) {
                layer.head();
                var entry = next(tar);
                if (entry == null) return layer.end();
                layer.content();
                if (count > ENTRIES_MAX)
                    throw ImageTrouble.bad("a layer of it has more than " + ENTRIES_MAX + " files");
                make(entry, tar);
                if (!entry.isDirectory()) drain(tar);
            }
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (RuntimeException e) { // of numbers that are none
            throw ImageTrouble.bad("a layer of it is no tar file: " + e.getMessage());
        }
    }

    private static void drain(InputStream tar) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        while (tar.read(buffer) >= 0) {
            // what says that it is a link has no content, or none that is wanted
        }
    }

    private void make(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        var name = entry.getName();
        if (entry.isSparse()) throw LayerPaths.bad(name, "is a sparse file, which is not read");
        var path = paths.find(name);
        var own = path.equals(top) ? "" : String.valueOf(path.getFileName());
        if (own.startsWith(WHITEOUT)) {
            mark(path, own);
            return;
        }
        if (entry.isDirectory()) {
            makeFolder(entry, path);
            return;
        }
        if (path.equals(top)) throw LayerPaths.bad(name, "names no file");
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_SYMLINK -> {
                clear(path);
                paths.forget();
                Files.createSymbolicLink(path, link(entry));
                owned(entry, path);
            }
            case TarConstants.LF_LINK -> {
                var target = paths.find(entry.getLinkName());
                if (target.equals(path)) return;
                boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
                if (!there || isFolder(target) || target.startsWith(path))
                    throw LayerPaths.bad(name, "is a link to no file of it");
                clear(path);
                Files.createLink(path, target);
            }
            case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> {
                clear(path);
                budget.take(LayerBudget.BLOCK);
                write(tar, path);
                owned(entry, path);
                Files.setAttribute(path, "unix:mode", entry.getMode() & MODE);
            }
            case TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO -> {
                return; // a container has the devices that its node gives to it
            }
            default -> throw LayerPaths.bad(name, "is of a kind that is not known");
        }
        time(entry, path);
    }

    private static Path link(TarArchiveEntry entry) throws IOException {
        var target = entry.getLinkName();
        if (target.isEmpty() || target.length() > LINK_MAX)
            throw LayerPaths.bad(entry.getName(), "is a link of " + target.length() + " letters");
        try {
            return Path.of(target);
        } catch (InvalidPathException e) {
            throw LayerPaths.bad(entry.getName(), "is a link to what this agent cannot spell");
        }
    }

    private static void write(InputStream tar, Path path) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        try (var out =
                Files.newOutputStream(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count; (count = tar.read(buffer)) >= 0; ) out.write(buffer, 0, count);
        }
    }

    private void makeFolder(TarArchiveEntry entry, Path path) throws IOException {
        if (!isFolder(path)) {
            clear(path);
            makeFolder(path);
        }
        owned(entry, path);
        Files.setAttribute(path, "unix:mode", entry.getMode() & MODE);
        marks.time(paths.within(path), entry.getLastModifiedTime().toInstant().getEpochSecond());
    }

    private void makeFolder(Path path) throws IOException {
        budget.take(LayerBudget.BLOCK);
        Files.createDirectory(path);
        own(path, 0, 0);
        Files.setAttribute(path, "unix:mode", FOLDER_MODE);
    }

    private void mark(Path path, String own) throws IOException {
        var folder = path.resolveSibling("");
        if (own.equals(OPAQUE)) marks.opaque(paths.within(folder));
        else if (!own.startsWith(OF_AUFS))
            marks.away(paths.within(path.resolveSibling(own.substring(WHITEOUT.length()))));
    }

    private void owned(TarArchiveEntry entry, Path path) throws IOException {
        long user = entry.getLongUserId();
        long group = entry.getLongGroupId();
        if (user < 0 || user > ID_MAX || group < 0 || group > ID_MAX)
            throw LayerPaths.bad(
                    entry.getName(),
                    "is of user " + user + " and group " + group + ", and an id may be " + ID_MAX);
        own(path, (int) user, (int) group);
    }

    private void own(Path path, int user, int group) throws IOException {
        Files.setAttribute(path, "unix:uid", ids + user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", ids + group, LinkOption.NOFOLLOW_LINKS);
    }

    private static void time(TarArchiveEntry entry, Path path) throws IOException {
        FileTime time = entry.getLastModifiedTime();
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Removes what is there: what comes later in a layer stands in the place of it.
    private void clear(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        paths.forget();
        if (isFolder(path)) shelf.discard(path);
        else Files.delete(path);
    }
}
