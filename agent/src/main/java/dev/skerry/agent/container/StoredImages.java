package dev.skerry.agent.container;

import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.image.Image;
import dev.skerry.agent.image.ImageSettings;
import dev.skerry.agent.image.ImageStore;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The images of a node, whose store is opened when the first of them is asked for: many nodes have
/// none.
public final class StoredImages implements Images {
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
    public Image have(String name, Path directory, Steps steps)
            throws TaskRefused, InterruptedException {
        return store().have(name, directory, steps);
    }

    private synchronized ImageStore store() throws TaskRefused {
        if (store != null) return store;
        try {
            store = ImageStore.open(folder, settings, () -> ContainerFolder.used(runs));
            return store;
        } catch (IOException e) {
            throw TaskRefused.forNow(
                    "the images of this node cannot be opened: " + FileTrouble.words(e));
        }
    }
}
