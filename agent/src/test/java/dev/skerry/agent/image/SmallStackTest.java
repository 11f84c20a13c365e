package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.agent.driver.TaskRefused;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Threads of an agent have a stack of 256 KiB: what reads the words of strangers needs no more of
/// it for many of them.
class SmallStackTest {
    private static final int STACK_BYTES = 256 * 1024;

    private static <T> T onSmallStack(Callable<T> call) throws Exception {
        var task = new FutureTask<>(call);
        new Thread(null, task, "small", STACK_BYTES).start();
        return task.get();
    }

    @Test
    void aLongNameIsRead() throws Exception {
        var name = "a/".repeat(199) + "a";
        assertEquals(name, onSmallStack(() -> ImageName.parse(name)).path());
        var host = "a.".repeat(190) + "lan/shop:1";
        assertEquals("1", onSmallStack(() -> ImageName.parse(host)).tag());
        var odd = "a-".repeat(199) + "_";
        var refused =
                onSmallStack(() -> assertThrows(TaskRefused.class, () -> ImageName.parse(odd)));
        assertEquals(true, refused.permanent());
    }

    @Test
    void namesAreReadAsBefore() throws Exception {
        for (var name :
                new String[] {
                    "shop",
                    "shop:1",
                    "a.lan/shop",
                    "a.lan:5000/shop/till:v1",
                    "localhost/x",
                    "a__b--c.d/e",
                    "host:80/x@sha256:" + "0".repeat(64)
                }) assertEquals(name, written(ImageName.parse(name)));
        for (var name : new String[] {"", "-x", "a//b", "a..b", "A", "a:", "a_-b", "a.lan:x/y"})
            assertThrows(TaskRefused.class, () -> ImageName.parse(name), name);
    }

    private static String written(ImageName name) {
        var tag = name.tag().isEmpty() ? "" : ":" + name.tag();
        return name.path() + tag + (name.digest().isEmpty() ? "" : "@" + name.digest());
    }

    @Test
    void aLongLineIsRead() throws Exception {
        var words = "lookup registry.nowhere.example: no such host ".repeat(100) + "\\\"x\\\"";
        var line = "time=\"now\" level=fatal msg=\"" + words + "\"";
        var said = onSmallStack(() -> Skopeo.message(line));
        assertEquals(words.replace("\\\"", "\""), said);
    }
}
