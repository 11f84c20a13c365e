package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images from a real registry.
class RegistryTest extends InStore {
    private LocalRegistry registry;

    @BeforeEach
    void openRegistry() throws Exception {
        registry = new LocalRegistry(folder.resolve("registry"));
        registries = registry.registries();
        anew();
    }

    @AfterEach
    void closeRegistry() throws Exception {
        registry.close();
    }

    private void anew() throws Exception {
        store = store(ImageSettings.BYTES_MAX, ImageSettings.IMAGE_BYTES_MAX);
    }

    private static byte[] base() throws Exception {
        return new LayerDraft().file("base", "b".repeat(1000)).tar();
    }

    private static byte[] upper(int version) throws Exception {
        return new LayerDraft().file("till", "version " + version).tar();
    }

    private static ImageDraft till(int version) throws Exception {
        var draft = new ImageDraft();
        for (var tar : List.of(base(), upper(version)))
            draft.layer(tar, LayerDraft.gzip(tar), Digests.of(tar));
        return draft;
    }

    private long asked(byte[] tar) throws Exception {
        return registry.asked(LayerDraft.gzip(tar));
    }

    private TaskRefused refused(String name) {
        return assertThrows(TaskRefused.class, () -> have(name));
    }

    @Test
    void whatWasFetchedNeedsNoRegistryAgain() throws Exception {
        var name = registry.push("shop/till:3", till(1));
        var image = have(name);
        assertEquals(Digests.of(till(1).manifest()), image.digest());
        assertEquals("version 1", Files.readString(layer(image, 1).resolve("till")));
        registry.push("shop/till:3", till(2));
        assertEquals(image, have(name), "what the tag meant");
        registry.close();
        assertEquals(image, have(name));
        anew();
        assertEquals(image, have(name), "to the next agent");
        assertFalse(refused(registry.host() + "/shop/till:4").permanent(), "it may come back");
    }

    @Test
    void aLayerThatIsHereIsNotFetched() throws Exception {
        have(registry.push("shop/till:1", till(1)));
        assertEquals(1, asked(base()));
        var second = have(registry.push("shop/till:2", till(2)));
        assertEquals(1, asked(base()), "it was here");
        assertEquals(1, asked(upper(2)));
        assertEquals("version 2", Files.readString(layer(second, 1).resolve("till")));
        assertEquals(
                3, left().stream().filter(it -> it.startsWith("layers/")).count(), "one for both");
        assertEquals(0, left().stream().filter(it -> it.startsWith("partial/")).count());
    }

    @Test
    void whatCameWholeIsNotFetchedAgain() throws Exception {
        var name = registry.push("shop/till:1", till(1));
        var hex = Digests.hex(Digests.of(till(1).manifest()));
        var blobs = folder.resolve("images/partial").resolve(hex).resolve("blobs/sha256");
        Files.createDirectories(blobs);
        var blob = LayerDraft.gzip(base());
        Files.write(blobs.resolve(Digests.hex(Digests.of(blob))), blob);
        Files.createFile(blobs.resolve(Digests.hex(Digests.of(LayerDraft.gzip(upper(1))))));
        Files.write(blobs.resolveSibling("../oci-put-blob1"), blob);
        have(name);
        assertEquals(0, asked(base()));
        assertEquals(1, asked(upper(1)), "what only looked as if it were there");
    }

    @Test
    void ofSeveralImagesTheOneForThisMachineIsFetched() throws Exception {
        var other = new ImageDraft("s390x").layer(new LayerDraft().file("other", "x"));
        var image = have(registry.push("shop/many:1", other, till(1)));
        assertEquals(Digests.of(till(1).manifest()), image.digest());
        var more = new ImageDraft("mips64le").layer(new LayerDraft().file("more", "x"));
        var words = refused(registry.push("shop/others:1", other, more));
        refusedForGood(words, "it is for mips64le, s390x, and this node is ");
    }

    @Test
    void whatIsForAnotherMachineIsNotFetched() throws Exception {
        var tar = base();
        var other = new ImageDraft("s390x").layer(tar, LayerDraft.gzip(tar), Digests.of(tar));
        refusedForGood(
                refused(registry.push("shop/other:1", other)), "for s390x, and this node is ");
        assertEquals(0, asked(tar));
        assertEquals(List.of(), left());
    }

    @Test
    void aDigestIsTheImage() throws Exception {
        registry.push("shop/till:1", till(1));
        var digest = Digests.of(till(1).manifest());
        var name = registry.host() + "/shop/till";
        assertEquals(digest, have(name + "@" + digest).digest());
        assertEquals(digest, have(name + ":7@" + digest).digest(), "a tag means nothing then");
        var other = Digests.of(new byte[] {1});
        refusedForGood(refused(name + "@" + other), "manifest unknown");
    }

    @Test
    void whatIsNotThereIsRefused() throws Exception {
        registry.push("shop/till:1", till(1));
        for (var name : List.of("/shop/till:2", "/shop/no:1"))
            refusedForGood(refused(registry.host() + name), "skopeo says: ", "manifest unknown");
        for (var name : List.of("--help", "a b", "A/b", "docker://a", "a:b:c", "a@sha256:1", ""))
            refusedForGood(refused(name), "image '" + name + "' is no name of an image");
    }

    @Test
    void aLayerThatIsNoneIsNotKept() throws Exception {
        var tar = base();
        var draft = new ImageDraft().layer(tar, LayerDraft.gzip(tar), Digests.of(new byte[] {1}));
        refusedForGood(
                refused(registry.push("shop/bad:1", draft)), "its layer 1 is " + Digests.of(tar));
        assertEquals(List.of(), left());
    }

    @Test
    void withoutSkopeoThereAreArchives() throws Exception {
        var bounds = settings("/nowhere", ImageSettings.BYTES_MAX, ImageSettings.IMAGE_BYTES_MAX);
        store = ImageStore.open(folder.resolve("images"), bounds, () -> used);
        refusedForGood(refused("shop/till:1"), "install the package skopeo");
        assertEquals(2, have(till(1)).layers().size());
    }

    @Test
    void whoAsksTogetherHasItFetchedOnce() throws Exception {
        var name = registry.push("shop/till:1", till(1));
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Image> asks = () -> have(name);
            var all = threads.invokeAll(List.of(asks, asks, asks, asks));
            for (var one : all) assertEquals(all.getFirst().get(), one.get());
        }
        assertEquals(1, asked(base()));
    }

    @Test
    void aFetchEndsWhenItIsInterrupted() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var interrupted = new AtomicBoolean();
            var name = "127.0.0.1:" + silent.getLocalPort() + "/shop/till:1";
            var fetch =
                    new Thread(() -> {
                        try {
                            have(name);
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                        } catch (TaskRefused e) {
                            // seen by what is false
                        }
                    });
            fetch.start();
            try (var _ = silent.accept()) {
                fetch.interrupt();
                assertTrue(fetch.join(Duration.ofMinutes(1)), "it ends");
            }
            assertTrue(interrupted.get());
            var left =
                    ProcessHandle.current()
                            .children()
                            .filter(it -> it.info().command().orElse("").endsWith("skopeo"));
            assertEquals(0, left.count());
            assertEquals(List.of(), left());
        }
        have(registry.push("shop/till:1", till(1)));
        assertEquals(1, asked(base()), "as ever");
    }
}
