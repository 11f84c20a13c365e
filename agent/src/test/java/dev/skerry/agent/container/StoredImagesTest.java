package dev.skerry.agent.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.image.ImageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredImagesTest {
    @TempDir Path folder;

    private TaskRefused refused(int ids) {
        var settings =
                new ImageSettings(
                        "/nowhere", "amd64", ids, 1 << 20, 1 << 20, null, null, Path.of("/shim"));
        var images = new StoredImages(folder.resolve("images"), settings, folder.resolve("runs"));
        return assertThrows(
                TaskRefused.class, () -> images.hold("local/none.tar", folder, _ -> {}));
    }

    @Test
    void aNodeThatHasNoImagesHasNoFolderForThem() {
        assertTrue(Files.notExists(folder.resolve("images")));
        assertTrue(refused(200_000).reason().contains("none.tar"));
        assertTrue(Files.exists(folder.resolve("images")));
    }

    @Test
    void whatWasUnpackedForOthersIsNotUsed() {
        assertTrue(refused(200_000).reason().contains("none.tar"));
        var refused = refused(300_000);
        assertTrue(refused.permanent());
        assertEquals(
                "the images of this node are unpacked for drivers.container.ids = 200000, and it is"
                        + " 300000 now; set it back, or stop all containers, move "
                        + folder.resolve("images")
                        + " away and start the agent again",
                refused.reason());
        assertTrue(refused(200_000).reason().contains("none.tar"));
    }
}
