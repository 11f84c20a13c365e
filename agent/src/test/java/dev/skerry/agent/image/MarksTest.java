package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a layer takes away of those below it, as the kernel shows it.
class MarksTest extends InStore {
    /// What is in an overlay of all layers of an image.
    private String seen(Image image) throws Exception {
        var lower =
                String.join(
                        ":",
                        image.layers().reversed().stream()
                                .map(it -> store.layers().resolve(it).toString())
                                .toList());
        var top = Files.createDirectories(folder.resolve("top"));
        return run(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t overlay overlay -o lowerdir=$1 $2 && cd $2 && find . -type f | sort",
                "sh",
                lower,
                top.toString());
    }

    private Image two(LayerDraft upper) throws Exception {
        var lower =
                new LayerDraft()
                        .file("a", "a")
                        .file("b", "b")
                        .file("d/1", "1")
                        .file("d/2", "2")
                        .file("e/1", "1");
        var none = new LayerDraft().file("none", "");
        return have(new ImageDraft().layer(none).layer(lower).layer(upper));
    }

    @Test
    void whatIsTakenAwayIsNotSeen() throws Exception {
        var upper =
                new LayerDraft().file(".wh.a", "").file("d/.wh.1", "").file("e/.wh..wh.aufs", "");
        assertEquals("./b\n./d/2\n./e/1\n./none\n", seen(two(upper)));
    }

    @Test
    void aFolderIsEmptiedOrGone() throws Exception {
        var upper = new LayerDraft().file("d/.wh..wh..opq", "").file("d/3", "3").file(".wh.e", "");
        assertEquals("./a\n./b\n./d/3\n./none\n", seen(two(upper)));
    }

    @Test
    void whatIsMadeAnewIsSeen() throws Exception {
        var upper =
                new LayerDraft()
                        .file(".wh.a", "")
                        .file("a", "new")
                        .file("d/3", "3")
                        .file(".wh.d", "");
        assertEquals("./a\n./b\n./d/3\n./e/1\n./none\n", seen(two(upper)));
    }

    @Test
    void noMarkIsSetOutsideOfTheLayer() throws Exception {
        var out = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(out.resolve("a"), "a");
        var image =
                have(
                        new ImageDraft()
                                .layer(
                                        new LayerDraft()
                                                .file("d/.wh.a", "")
                                                .file("d/.wh..wh..opq", "")
                                                .file("d", "")
                                                .link("d", out.toString())
                                                .folder(out.toString().substring(1))
                                                .file("d/.wh.b", "")));
        assertEquals("a", Files.readString(out.resolve("a")));
        assertFalse(Files.exists(out.resolve("b")), "outside");
        var within = layer(image, 0).resolve(Path.of("/").relativize(out));
        assertEquals("character special file", run("stat", "-c", "%F", within + "/a").strip());
        assertEquals(List.of(), left().stream().filter(it -> it.startsWith("marks")).toList());
    }
}
