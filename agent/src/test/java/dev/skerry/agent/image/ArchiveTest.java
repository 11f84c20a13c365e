package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Images out of files, in both forms.
class ArchiveTest extends InStore {
    private static ImageDraft till() throws Exception {
        return new ImageDraft()
                .layer(new LayerDraft().folder("bin").file("bin/sh", "shell"))
                .layer(new LayerDraft().file("bin/till", "till"));
    }

    private static String text(Path file) throws Exception {
        return Files.readString(file);
    }

    @Test
    void aLayoutIsUnpacked() throws Exception {
        var image = have(till());
        assertEquals("shell", text(layer(image, 0).resolve("bin/sh")));
        assertEquals("till", text(layer(image, 1).resolve("bin/till")));
        assertEquals(Digests.of(till().manifest()), image.digest());
        assertEquals(32, image.layers().getFirst().length());
        var config = image.config();
        assertEquals(List.of("A=B", "PATH=/bin"), config.env());
        assertEquals(List.of("/bin/till"), config.entrypoint());
        assertEquals(List.of(), config.cmd());
        assertEquals("7:8", config.user());
        assertEquals("/srv", config.workDir());
    }

    @Test
    void whatDockerSavesIsUnpacked() throws Exception {
        ImageDraft.write(folder.resolve("till.tar"), till().saved());
        var image = have("till.tar");
        assertEquals("till.tar", image.name());
        assertEquals("till", text(layer(image, 1).resolve("bin/till")));
        assertEquals(Digests.of(till().config()), image.digest(), "it has no manifest");
    }

    @Test
    void whatIsHereIsNotUnpackedAgain() throws Exception {
        have(till());
        var next = store(ImageSettings.BYTES_MAX, ImageSettings.IMAGE_BYTES_MAX);
        store = next;
        steps.clear();
        have(till());
        assertEquals(1, steps.size(), steps.toString());
        assertTrue(steps.getFirst().startsWith("looks into image "), steps.toString());
    }

    @Test
    void aLayerThatIsInItTwiceIsNamedOnce() throws Exception {
        var image =
                have(
                        new ImageDraft()
                                .layer(new LayerDraft().file("a", "a"))
                                .layer(new LayerDraft().file("b", "b"))
                                .layer(new LayerDraft().file("a", "a")));
        assertEquals(2, image.layers().size());
        assertEquals("a", text(layer(image, 1).resolve("a")), "where it is seen");
    }

    @Test
    void filesAreAsTheLayerHasThem() throws Exception {
        var image =
                have(
                        new ImageDraft()
                                .layer(
                                        new LayerDraft()
                                                .owned("bin/su", 7, 65_535, 04755)
                                                .folder("etc")
                                                .hardLink("bin/same", "/bin/su")
                                                .link("lib", "/usr/lib")
                                                .file("etc/Főtanúsítvány", "x")
                                                .file("lib/x", "y")));
        var top = layer(image, 0);
        var su = top.resolve("bin/su");
        assertEquals(IDS + 7, Files.getAttribute(su, "unix:uid"));
        assertEquals(IDS + 65_535, Files.getAttribute(su, "unix:gid"));
        assertEquals(04755, (int) Files.getAttribute(su, "unix:mode") & 07777);
        assertEquals(LayerDraft.TIME, Files.getLastModifiedTime(su).toInstant());
        assertEquals(2, Files.getAttribute(su, "unix:nlink"));
        assertEquals(LayerDraft.TIME, Files.getLastModifiedTime(top.resolve("etc")).toInstant());
        var lib = top.resolve("lib");
        assertEquals(Path.of("/usr/lib"), Files.readSymbolicLink(lib));
        assertEquals(
                IDS, Files.getAttribute(lib, "unix:uid", LinkOption.NOFOLLOW_LINKS), "a link's");
        assertEquals("y", text(top.resolve("usr/lib/x")), "where the link leads in the layer");
        assertEquals(IDS, Files.getAttribute(top.resolve("usr/lib"), "unix:uid"));
        assertEquals("x", text(top.resolve("etc/Főtanúsítvány")));
    }

    @Test
    void theImageForThisMachineIsTaken() throws Exception {
        var file = folder.resolve("many.tar");
        ImageDraft.write(file, ImageDraft.layout(new ImageDraft("s390x"), till()));
        assertEquals(Digests.of(till().manifest()), have("many.tar").digest());
        ImageDraft.write(
                file, ImageDraft.layout(new ImageDraft("s390x"), new ImageDraft("mips64le")));
        var words = assertThrows(TaskRefused.class, () -> have("many.tar"));
        refusedForGood(words, "it is for mips64le, s390x, and this node is ");
    }

    @Test
    void anImageForAnotherMachineIsRefused() throws Exception {
        var draft = new ImageDraft("s390x").layer(new LayerDraft().file("a", "b"));
        refusedForGood(draft, "it is for s390x, and this node is ");
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws Exception {
        ImageDraft.write(folder.resolve("till.tar"), till().saved());
        var inner = Files.createDirectory(folder.resolve("local"));
        Files.createSymbolicLink(inner.resolve("link.tar"), folder.resolve("till.tar"));
        for (var name : List.of("../till.tar", "link.tar", "no.tar", ".tar")) {
            var refusal =
                    assertThrows(TaskRefused.class, () -> store.have(name, inner, steps::add));
            refusedForGood(refusal, "image " + name);
        }
        assertEquals(2, store.have(folder + "/till.tar", inner, steps::add).layers().size());
    }

    @Test
    void whatIsNoImageIsRefused() throws Exception {
        for (var files :
                List.of(
                        Map.of("a", ImageDraft.bytes("b")),
                        Map.of("index.json", ImageDraft.bytes("no json")),
                        Map.of("index.json", ImageDraft.bytes("{}")),
                        Map.of("index.json", ImageDraft.bytes("[".repeat(100_000))),
                        Map.of(
                                "index.json",
                                ImageDraft.bytes("{\"x\":" + "[".repeat(1_000_000) + "}")),
                        Map.of("index.json", ImageDraft.index(till())),
                        Map.of("manifest.json", ImageDraft.bytes("[]")),
                        Map.of("manifest.json", ImageDraft.bytes("[{\"Config\": \"../x\"}]")),
                        Map.of("manifest.json", new byte[JsonText.BYTES_MAX + 1]))) {
            ImageDraft.write(folder.resolve("no.tar"), files);
            refusedForGood(assertThrows(TaskRefused.class, () -> have("no.tar")), "image no.tar: ");
        }
        Files.write(folder.resolve("no.tar"), LayerDraft.gzip(new byte[10_000]));
        refusedForGood(
                assertThrows(TaskRefused.class, () -> have("no.tar")),
                "image no.tar: it is compressed");
        assertEquals(List.of(), left());
    }
}
