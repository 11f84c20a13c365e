package dev.skerry.agent.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileReaderTest {
    @TempDir Path directory;
    LogFileReader reader;

    @BeforeEach
    void open() {
        reader = new LogFileReader(directory, "stdout");
    }

    @Test
    void readsOverTheBordersOfFiles() throws IOException {
        write(0, "one\ntw");
        write(6, "o\nthree\n");
        assertEquals("one\ntw", text(reader.read(0, 100)));
        assertEquals("o\nthree\n", text(reader.read(6, 100)));
        assertEquals("tw", text(reader.read(4, 100)));
        assertEquals("n", text(reader.read(1, 1)));
        assertEquals(14, reader.end());
        assertTrue(reader.read(14, 100).isEmpty());
    }

    @Test
    void goesOnWithWhatIsKeptWhenTheOldestIsGone() throws IOException {
        write(600, "kept");
        var chunk = reader.read(20, 100);
        assertEquals(600, chunk.offset());
        assertEquals("kept", text(chunk));
        assertEquals(604, chunk.next());
    }

    @Test
    void findsTheLastLines() throws IOException {
        write(0, "one\ntw");
        write(6, "o\nthree\nfour");
        assertEquals(14, reader.tail(1));
        assertEquals(8, reader.tail(2));
        assertEquals(4, reader.tail(3));
        assertEquals(0, reader.tail(4));
        assertEquals(0, reader.tail(99));
        assertEquals(18, reader.tail(0));
    }

    @Test
    void looksBackFarButNotForEver() throws IOException {
        write(0, "x".repeat(LogFileReader.TAIL_BYTES_MAX) + "\nlast\n");
        long end = reader.end();
        assertEquals(end - 5, reader.tail(1));
        assertEquals(end - 5, reader.tail(2), "the line before is longer than it looks back");
        write(end, "y".repeat(LogFileReader.TAIL_BYTES_MAX));
        end = reader.end();
        assertEquals(end - LogFileReader.TAIL_BYTES_MAX, reader.tail(2), "there is no whole one");
        write(end - LogFileReader.TAIL_BYTES_MAX, "\n");
        assertEquals(end + 1 - LogFileReader.TAIL_BYTES_MAX, reader.tail(2), "nor now");
    }

    /// The oldest bytes are gone, and with them the beginning of a line.
    @Test
    void beginsWithAWholeLineWhereThereIsOne() throws IOException {
        write(1_000, "the end of one\ntwo\nthr");
        write(1_022, "ee\n");
        for (int lines : new int[] {2, 3, 99}) assertEquals(1_015, reader.tail(lines));
        assertEquals(1_019, reader.tail(1));
        Files.delete(directory.resolve("stdout.1000"));
        assertEquals(1_022, reader.tail(9), "a line that has lost its beginning is all there is");
    }

    @Test
    void anUnknownTaskHasAnEmptyStream() throws IOException {
        var none = new LogFileReader(directory.resolve("none"), "stderr");
        assertTrue(none.read(0, 10).isEmpty());
        assertEquals(0, none.end());
        assertEquals(0, none.tail(5));
    }

    @Test
    void ignoresWhatIsNoLogOfThisStream() throws IOException {
        Files.writeString(directory.resolve("stderr.0"), "no");
        Files.writeString(directory.resolve("stdout."), "no");
        Files.writeString(directory.resolve("stdout.x"), "no");
        Files.writeString(directory.resolve("stdout.-3"), "no");
        write(0, "yes");
        assertEquals(List.of(0L), LogFiles.of(directory, "stdout").starts());
    }

    @Test
    void waitsForWhatComes() throws Exception {
        write(0, "a");
        assertTrue(reader.await(1, 10, 150).isEmpty(), "the deadline ends it");
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<LogChunk> follow = () -> reader.await(1, 10, 20_000);
            var following = others.submit(follow);
            write(1, "b");
            assertEquals("b", text(following.get()));
        }
    }

    /// Where one file is kept, the one that is found may go before it is opened, each time.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void readsWhileTheWriterRemovesWhatIsOld(int kept) throws Exception {
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing =
                    others.submit(() -> {
                        for (long at = 0; at < 3_000; at++) {
                            write(at, "x");
                            LogFiles.of(directory, "stdout").newest(kept);
                        }
                        return true;
                    });
            long offset = 0;
            while (!writing.isDone()) {
                offset = Math.max(offset, reader.read(offset, 10).next());
                assertTrue(reader.tail(1) <= reader.end());
            }
            assertTrue(writing.get());
            while (!reader.read(offset, 10).isEmpty()) offset = reader.read(offset, 10).next();
            assertEquals(3_000, offset);
        }
    }

    private void write(long start, String text) throws IOException {
        Files.writeString(
                directory.resolve("stdout." + start),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String text(LogChunk chunk) {
        return new String(chunk.bytes(), StandardCharsets.UTF_8);
    }
}
