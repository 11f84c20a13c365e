package dev.skerry.agent.image;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import io.avaje.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An image in a file: a layout of OCI in a tar file, or what `docker save` writes.
final class Archive implements AutoCloseable {
    private static final int NESTED_MAX = 4;

    private final FileChannel file;
    private final TarContents contents;
    private List<String> layers = List.of();

    private Archive(FileChannel file, TarContents contents) {
        this.file = file;
        this.contents = contents;
    }

    /// The file that is meant, where it really is.
    ///
    /// @param directory out of which no name leads that is not absolute
    static Path find(String name, Path directory) throws TaskRefused {
        var words = "image " + name + ": ";
        try {
            var path = directory.resolve(name).normalize();
            if (!name.startsWith("/") && !path.startsWith(directory.normalize()))
                throw TaskRefused.forGood(words + "it leads out of " + directory);
            if (!Files.exists(path))
                throw TaskRefused.forGood(words + "there is no file " + path + " on this node");
            var real = path.toRealPath();
            if (!name.startsWith("/") && !real.startsWith(directory.toRealPath()))
                throw TaskRefused.forGood(words + "it is a link out of " + directory);
            if (!Files.isRegularFile(real)) throw TaskRefused.forGood(words + path + " is no file");
            return real;
        } catch (InvalidPathException e) {
            throw TaskRefused.forGood(words + "it is no path");
        } catch (IOException e) {
            throw TaskRefused.forNow(words + FileTrouble.words(e));
        }
    }

    static Archive open(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new Archive(file, TarContents.of(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    FoundImage look(Platform node) throws IOException {
        if (contents.has("index.json")) return layout(node);
        if (contents.has("manifest.json")) return saved(node);
        throw ImageTrouble.bad(
                "it has neither index.json nor manifest.json: write it with docker save,"
                        + " podman save or skopeo copy");
    }

    private FoundImage layout(Platform node) throws IOException {
        var manifest = Manifest.read(contents.document("index.json"));
        var digest = "";
        for (int i = 0; manifest.config() == null; i++) {
            if (i > NESTED_MAX) throw ImageTrouble.bad("its index leads to too many others");
            var chosen = manifest.choose(node);
            digest = chosen.digest();
            manifest = Manifest.read(blob("its manifest", chosen));
        }
        layers = manifest.layers().stream().map(Manifest.Blob::path).toList();
        return FoundImage.of(digest, blob("its config", manifest.config()), layers.size(), node);
    }

    private byte[] blob(String what, Manifest.Blob blob) throws IOException {
        var bytes = contents.document(blob.path());
        Digests.check(what, blob.digest(), Digests.of(bytes));
        return bytes;
    }

    private FoundImage saved(Platform node) throws IOException {
        var images = new ArrayList<Map<String, List<String>>>();
        var bytes = contents.document("manifest.json");
        JsonText.read(
                "its manifest.json",
                bytes,
                from -> JsonText.each(from, ImageConfig.LAYERS_MAX, in -> images.add(image(in))));
        if (images.size() != 1)
            throw ImageTrouble.bad(
                    "it has " + images.size() + " images: write one alone into a file");
        layers = images.getFirst().getOrDefault("Layers", List.of());
        var config =
                contents.document(images.getFirst().getOrDefault("Config", List.of("")).getFirst());
        return FoundImage.of(Digests.of(config), config, layers.size(), node);
    }

    private static Map<String, List<String>> image(JsonReader from) throws IOException {
        var image = new HashMap<String, List<String>>();
        JsonText.fields(
                from,
                Map.of(
                        "Config",
                        in -> image.put("Config", List.of(JsonText.text(in))),
                        "Layers",
                        in -> image.put("Layers", JsonText.texts(in, ImageConfig.LAYERS_MAX))));
        return image;
    }

    /// After it was looked at.
    InputStream layer(int index) throws IOException {
        return contents.open(layers.get(index));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
