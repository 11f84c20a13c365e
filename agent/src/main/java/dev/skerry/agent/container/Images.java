package dev.skerry.agent.container;

import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.image.Image;
import java.nio.file.Path;

/// Where the images of tasks come from.
public interface Images {
    /// Has an image here, which may take its time and be interrupted.
    ///
    /// @param name at a registry, or of an archive, which may be below the directory
    Image have(String name, Path directory, Steps steps) throws TaskRefused, InterruptedException;
}
