package dev.skerry.server.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Any bit of the log's files can be wrong: either the log does not open and says which file it is,
/// or it has everything that was acknowledged.
class DamagedSegmentTest {
    private static final String OPEN = "log_inprogress_[0-9]+";
    private static final int HEADER_BYTES = 8;
    private static final int SUM_BYTES = 4;

    /// As killed servers leave it, and as one that was stopped does.
    @TempDir static Path whole;

    @TempDir Path folder;
    private int copies;
    private static final List<String> words = new ArrayList<>();

    @BeforeAll
    static void run() throws Exception {
        append(whole.resolve("first"), whole.resolve("second"));
        append(whole.resolve("second"), whole.resolve("killed"));
        copy(whole.resolve("second"), whole.resolve("stopped"));
    }

    /// @param killed is made a copy of it before it ends
    private static void append(Path raft, Path killed) throws Exception {
        var follower = new Follower();
        try (var log = new RatisLog(raft, follower, Hashes.SAVED, _ -> {})) {
            long term = follower.awaitTerm();
            for (int length : new int[] {3, 50, 99, 3, 20}) {
                var word = ("" + (char) ('a' + words.size())).repeat(length);
                log.append(Hashes.batch(term, word)).get(20, SECONDS);
                words.add(word);
            }
            copy(raft, killed);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Path find(Path under, String pattern) throws IOException {
        try (var files = Files.walk(under)) {
            return files.filter(it -> (it.getFileName() + "").matches(pattern))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path fresh(String how) throws IOException {
        var raft = folder.resolve("" + copies++);
        copy(whole.resolve(how), raft);
        return raft;
    }

    private static void flip(Path file, long bit) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bit / 8);
            int now = bytes.read();
            bytes.seek(bit / 8);
            bytes.write(now ^ (1 << (int) (bit % 8)));
        }
    }

    /// What the log says when it does not open; empty: it has everything, also at the next start.
    private static String opened(Path raft) throws Exception {
        for (int start = 0; start < 2; start++) {
            var follower = new Follower();
            try (var log = new RatisLog(raft, follower, Hashes.SAVED, _ -> {})) {
                long term = follower.awaitTerm();
                assertEquals(words, follower.hashes().subList(0, words.size()));
                log.append(Hashes.batch(term, "more")).get(20, SECONDS);
            } catch (IOException e) {
                return FileTrouble.words(e);
            }
        }
        return "";
    }

    /// What is said before Ratis looks at the files; empty: nothing.
    private static String looked(Path raft) throws IOException {
        try {
            new RaftFiles(find(raft, "[0-9a-f]+-.*-[0-9a-f]+"))
                    .check(new RaftFiles.LogExtent(acknowledged(raft), false));
            return "";
        } catch (IOException e) {
            return FileTrouble.words(e);
        }
    }

    private static KeptNumber acknowledged(Path raft) throws IOException {
        return new KeptNumber(raft.resolve(KeptNumber.ACKNOWLEDGED), "entry");
    }

    /// The first entry of a file.
    private static long first(Path file) {
        return Long.parseLong((file.getFileName() + "").replaceFirst(".*_([0-9]+).*", "$1"));
    }

    /// Where the entries of the file are, and where they end.
    private static List<Integer> entries(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var all = new ArrayList<Integer>();
        int at = HEADER_BYTES;
        while (at < bytes.length && bytes[at] != 0) {
            all.add(at);
            int length = bytes[at] & 0x7f;
            int head = 1;
            for (; bytes[at + head - 1] < 0; head++) length |= bytes[at + head] << (7 * head);
            at += head + length + SUM_BYTES;
        }
        all.add(at);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "killed, log_0-[0-9]+",
        "killed, log_inprogress_[0-9]+",
        "stopped, log_0-[0-9]+",
        "stopped, log_inprogress_[0-9]+",
    })
    void anyBitStopsItOrCostsNothing(String how, String name) throws Exception {
        var raft = fresh(how);
        var file = find(raft, name);
        assertEquals("", looked(raft));
        var passed = new ArrayList<Long>();
        var entries = entries(file);
        var start = "The log file " + file + " is damaged ";
        long from = first(file);
        long bits = 8L * entries.getLast();
        for (long bit = 0; bit < bits; bit++) {
            flip(file, bit);
            var said = looked(raft);
            if (said.isEmpty()) passed.add(bit);
            else assertTrue(said.startsWith(start + place(entries, from, bit)), bit + said);
            if (!said.isEmpty()) assertTrue(said.contains("backup"), said);
            flip(file, bit);
        }
        assertTrue(passed.size() < 20, passed + "");
        for (long bit : passed) {
            var again = fresh(how);
            flip(find(again, name), bit);
            assertEquals("", opened(again), "bit " + bit);
        }
    }

    /// @param from the first entry of the file
    private static String place(List<Integer> entries, long from, long bit) {
        int whole = 0;
        while (8L * entries.get(whole + 1) <= bit) whole++;
        return whole == 0 ? "at its beginning, before" : "after entry " + (from + whole - 1);
    }

    /// As a power cut leaves it: what was acknowledged is there, the rest is not asked for.
    @Test
    void aTornEndIsTakenBehindWhatWasAcknowledged() throws Exception {
        var file = find(whole.resolve("killed"), OPEN);
        var entries = entries(file);
        long acknowledged = acknowledged(whole.resolve("killed")).last();
        for (int i = 0; i < entries.size(); i++) {
            var raft = fresh("killed");
            try (var bytes = new RandomAccessFile(find(raft, OPEN).toFile(), "rw")) {
                bytes.setLength(entries.get(i) + 3);
            }
            var said = looked(raft);
            boolean all = first(file) + i - 1 >= acknowledged;
            assertTrue(all ? said.isEmpty() : said.contains("It ends there, but there was"), said);
            if (!all) assertTrue(said.endsWith("/acknowledged and \"epoch\"."), said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "stopped"})
    void itOpensAsItWasLeft(String how) throws Exception {
        assertEquals("", opened(fresh(how)));
    }
}
