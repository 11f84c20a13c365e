package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What has a store of images for each of its tests.
abstract class InStore {
    static final int IDS = 100_000;
    static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    @TempDir Path folder;
    final Set<String> used = new HashSet<>();
    final List<String> steps = new ArrayList<>();
    @Nullable Path registries;
    Path shim = Path.of("/");
    ImageStore store;

    @BeforeEach
    void open() throws Exception {
        shim = folder.resolve("skerry-shim");
        var resource = "/dev/skerry/agent/shim/skerry-shim." + System.getProperty("os.arch");
        try (var in = InStore.class.getResourceAsStream(resource)) {
            Files.copy(in, shim, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
        store = store(ImageSettings.BYTES_MAX, ImageSettings.IMAGE_BYTES_MAX);
    }

    ImageStore store(long bytesMax, long imageBytesMax) throws IOException {
        return ImageStore.open(
                folder.resolve("images"), settings(PATH, bytesMax, imageBytesMax), () -> used);
    }

    ImageSettings settings(String path, long bytesMax, long imageBytesMax) {
        var arch = System.getProperty("os.arch");
        return new ImageSettings(path, arch, IDS, bytesMax, imageBytesMax, registries, null, shim);
    }

    Image have(String name) throws TaskRefused, InterruptedException {
        return store.have(name, folder, steps::add);
    }

    /// An archive of one image in the form of OCI.
    Image have(ImageDraft draft) throws Exception {
        var file = folder.resolve(Digests.layer(Digests.of(draft.manifest())) + ".tar");
        return have(ImageDraft.write(file, ImageDraft.layout(draft)).toString());
    }

    TaskRefused refused(ImageDraft draft) {
        return assertThrows(TaskRefused.class, () -> have(draft));
    }

    /// It will not be had at another time either, and nothing of it is here.
    void refusedForGood(ImageDraft draft, String... words) throws IOException {
        refusedForGood(refused(draft), words);
        assertEquals(List.of(), left());
    }

    static void refusedForGood(TaskRefused refusal, String... words) {
        for (var word : words)
            assertTrue(refusal.reason().contains(word), refusal.reason() + " has no " + word);
        assertTrue(refusal.permanent(), refusal.reason());
    }

    /// What takes room in the store.
    List<String> left() throws IOException {
        var left = new ArrayList<String>();
        for (var part : List.of("layers", "sizes", "partial", "trash", "marks")) {
            var in = folder.resolve("images").resolve(part);
            if (!Files.exists(in)) continue;
            if (!Files.isDirectory(in)) left.add(part);
            else
                try (var all = Files.list(in)) {
                    all.forEach(it -> left.add(part + "/" + it.getFileName()));
                }
        }
        return left;
    }

    Path layer(Image image, int index) {
        return store.layers().resolve(image.layers().get(index));
    }

    static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
