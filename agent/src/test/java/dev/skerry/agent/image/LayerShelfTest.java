package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes when there is no room, and what stays.
class LayerShelfTest extends InStore {
    private static final int MIB = 1 << 20;

    /// An image of one layer, of three MiB and a little.
    private static ImageDraft image(int number) throws Exception {
        var content = new byte[3 * MIB];
        content[0] = (byte) number;
        return new ImageDraft().layer(new LayerDraft().file("f", content));
    }

    private boolean here(Image image) {
        return Files.exists(layer(image, 0));
    }

    @Test
    void whatWasWantedLongestAgoGoesFirst() throws Exception {
        store = store(10 * MIB, 10 * MIB);
        var first = have(image(1));
        var second = have(image(2));
        have(image(1));
        var third = have(image(3));
        assertEquals(List.of(true, true), List.of(here(first), here(second)), "there was room");
        var fourth = have(image(4));
        assertFalse(here(second), "it was wanted before the first was again");
        assertTrue(here(first) && here(third) && here(fourth));
        assertEquals(6, left().size(), "three layers and what they take: " + left());
        store = store(10 * MIB, 10 * MIB);
        have(image(2));
        assertFalse(here(first), "what was wanted when outlives the agent");
        assertEquals("f", layer(have(image(1)), 0).toFile().list()[0], "unpacked again");
    }

    @Test
    void whatIsUsedStays() throws Exception {
        store = store(10 * MIB, 10 * MIB);
        var images = List.of(have(image(1)), have(image(2)), have(image(3)));
        for (var image : images) used.addAll(image.layers());
        var refusal = refused(image(4));
        assertFalse(refusal.permanent(), "what runs ends at some time");
        assertTrue(refusal.reason().contains("10 MiB"), refusal.reason());
        for (var image : images) assertTrue(here(image));
        assertEquals(6, left().size(), left().toString());
        used.removeAll(images.get(1).layers());
        have(image(4));
        assertTrue(here(images.get(0)) && here(images.get(2)) && !here(images.get(1)));
    }

    @Test
    void noImageMakesRoomForItselfOutOfItself() throws Exception {
        store = store(5 * MIB, 10 * MIB);
        var draft = image(1);
        var more = new byte[3 * MIB];
        refusedForGood(draft.layer(new LayerDraft().file("g", more)), "more than the 5 MiB");
    }

    @Test
    void anImageMayHaveSoMuch() throws Exception {
        store = store(100 * MIB, 5 * MIB);
        refusedForGood(
                image(1).layer(new LayerDraft().file("g", new byte[2 * MIB])),
                "more than the 5 MiB that an image may have");
        have(image(1));
    }

    @Test
    void whatAKilledAgentLeftGoes() throws Exception {
        var image = have(image(1));
        var layers = store.layers();
        Files.createDirectories(layers.resolve("a.new/b/c"));
        Files.createDirectories(layers.resolve("0123/no size"));
        Files.createDirectories(folder.resolve("images/trash/x/y"));
        store = store(10 * MIB, 10 * MIB);
        assertEquals(2, left().size(), left().toString());
        assertTrue(here(image));
    }

    @Test
    void aFullDiskLeavesNothing() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
        try {
            var bounds = settings(PATH, 100 * MIB, 100 * MIB);
            var full = ImageStore.open(disk.resolve("images"), bounds, () -> used);
            var file = ImageDraft.write(folder.resolve("x.tar"), image(1).saved());
            var refusal =
                    assertThrows(
                            TaskRefused.class,
                            () -> full.have(file.toString(), folder, steps::add));
            assertFalse(refusal.permanent());
            assertTrue(refusal.reason().contains("the disk is full"), refusal.reason());
            try (var left = Files.list(full.layers())) {
                assertEquals(0, left.count());
            }
        } finally {
            run("umount", disk.toString());
        }
    }
}
