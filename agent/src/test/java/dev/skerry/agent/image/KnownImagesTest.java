package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What is remembered of images, by whoever has them.
class KnownImagesTest extends InStore {
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 5;

    private static ImageDraft image(String content) throws Exception {
        return new ImageDraft().layer(new LayerDraft().file("a", content));
    }

    private List<List<String>> known() throws Exception {
        var known = new KnownImages(folder.resolve("images/names"));
        return known.all().stream().map(KnownImages.Known::layers).toList();
    }

    /// As many tasks of a job start on a node.
    @Test
    void whoeverAsksAtTheSameTimeHasIt() throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                var name = round + ".tar";
                ImageDraft.write(folder.resolve(name), image("a").saved());
                var all = new ArrayList<Callable<Image>>();
                for (int i = 0; i < AT_ONCE; i++) all.add(() -> store.have(name, folder, _ -> {}));
                for (var had : threads.invokeAll(all)) assertEquals(name, had.get().name());
            }
        }
        assertEquals(ROUNDS, known().size());
    }

    /// By that it is known which layers were wanted last, and which images lack one that went.
    @Test
    void anArchiveIsWhatItIsNow() throws Exception {
        for (var content : List.of("first", "second")) {
            ImageDraft.write(folder.resolve("till.tar"), image(content).saved());
            var image = have("till.tar");
            assertEquals(List.of(image.layers()), known());
        }
    }
}
