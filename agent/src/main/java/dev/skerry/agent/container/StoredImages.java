package dev.skerry.agent.container;

import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.files.WholeFile;
import dev.skerry.agent.image.ImageSettings;
import dev.skerry.agent.image.ImageStore;
import dev.skerry.agent.image.ImageStore.HeldImage;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The images of a node, whose store is opened when the first of them is asked for: many nodes have
/// none.
public final class StoredImages implements Images {
    private static final int IDS_BYTES_MAX = 20;

    private final Path folder;
    private final ImageSettings settings;
    private final Path runs;
    private @Nullable ImageStore store;

    /// @param folder of the store
    /// @param runs with the folders of the tasks, which say which layers are in use
    public StoredImages(Path folder, ImageSettings settings, Path runs) {
        this.folder = folder;
        this.settings = settings;
        this.runs = runs;
    }

    @Override
    public HeldImage hold(String name, Path directory, Steps steps)
            throws TaskRefused, InterruptedException {
        return store().hold(name, directory, steps);
    }

    /// What is unpacked belongs to the numbers of then.
    private void sameIds() throws IOException, TaskRefused {
        Files.createDirectories(folder);
        var file = folder.resolve("ids");
        var ids = Integer.toString(settings.ids());
        if (!Files.exists(file)) WholeFile.write(file, ids);
        var then = WholeFile.read(file, IDS_BYTES_MAX);
        if (then.equals(ids)) return;
        throw TaskRefused.forGood(
                "the images of this node are unpacked for drivers.container.ids = %s, and it is %s"
                                .formatted(then, ids)
                        + " now; set it back, or stop all containers, move %s away and start the"
                                .formatted(folder)
                        + " agent again");
    }

    private synchronized ImageStore store() throws TaskRefused {
        if (store != null) return store;
        try {
            sameIds();
            store = ImageStore.open(folder, settings, () -> ContainerFolder.used(runs));
            return store;
        } catch (IOException e) {
            throw TaskRefused.forNow(
                    "the images of this node cannot be opened: " + FileTrouble.words(e));
        }
    }
}
