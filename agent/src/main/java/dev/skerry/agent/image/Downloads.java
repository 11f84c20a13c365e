package dev.skerry.agent.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/// What has come of images so far, a folder for each digest. A fetch that was broken off goes on
/// with it; of those that nobody went on with a few stay.
final class Downloads {
    private static final int KEPT_MAX = 4;

    private final Path folder;
    private final LayerShelf shelf;
    private final Set<Path> going = new HashSet<>();

    Downloads(Path folder, LayerShelf shelf) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.shelf = shelf;
    }

    synchronized Path begin(String digest) throws IOException {
        var layout = folder.resolve(Digests.hex(digest));
        going.add(layout);
        var idle = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            for (var each : all) if (!going.contains(each)) idle.add(each);
        }
        idle.sort(Comparator.comparingLong(it -> it.toFile().lastModified()));
        for (var old : idle.subList(0, Math.max(0, idle.size() - KEPT_MAX))) shelf.discard(old);
        Files.createDirectories(layout);
        Files.setLastModifiedTime(layout, FileTime.fromMillis(System.currentTimeMillis()));
        return layout;
    }

    /// @param again whether it is worth to go on with it later
    synchronized void end(Path layout, boolean again) throws IOException {
        going.remove(layout);
        if (!again) shelf.discard(layout);
    }
}
