package dev.skerry.agent.image;

import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each name stood for when it was asked for first, a file each: so no registry is needed
/// again. The time of a file is when its image was wanted last.
final class KnownImages {
    private static final int KNOWN_MAX = 500;
    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final int BYTES_MAX = HEAD_BYTES_MAX + JsonText.BYTES_MAX;
    private static final int LINES = 4;

    private final Path folder;
    private long lastMs;

    /// @param usedMs when it was wanted last
    record Known(Path file, List<String> layers, long usedMs) {}

    KnownImages(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (var known : all()) lastMs = Math.max(lastMs, known.usedMs());
    }

    private Path file(String key) {
        var digest = Digests.of(key.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(Digests.layer(digest));
    }

    /// Later than all that was given before, whatever the clock of the node says.
    synchronized long nowMs() {
        lastMs = Math.max(lastMs + 1, System.currentTimeMillis());
        return lastMs;
    }

    @Nullable FoundImage find(String key) throws IOException {
        try {
            var lines = WholeFile.read(file(key), BYTES_MAX).split("\n", LINES);
            if (lines.length < LINES || !lines[0].equals(key)) return null;
            var config = ImageConfig.read(lines[3].getBytes(StandardCharsets.UTF_8));
            return new FoundImage(lines[1], lines[3], config);
        } catch (NoSuchFileException | ImageTrouble e) {
            return null; // it is asked for again
        }
    }

    /// It is known from now on, and was wanted at that time. Tasks that start together keep the
    /// same one, and an archive may have another image in it than it had before.
    synchronized void keep(String key, FoundImage image, long nowMs) throws IOException {
        var file = file(key);
        var layers = String.join(" ", image.layers());
        if (!image.digest().equals(digest(file))) {
            WholeFile.write(
                    file, key + "\n" + image.digest() + "\n" + layers + "\n" + image.text());
            shorten();
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(nowMs));
    }

    /// Empty: nothing is known of it.
    private static String digest(Path file) throws IOException {
        if (!Files.exists(file)) return "";
        var lines = WholeFile.read(file, HEAD_BYTES_MAX).split("\n", LINES);
        return lines.length == LINES ? lines[1] : "";
    }

    private void shorten() throws IOException {
        var all = all();
        all.sort(Comparator.comparingLong(Known::usedMs));
        for (var old : all.subList(0, Math.max(0, all.size() - KNOWN_MAX)))
            Files.deleteIfExists(old.file());
    }

    /// Images that have this layer are to be fetched again.
    synchronized void forget(String layer) {
        try {
            for (var known : all())
                if (known.layers().contains(layer)) Files.deleteIfExists(known.file());
        } catch (IOException e) {
            // it is seen that a layer is missing when the image is wanted
        }
    }

    List<Known> all() throws IOException {
        var all = new ArrayList<Known>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                try {
                    var lines = WholeFile.read(file, HEAD_BYTES_MAX).split("\n", LINES);
                    long usedMs = Files.getLastModifiedTime(file).toMillis();
                    if (lines.length == LINES)
                        all.add(new Known(file, List.of(lines[2].split(" ")), usedMs));
                } catch (NoSuchFileException e) {
                    // it has been forgotten meanwhile
                }
            }
        }
        return all;
    }
}
