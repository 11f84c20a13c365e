package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/// Layers that are made to do harm.
class HostileLayerTest extends InStore {
    private static final long MIB = 1L << 20;

    private Path had(LayerDraft draft) throws Exception {
        return layer(have(new ImageDraft().layer(draft)), 0);
    }

    private static ImageDraft image(LayerDraft draft) throws Exception {
        return new ImageDraft().layer(draft);
    }

    @Test
    void nothingIsAboveTheTop() throws Exception {
        var top =
                had(
                        new LayerDraft()
                                .file("../../../../out", "a")
                                .file("/absolute", "b")
                                .file("x/../../y", "c")
                                .file("./././dot", "d"));
        assertEquals("a", Files.readString(top.resolve("out")));
        assertEquals("b", Files.readString(top.resolve("absolute")));
        assertEquals("c", Files.readString(top.resolve("y")));
        assertEquals("d", Files.readString(top.resolve("dot")));
    }

    @Test
    void noLinkIsFollowedOutOfTheLayer() throws Exception {
        var out = Files.createDirectory(folder.resolve("outside"));
        var top =
                had(
                        new LayerDraft()
                                .link("away", out.toString())
                                .file("away/a", "a")
                                .link("up", "../../../../../../../.." + out)
                                .file("up/b", "b")
                                .link("x", out + "/c")
                                .file("x", "c")
                                .folder("d")
                                .file("d/in", "")
                                .link("d", out.toString())
                                .file("d/e", "e")
                                .hardLink("f", "away/a"));
        try (var written = Files.list(out)) {
            assertEquals(0, written.count(), "outside");
        }
        var within = top.resolve(out.toString().substring(1));
        assertEquals("a", Files.readString(within.resolve("a")));
        assertEquals("b", Files.readString(within.resolve("b")));
        assertEquals("e", Files.readString(within.resolve("e")));
        assertEquals("a", Files.readString(top.resolve("f")));
        assertEquals("c", Files.readString(top.resolve("x")), "the file instead of the link");
    }

    @Test
    void aHardLinkLeadsToNothingOutside() throws Exception {
        refusedForGood(
                image(new LayerDraft().hardLink("a", "/etc/passwd")), "'a'", "no file of it");
        refusedForGood(
                image(new LayerDraft().link("e", "/etc").hardLink("a", "e/passwd")),
                "no file of it");
        refusedForGood(
                image(new LayerDraft().hardLink("a", "../../../../etc/passwd")), "no file of it");
        refusedForGood(
                image(new LayerDraft().file("a/b", "x").hardLink("a", "a/b")), "no file of it");
    }

    @Test
    void thereAreNoDevices() throws Exception {
        var top =
                had(
                        new LayerDraft()
                                .file("a", "a")
                                .entry(TarConstants.LF_CHR, "dev/mem", "", 0666, "")
                                .entry(TarConstants.LF_BLK, "sda", "", 0666, "")
                                .entry(TarConstants.LF_FIFO, "fifo", "", 0666, ""));
        assertTrue(Files.exists(top.resolve("a")));
        for (var gone : new String[] {"dev/mem", "sda", "fifo"})
            assertFalse(Files.exists(top.resolve(gone), LinkOption.NOFOLLOW_LINKS), gone);
    }

    @Test
    void whatComesLaterStandsInThePlaceOfWhatWasThere() throws Exception {
        var top =
                had(
                        new LayerDraft()
                                .file("a", "first")
                                .file("a", "second")
                                .file("b/c/d", "x")
                                .file("b", "file")
                                .link("e", "a")
                                .folder("e")
                                .file("e/f", "g"));
        assertEquals("second", Files.readString(top.resolve("a")));
        assertEquals("file", Files.readString(top.resolve("b")));
        assertEquals("g", Files.readString(top.resolve("e/f")));
        assertEquals("second", Files.readString(top.resolve("a")));
    }

