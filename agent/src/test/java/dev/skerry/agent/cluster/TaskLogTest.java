package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.agent.link.Streams;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.kernel.link.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task's output, through the streams of a link.
class TaskLogTest {
    private static final long WINDOW = LogRequest.WINDOW_BYTES;

    @TempDir Path data;
    private final LinkedBlockingQueue<Frame.FromNode> sent = new LinkedBlockingQueue<>();
    private volatile boolean goesOn = true;
    private final Set<Long> dropped = ConcurrentHashMap.newKeySet();
    private volatile boolean lineIsFull;
    private final Streams streams = new Streams(new Line());
    private RunDirectories directories;
    private Path logs;

    @BeforeEach
    void open() throws Exception {
        directories = new RunDirectories(data, null);
        logs = Files.createDirectories(directories.logs("a1", "server"));
    }

    @Test
    void whoFollowsIsToldWhenTheTaskHasEnded() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "one");
        open(1, WINDOW, new LogRequest("a1", "server", "stdout", 0, true));
        assertEquals("one", data(next()));
        Files.writeString(logs.resolve("stdout.3"), "two");
        goesOn = false;
        assertEquals("two", data(next()));
        assertEquals(new Frame.Close(1, ""), next());
    }

    @Test
    void whatGoesWrongEndsTheReading() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            open(stream, WINDOW, new LogRequest("a1", "server", "stdlog", 0, true));
            assertEquals(new Frame.Close(stream, "a task has two streams"), next());
        }
    }

    @Test
    void givesAsManyLinesOfTheEndAsTheApiAllows() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x\n".repeat(200_000));
        open(1, WINDOW, new LogRequest("a1", "server", "stdout", -LogRequest.LINES_MAX, false));
        long bytes = 0;
        var frame = next();
        for (; frame instanceof Frame.Data; frame = next()) bytes += data(frame).length();
        assertEquals(2L * LogRequest.LINES_MAX, bytes);
    }

    /// 16 KiB is what a server would have acknowledged nothing of.
    @Test
    void whatIsNoLongerKeptTakesNoRoom() throws Exception {
        int first = 5_000_000;
        Files.writeString(logs.resolve("stdout." + first), "x".repeat(200_000));
        Files.writeString(logs.resolve("stdout." + (first + 200_000)), "y".repeat(40_000));
        open(1, WINDOW, new LogRequest("a1", "server", "stdout", 0, false));
        long bytes = 0;
        var frame = next();
        assertEquals(first, assertInstanceOf(Frame.Data.class, frame).at());
        for (; frame instanceof Frame.Data; frame = next()) bytes += data(frame).length();
        assertEquals(240_000, bytes);
        assertEquals(new Frame.Close(1, ""), frame);
    }

    /// A task that has written more than is kept, by far more than one window: all that is kept
    /// comes, in its order, to a reader that acknowledges as servers do.
    @Test
    void moreThanAWindowComesWhole() throws Exception {
        long first = 2_300_000;
        var all = new StringBuilder();
        for (int file = 0; file < 3; file++) {
            var text = new StringBuilder();
            while (text.length() < 1_048_576)
                text.append("line ").append(all.length() + text.length()).append(" x\n");
            Files.writeString(logs.resolve("stdout." + (first + all.length())), text);
            all.append(text);
        }
        for (boolean follows : new boolean[] {false, true}) {
            goesOn = follows;
            open(1, WINDOW, new LogRequest("a1", "server", "stdout", 0, follows));
            assertEquals(all.toString(), whole(first, first + all.length()));
            goesOn = false;
            assertEquals(new Frame.Close(1, ""), next());
        }
    }

    /// What comes, with no gap and nothing twice.
    private String whole(long first, long end) throws Exception {
        var got = new StringBuilder();
        long unacknowledged = 0;
        while (first + got.length() < end) {
            var frame = assertInstanceOf(Frame.Data.class, next());
            assertEquals(first + got.length(), frame.at());
            got.append(data(frame));
            unacknowledged += frame.piece().length;
            if (unacknowledged < 64 * 1024) continue;
            streams.granted(1, unacknowledged);
            unacknowledged = 0;
        }
        return got.toString();
    }

    /// Files go while their reader is slow; what it acknowledges lies before the gap.
    @Test
    void aGapWithinTheWindowTakesNoRoom() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x".repeat(250_000));
        open(1, WINDOW, new LogRequest("a1", "server", "stdout", 0, true));
        long bytes = 0;
        while (bytes < 250_000) bytes += data(next()).length();
        Files.writeString(logs.resolve("stdout.9000000"), "y".repeat(300_000));
        Files.delete(logs.resolve("stdout.0"));
        long gap = 0;
        while (bytes < 256 * 1024) {
            var frame = assertInstanceOf(Frame.Data.class, next());
            gap = frame.at();
            bytes += data(frame).length();
        }
        assertEquals(9_000_000, gap);
        streams.granted(1, 196_608); // three quarters, all of it before the gap
        goesOn = false;
        while (bytes < 550_000) {
            var frame = assertInstanceOf(Frame.Data.class, next());
            bytes += data(frame).length();
            streams.granted(1, data(frame).length());
        }
        assertEquals(new Frame.Close(1, ""), next());
    }

    /// Nothing is sent that nobody has asked for.
    @Test
    void withoutCreditNothingIsSent() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x".repeat(100));
        open(1, 0, new LogRequest("a1", "server", "stdout", 0, false));
        open(2, 7, new LogRequest("a1", "server", "stdout", 0, false));
        assertEquals("x".repeat(7), data(next()));
        streams.granted(2, 3);
        assertEquals("x".repeat(3), data(next()), "of the second still");
        streams.close(2);
        assertEquals(Set.of(2L), dropped, "what waits on the line goes too");
        streams.granted(1, 1_000);
        assertEquals("x".repeat(100), data(next()));
        assertEquals(new Frame.Close(1, ""), next());
    }

    /// A line that is full is waited for: a reader sees all of it, and its end.
    @Test
    void aFullLineIsWaitedFor() throws Exception {
        Files.writeString(logs.resolve("stdout.0"), "x".repeat(50));
        lineIsFull = true;
        open(1, WINDOW, new LogRequest("a1", "server", "stdout", 0, false));
        open(2, 0, new LogRequest("a1", "server", "stdout", 0, false));
        streams.close(2);
        assertEquals(0, sent.size());
        lineIsFull = false;
        assertEquals("x".repeat(50), data(next()));
        assertEquals(new Frame.Close(1, ""), next());
    }

    /// A way to a server.
    private final class Line implements Streams.Sender {
        @Override
        public boolean send(Frame.FromNode frame) {
            return !lineIsFull && sent.add(frame);
        }

        @Override
        public void drop(long stream) {
            dropped.add(stream);
        }
    }

    private void open(long stream, long credit, LogRequest request) {
        streams.open(stream, credit, new TaskLog(directories, request, () -> goesOn));
    }

    private static String data(Frame.FromNode frame) {
        var piece = assertInstanceOf(Frame.Data.class, frame).piece();
        return new String(piece, StandardCharsets.UTF_8);
    }

    private Frame.FromNode next() throws InterruptedException {
        var next = sent.poll(30, TimeUnit.SECONDS);
        assertNotNull(next, "a frame within half a minute");
        return next;
    }
}
