package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.cluster.link.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogServiceTest {
    @TempDir Path data;
    private final LinkedBlockingQueue<Frame.FromNode> sent = new LinkedBlockingQueue<>();
    private volatile boolean goesOn = true;
    private LogService service;
    private Path logs;

    @BeforeEach
    void open() throws Exception {
        var directories = new RunDirectories(data, null);
        logs = Files.createDirectories(directories.logs("a1", "server"));
        service = new LogService(directories, (_, _) -> goesOn, sent::add);
    }

    @Test
    void whoFollowsIsToldWhenTheTaskHasEnded() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "one");
        service.open(new Frame.LogOpen(1, "a1", "server", "stdout", 0, true));
        assertEquals("one", data(next()));
        Files.writeString(logs.resolve("stdout.3"), "two");
        goesOn = false;
        assertEquals("two", data(next()));
        assertEquals(new Frame.LogEnd(1, ""), next());
    }

    @Test
    void whatGoesWrongEndsTheReading() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            service.open(new Frame.LogOpen(stream, "a1", "server", "stdlog", 0, true));
            assertEquals(new Frame.LogEnd(stream, "a task has two streams"), next());
        }
    }

    @Test
    void givesAsManyLinesOfTheEndAsTheApiAllows() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x\n".repeat(200_000));
        service.open(
                new Frame.LogOpen(1, "a1", "server", "stdout", -Frame.LogOpen.LINES_MAX, false));
        long bytes = 0;
        var frame = next();
        for (; frame instanceof Frame.LogData; frame = next()) bytes += data(frame).length();
        assertEquals(2L * Frame.LogOpen.LINES_MAX, bytes);
    }

    private static String data(Frame.FromNode frame) {
        var data = assertInstanceOf(Frame.LogData.class, frame).data();
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private Frame.FromNode next() throws InterruptedException {
        var next = sent.poll(30, TimeUnit.SECONDS);
        assertNotNull(next, "a frame within half a minute");
        return next;
    }
}
