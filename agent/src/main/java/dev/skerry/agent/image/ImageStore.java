package dev.skerry.agent.image;

import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The images of a node. Each is fetched once, whoever asks, and is its digest from then on: what a
/// tag means later is asked only when the image has gone.
public final class ImageStore {
    private final Path folder;
    private final ImageSettings settings;
    private final Platform node;
    private final LayerShelf shelf;
    private final KnownImages known;
    private final Downloads downloads;
    private final Skopeo skopeo;
    private final OneByOne turn = new OneByOne();

    private ImageStore(Path folder, ImageSettings settings, Supplier<Set<String>> used)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.settings = settings;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        node = Platform.ofNode(settings.arch());
        known = new KnownImages(folder.resolve("names"));
        shelf = new LayerShelf(folder, settings.bytesMax(), used, known::forget);
        for (var each : known.all()) shelf.use(each.layers(), each.usedMs());
        downloads = new Downloads(folder.resolve("partial"), shelf);
        skopeo = new Skopeo(settings, folder.resolve("skopeo"));
    }

    /// @param folder on a disk that has users and modes; only the agent's own user comes into it
    /// @param used the names of the layers that are mounted, or about to be; it is asked before any
    ///   of them goes
    public static ImageStore open(Path folder, ImageSettings settings, Supplier<Set<String>> used)
            throws IOException {
        return new ImageStore(folder.toAbsolutePath(), settings, used);
    }

    /// The folder with a folder for each layer, its files as an overlay wants them.
    public Path layers() {
        return shelf.layers();
    }

    /// An image that is here, and stays until it is let go: by then who uses it has to be among
    /// those that do.
    public record HeldImage(Image image, Runnable letGo) implements AutoCloseable {
        @Override
        public void close() {
            letGo.run();
        }
    }

    /// Has an image here, as [#have] does, and holds it.
    public HeldImage hold(String name, Path directory, Steps steps)
            throws TaskRefused, InterruptedException {
        while (true) {
            var image = have(name, directory, steps);
            var hold = shelf.hold(image.layers());
            if (image.layers().stream().allMatch(shelf::has))
                return new HeldImage(image, hold::close);
            hold.close(); // it made room for another in that moment
        }
    }

    /// Has an image here. It may wait for the network, and can be interrupted: then nothing is
    /// there by half, and what came whole is not fetched again.
    ///
    /// @param name at a registry, or a file that ends with `.tar`
    /// @param directory where such a file is looked for
    public Image have(String name, Path directory, Steps steps)
            throws TaskRefused, InterruptedException {
        try {
            if (name.endsWith(".tar")) return unpacked(name, Archive.find(name, directory), steps);
            var asked = ImageName.parse(name);
            var here = here(name);
            if (here != null) return here;
            steps.at("looks for image " + name + " at " + asked.registry());
            try (var _ = turn.of(name)) {
                here = here(name); // somebody else has fetched it
                return here == null ? fetched(name, asked, steps) : here;
            }
        } catch (IOException e) {
            throw ImageTrouble.refusal(name, folder, e);
        }
    }

    private @Nullable Image here(String name) throws IOException {
        var found = known.find(name);
        return found == null ? null : kept(name, name, found);
    }

    /// Null: some of it is missing.
    private @Nullable Image kept(String name, String key, FoundImage found) throws IOException {
        long nowMs = known.nowMs();
        if (!shelf.use(found.layers(), nowMs)) return null;
        known.keep(key, found, nowMs);
        return new Image(name, found.digest(), found.layers(), found.config());
    }

    private Image fetched(String name, ImageName asked, Steps steps)
            throws IOException, InterruptedException {
        var registry = new Registry(skopeo, asked, node);
        var at = registry.look();
        var found = at.image();
        try (var _ = turn.of(found.digest());
                var _ = shelf.hold(found.layers())) {
            var here = kept(name, name, found);
            if (here != null) return here; // by another name
            steps.at("fetches image " + name + " from " + asked.registry());
            var layout = downloads.begin(found.digest());
            boolean again = true;
            try {
                var layers = registry.fetch(at, shelf, layout, settings.imageBytesMax());
                steps.at("unpacks image " + name);
                unpack(found, layers);
                again = false;
            } catch (IOException e) {
                again = e instanceof ImageTrouble trouble && !trouble.permanent();
                throw e;
            } finally {
                downloads.end(layout, again);
            }
            return placed(name, name, found);
        }
    }

    private Image unpacked(String name, Path file, Steps steps)
            throws IOException, InterruptedException {
        steps.at("looks into image " + name);
        try (var archive = Archive.open(file)) {
            var found = archive.look(node);
            try (var _ = shelf.hold(found.layers())) {
                var here = kept(name, file.toString(), found);
                if (here != null) return here;
                steps.at("unpacks image " + name);
                unpack(found, archive::layer);
                return placed(name, file.toString(), found);
            }
        }
    }

    private Image placed(String name, String key, FoundImage found) throws IOException {
        var image = kept(name, key, found);
        if (image == null) throw ImageTrouble.now("a layer of it went while it was unpacked");
        return image;
    }

    /// One image at a time: so a layer that two of them have is unpacked once.
    private void unpack(FoundImage found, FoundImage.Layers layers)
            throws IOException, InterruptedException {
        try (var _ = turn.of("")) {
            var fresh = new ArrayList<String>();
            boolean whole = false;
            try {
                long bytes = 0;
                var ids = found.config().diffIds();
                for (int i = 0; i < ids.size(); i++) {
                    var layer = Digests.layer(ids.get(i));
                    if (!shelf.has(layer)) {
                        unpack(ids.get(i), layers, i, bytes);
                        fresh.add(layer);
                    }
                    bytes += shelf.bytes(layer);
                }
                whole = true;
            } finally {
                if (!whole) shelf.drop(fresh);
            }
        }
    }

    private void unpack(String diffId, FoundImage.Layers layers, int index, long below)
            throws IOException, InterruptedException {
        var layer = Digests.layer(diffId);
        var half = shelf.half(layer);
        boolean whole = false;
        long bytesMax = Math.min(settings.imageBytesMax(), settings.bytesMax());
        try (var budget = new LayerBudget(shelf, below, bytesMax);
                var marks = new Marks(folder.resolve("marks"), half, budget);
                var blob = layers.open(index)) {
            var unpacker = new LayerUnpacker(half, shelf, budget, marks, settings.ids());
            Digests.check("its layer " + (index + 1), diffId, unpacker.unpack(blob));
            marks.make(settings.shim());
            shelf.place(layer, budget.taken());
            whole = true;
        } finally {
            if (!whole) shelf.discard(half);
        }
    }
}
