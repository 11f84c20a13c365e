package dev.skerry.agent.image;

import dev.skerry.agent.files.Trash;
import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The unpacked layers, which are there whole or not at all, and the bound of all of them together.
/// What was wanted longest ago goes first, and never what is in use.
final class LayerShelf {
    private static final String HALF = ".new";

    private final Path layers;
    private final Path sizes;
    private final Trash trash;
    private final long bytesMax;
    private final Supplier<Set<String>> used;
    private final Consumer<String> gone;
    private final Map<String, Standing> standing = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private long reserved;

    /// @param usedMs when an image with it was wanted last
    private record Standing(long bytes, long usedMs) {}

    /// @param gone hears of each layer that had to go
    LayerShelf(Path folder, long bytesMax, Supplier<Set<String>> used, Consumer<String> gone)
            throws IOException {
        layers = Files.createDirectories(folder.resolve("layers"));
        sizes = Files.createDirectories(folder.resolve("sizes"));
        trash = Trash.open(folder.resolve("trash"));
        this.bytesMax = bytesMax;
        this.used = used;
        this.gone = gone;
        try (var all = Files.newDirectoryStream(layers)) {
            for (var layer : all) {
                var name = String.valueOf(layer.getFileName());
                long bytes = name.endsWith(HALF) ? -1 : size(name);
                if (bytes < 0) trash.take(layer); // an agent was killed that unpacked it
                else standing.put(name, new Standing(bytes, 0));
            }
        }
        trash.empty();
    }

    private long size(String layer) throws IOException {
        try {
            return Long.parseLong(Files.readString(sizes.resolve(layer)));
        } catch (NumberFormatException | NoSuchFileException e) {
            return -1;
        }
    }

    Path layers() {
        return layers;
    }

    synchronized boolean has(String layer) {
        return standing.containsKey(layer);
    }

    /// What it takes, as it was counted when it was unpacked.
    synchronized long bytes(String layer) {
        var stands = standing.get(layer);
        return stands == null ? 0 : stands.bytes();
    }

    /// Whether all are there; then they were wanted at that time.
    synchronized boolean use(Collection<String> wanted, long nowMs) {
        if (!standing.keySet().containsAll(wanted)) return false;
        for (var layer : wanted)
            standing.computeIfPresent(layer, (_, it) -> new Standing(it.bytes(), nowMs));
        return true;
    }

    /// Until it is closed none of these goes, there as it may be or not.
    OneByOne.Hold hold(Collection<String> wanted) {
        synchronized (this) {
            for (var layer : wanted) held.merge(layer, 1, Integer::sum);
        }
        return () -> {
            synchronized (this) {
                for (var layer : wanted)
                    held.computeIfPresent(layer, (_, n) -> n > 1 ? n - 1 : null);
            }
        };
    }

    /// Takes room for what is about to be written; others go for it.
    void reserve(long bytes) throws IOException {
        if (fits(bytes)) return;
        var inUse = used.get();
        while (!fits(bytes)) evict(bytes, inUse);
        trash.empty();
    }

    private synchronized boolean fits(long bytes) {
        boolean fits = taken() + bytes <= bytesMax;
        if (fits) reserved += bytes;
        return fits;
    }

    private synchronized void evict(long bytes, Set<String> inUse) throws IOException {
        var layer = oldest(inUse);
        if (layer == null) throw full(bytes, inUse);
        remove(layer);
        gone.accept(layer);
    }

    synchronized void give(long bytes) {
        reserved -= bytes;
    }

    private long taken() {
        return reserved + standing.values().stream().mapToLong(Standing::bytes).sum();
    }

    private @Nullable String oldest(Set<String> inUse) {
        String oldest = null;
        long since = Long.MAX_VALUE;
        for (var each : standing.entrySet()) {
            var layer = each.getKey();
            if (inUse.contains(layer) || held.containsKey(layer)) continue;
            if (each.getValue().usedMs() >= since) continue;
            oldest = layer;
            since = each.getValue().usedMs();
        }
        return oldest;
    }

    private IOException full(long bytes, Set<String> inUse) {
        var kept = new HashSet<>(inUse);
        kept.retainAll(standing.keySet());
        long others = kept.stream().mapToLong(this::bytes).sum();
        var words =
                "there is no room for it: the layers of all images may have "
                        + ImageTrouble.size(bytesMax)
                        + " here, "
                        + ImageTrouble.size(others)
                        + " of them are in use, and it takes "
                        + ImageTrouble.size(taken() - others + bytes)
                        + " or more";
        return ImageTrouble.now(words);
    }

    /// Where a layer is made that is not whole yet. Nothing is there.
    Path half(String layer) throws IOException {
        var half = layers.resolve(layer + HALF);
        trash.take(half);
        return half;
    }

    /// From now on it is there, with what it has made of it in that place.
    void place(String layer, long bytes) throws IOException {
        WholeFile.write(sizes.resolve(layer), Long.toString(bytes));
        var whole = layers.resolve(layer);
        Files.move(layers.resolve(layer + HALF), whole, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncFolderOf(whole);
        synchronized (this) {
            standing.put(layer, new Standing(bytes, 0));
        }
    }

    /// What came of an image that cannot be had goes, unless others need it as well.
    void drop(Collection<String> doomed) throws IOException {
        var inUse = used.get();
        synchronized (this) {
            for (var layer : doomed)
                if (!inUse.contains(layer) && held.getOrDefault(layer, 0) <= 1) remove(layer);
        }
        trash.empty();
    }

    private void remove(String layer) throws IOException {
        trash.take(layers.resolve(layer));
        Files.deleteIfExists(sizes.resolve(layer));
        standing.remove(layer);
    }

    /// Removes a folder, at once or when the next agent begins.
    void discard(Path folder) throws IOException {
        trash.take(folder);
        trash.empty();
    }
}