    @Test
    void namesThatAreNoneAreRefused() throws Exception {
        refusedForGood(image(new LayerDraft().file("a/..", "x")), "names no file");
        refusedForGood(image(new LayerDraft().file(".", "x")), "names no file");
        refusedForGood(image(new LayerDraft().file("b".repeat(300), "x")), "255 bytes");
        refusedForGood(image(new LayerDraft().file("a/".repeat(101) + "b", "x")), "too deep");
        refusedForGood(
                image(new LayerDraft().longName("c/".repeat(200_000)).file("a", "x")),
                "is too long");
        refusedForGood(image(new LayerDraft().file("a", "x").file("a/b", "x")), "folder that is");
        refusedForGood(
                image(new LayerDraft().link("a", "b").link("b", "a").file("a/x", "x")),
                "too many links");
        refusedForGood(image(new LayerDraft().owned("a", 65_536, 0, 0644)), "of user 65536");
        refusedForGood(image(new LayerDraft().owned("a", 0, 70_000, 0644)), "group 70000");
    }

    @Test
    void wordsForAllFilesEndSomewhere() throws Exception {
        var draft = new LayerDraft();
        for (int i = 0; i < 20; i++) draft.global("word" + i, "x".repeat(3000)).file("a", "");
        refusedForGood(image(draft), "too much for all");
    }

    @Test
    void aLayerIsWhatItsDigestSays() throws Exception {
        var tar = new LayerDraft().file("a", "a").tar();
        var other = Digests.of(new byte[] {1});
        var good = new LayerDraft().file("good", "x");
        refusedForGood(
                new ImageDraft().layer(good).layer(tar, LayerDraft.gzip(tar), other),
                "its layer 2",
                other,
                Digests.of(tar));
    }

    @Test
    void whatIsTheSameButForItsEndIsAnotherLayer() throws Exception {
        var tar = new LayerDraft().file("a", "a").tar();
        var more = Arrays.copyOf(tar, tar.length + 100_000);
        more[tar.length + 99_999] = 1;
        refusedForGood(
                new ImageDraft().layer(more, LayerDraft.gzip(more), Digests.of(tar)),
                Digests.of(more));
    }

    @Test
    void aLayerThatEndsEarlyIsRefused() throws Exception {
        var tar = new LayerDraft().file("a", new byte[100_000]).tar();
        var gzip = LayerDraft.gzip(tar);
        var half = Arrays.copyOf(gzip, gzip.length / 2);
        refusedForGood(new ImageDraft().layer(tar, half, Digests.of(tar)), "damaged");
        var cut = Arrays.copyOf(tar, 50_000);
        refusedForGood(new ImageDraft().layer(cut, cut, Digests.of(cut)), "damaged");
        var zstd = new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0};
        refusedForGood(new ImageDraft().layer(tar, zstd, Digests.of(tar)), "zstd", "gzip");
    }

    @Test
    void aBombEndsAtTheBound() throws Exception {
        store = store(ImageSettings.BYTES_MAX, MIB);
        for (int head : new int[] {0, 1}) {
            var bytes = new ByteArrayOutputStream();
            var tar = new LayerDraft().file("a", new byte[1000]).tar();
            try (var gzip = new GZIPOutputStream(bytes)) {
                if (head == 1) gzip.write(tar);
                for (int i = 0; i < 20; i++) gzip.write(new byte[1 << 20]);
            }
            assertTrue(bytes.size() < MIB / 10, "it is small");
            refusedForGood(
                    new ImageDraft().layer(tar, bytes.toByteArray(), Digests.of(tar)),
                    "more than the 1 MiB that an image may have");
        }
        refusedForGood(
                image(new LayerDraft().file("a", "x").file("zeros", new byte[2 << 20])),
                "the 1 MiB");
        var files = new LayerDraft();
        for (int i = 0; i < 300; i++) files.file("f" + i, "");
        refusedForGood(image(files), "the 1 MiB");
    }
}
