package dev.skerry.agent.image;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One image at its registry. Nothing that it says is believed but by digest.
final class Registry {
    /// What a layout has beside its blobs: a manifest and an index, made by skopeo.
    private static final long LAYOUT_BYTES_MAX = 16L << 20;

    private final Skopeo skopeo;
    private final ImageName name;
    private final Platform node;

    Registry(Skopeo skopeo, ImageName name, Platform node) {
        this.skopeo = skopeo;
        this.name = name;
        this.node = node;
    }

    /// What is at the registry, and the layers that it is made of there.
    record At(FoundImage image, List<Manifest.Blob> blobs) {}

    At look() throws IOException, InterruptedException {
        var bytes = skopeo.inspect(name.asked(), false);
        var digest = Digests.of(bytes);
        if (!name.digest().isEmpty()) Digests.check("its manifest", name.digest(), digest);
        var manifest = Manifest.read(bytes);
        if (manifest.config() == null) {
            var chosen = manifest.choose(node).digest();
            bytes = skopeo.inspect(name.at(chosen), false);
            digest = Digests.of(bytes);
            Digests.check("its manifest for " + node, chosen, digest);
            manifest = Manifest.read(bytes);
        }
        var config = manifest.config();
        if (config == null) throw ImageTrouble.bad("its index leads to another one");
        var text = skopeo.inspect(name.at(digest), true);
        Digests.check("its config", config.digest(), Digests.of(text));
        var found = FoundImage.of(digest, text, manifest.layers().size(), node);
        return new At(found, manifest.layers());
    }

    /// Fetches the layers that are not unpacked yet. To skopeo those that are look as if their
    /// blobs were there.
    ///
    /// @param layout what an earlier try has fetched whole is not fetched again
    FoundImage.Layers fetch(At at, LayerShelf shelf, Path layout, long bytesMax)
            throws IOException, InterruptedException {
        long sum = LAYOUT_BYTES_MAX;
        for (var blob : at.blobs()) sum += Math.min(blob.bytes(), Long.MAX_VALUE >> 8);
        if (sum - LAYOUT_BYTES_MAX > bytesMax)
            throw ImageTrouble.bad(
                    "its layers have "
                            + ImageTrouble.size(sum - LAYOUT_BYTES_MAX)
                            + ", and an image may have "
                            + ImageTrouble.size(bytesMax)
                            + " here");
        var blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        clean(layout, blobs);
        var ids = at.image().config().diffIds();
        for (int i = 0; i < ids.size(); i++) {
            var blob = layout.resolve(at.blobs().get(i).path());
            if (!shelf.has(Digests.layer(ids.get(i)))) continue;
            Files.deleteIfExists(blob);
            Files.createFile(blob);
        }
        skopeo.copy(name.at(at.image().digest()), layout, sum);
        return index -> new FileInputStream(layout.resolve(at.blobs().get(index).path()).toFile());
    }

    /// What an earlier try has left: halves, and what only looked as if it were there.
    private static void clean(Path layout, Path blobs) throws IOException {
        try (var halves = Files.newDirectoryStream(layout, "oci-put-blob*")) {
            for (var half : halves) Files.delete(half);
        }
        try (var all = Files.newDirectoryStream(blobs)) {
            for (var blob : all) if (Files.size(blob) == 0) Files.delete(blob);
        }
    }
}
