package dev.skerry.agent.container;

import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.image.ImageStore.HeldImage;
import java.nio.file.Path;

/// Where the images of tasks come from.
public interface Images {
    /// Has an image here and holds it, which may take its time and be interrupted.
    ///
    /// @param name at a registry, or of an archive, which may be below the directory
    HeldImage hold(String name, Path directory, Steps steps)
            throws TaskRefused, InterruptedException;
}
