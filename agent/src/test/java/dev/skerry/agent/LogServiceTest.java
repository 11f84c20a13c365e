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

    /// 16 KiB is what a server would have acknowledged nothing of.
    @Test
    void whatIsNoLongerKeptTakesNoRoom() throws Exception {
        int first = 5_000_000;
        Files.writeString(logs.resolve("stdout." + first), "x".repeat(200_000));
        Files.writeString(logs.resolve("stdout." + (first + 200_000)), "y".repeat(40_000));
        service.open(new Frame.LogOpen(1, "a1", "server", "stdout", 0, false));
        long bytes = 0;
        var frame = next();
        assertEquals(first, assertInstanceOf(Frame.LogData.class, frame).offset());
        for (; frame instanceof Frame.LogData; frame = next()) bytes += data(frame).length();
        assertEquals(240_000, bytes);
        assertEquals(new Frame.LogEnd(1, ""), frame);
    }

    /// Files go while their reader is slow; what it acknowledges lies before the gap.
    @Test
    void aGapWithinTheWindowTakesNoRoom() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x".repeat(250_000));
        service.open(new Frame.LogOpen(1, "a1", "server", "stdout", 0, true));
        long bytes = 0;
        while (bytes < 250_000) bytes += data(next()).length();
        Files.writeString(logs.resolve("stdout.9000000"), "y".repeat(300_000));
        Files.delete(logs.resolve("stdout.0"));
        long gap = 0;
        while (bytes < 256 * 1024) {
            var frame = assertInstanceOf(Frame.LogData.class, next());
            gap = frame.offset();
            bytes += data(frame).length();
        }
        assertEquals(9_000_000, gap);
        service.read(new Frame.LogRead(1, 196_608)); // three quarters, all of it before the gap
        goesOn = false;
        while (bytes < 550_000) {
            var frame = assertInstanceOf(Frame.LogData.class, next());
            bytes += data(frame).length();
            service.read(new Frame.LogRead(1, frame.offset() + data(frame).length()));
        }
        assertEquals(new Frame.LogEnd(1, ""), next());
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
