package dev.skerry.server.trust;

import static dev.skerry.server.trust.AuditLog.DAY_MS;
import static dev.skerry.server.trust.AuditLog.NOON_MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files, whatever befalls them. A line is shown by its number, an anchor as `(7)`, one that
/// says why as `(7 why)`.
class AuditFilesTest {
    private static final Pattern BEGIN =
            Pattern.compile("\\{\"(number|after)\":([0-9]+),.*?(\"why\":\"(.*)\")?}");
    private static final String GONE = "this server did not have them any more.";
    private static final String UNWRITTEN = "they could not be written.";

    @TempDir Path data;
    private long wallMs = NOON_MS;

    private AuditFiles open() throws IOException {
        var clock = new ServerClock(() -> wallMs, System::nanoTime);
        return AuditFiles.open(data, clock);
    }

    private Path folder() {
        return data.resolve("audit");
    }

    private Path file(String name) {
        return folder().resolve(name + ".jsonl");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(it -> it.getFileName().toString().replace(".jsonl", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String shown(String line) {
        var begin = BEGIN.matcher(line);
        if (!begin.matches()) return "?";
        if (begin.group(1).equals("number")) return begin.group(2);
        var why = begin.group(4);
        return "(" + begin.group(2) + (why == null ? "" : " " + why) + ")";
    }

    private String shown(Path file) throws IOException {
        var shown = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) shown.add(shown(line));
        return String.join(" ", shown);
    }

    /// As whoever asks for them gets them.
    private static String read(AuditFiles files) throws IOException {
        var all = new ArrayList<String>();
        for (var volume : files.volumes()) volume.read(line -> all.add(shown(line)));
        return String.join(" ", all);
    }

    private static AuditLog log(int entries) {
        var log = new AuditLog();
        for (int i = 0; i < entries; i++) log.add(NOON_MS + i);
        return log;
    }

    @Test
    void theLinesOfADayAreAFileForItsUserOnly() throws Exception {
        var log = log(2).add(NOON_MS + DAY_MS).add(NOON_MS + 2 * DAY_MS);
        try (var files = open()) {
            log.tell(files);
            assertEquals("(0) 1 2 (2) 3 (3) 4", read(files));
            assertEquals(0, files.owed());
        }
        assertEquals(List.of("2026-09-21", "2026-09-22", "2026-09-23"), names());
        assertEquals("(0) 1 2", shown(file("2026-09-21")));
        assertEquals("(2) 3", shown(file("2026-09-22")));
        for (var name : names())
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
    }

    @Test
    void whatHappensIsWrittenWithinAMomentWithoutBeingAskedFor() throws Exception {
        try (var files = open()) {
            log(1).tell(files);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (files.owed() > 0 && System.nanoTime() < deadline) Thread.onSpinWait();
            assertEquals("(0) 1", shown(file("2026-09-21")));
        }
    }

    @Test
    void nothingIsWrittenTwice() throws Exception {
        var log = log(5);
        for (int restart = 0; restart < 3; restart++)
            try (var files = open()) {
                log.tell(files);
            }
        try (var files = open()) {
            files.loaded(log.house(3));
            log.tell(3, 5, files);
        }
        assertEquals("(0) 1 2 3 4 5", shown(file("2026-09-21")));
    }

    /// Wherever a kill cuts the file, the log has the rest: the same bytes come again.
    @Test
    void whateverAKillLeavesOfAFileIsMadeWhole() throws Exception {
        var log = log(3).add(NOON_MS + DAY_MS);
        try (var files = open()) {
            log.tell(files);
        }
        var first = Files.readAllBytes(file("2026-09-21"));
        var second = Files.readAllBytes(file("2026-09-22"));
        for (int length = 0; length <= second.length; length += 7) {
            Files.write(file("2026-09-22"), Arrays.copyOf(second, length));
            again(log, 2);
            assertArrayEquals(second, Files.readAllBytes(file("2026-09-22")));
        }
        Files.delete(file("2026-09-22"));
        for (int length = 0; length <= first.length; length += 13) {
            Files.write(file("2026-09-21"), Arrays.copyOf(first, length));
            Files.deleteIfExists(file("2026-09-22"));
            again(log, 0);
            assertArrayEquals(first, Files.readAllBytes(file("2026-09-21")));
            assertArrayEquals(second, Files.readAllBytes(file("2026-09-22")));
        }
    }

    /// What the file system has given to the file before the bytes came.
    @Test
    void zerosBehindTheLastLineAreWrittenOver() throws Exception {
        var log = log(3);
        try (var files = open()) {
            log.tell(0, 2, files);
        }
        var bytes = Files.readAllBytes(file("2026-09-21"));
        Files.write(file("2026-09-21"), Arrays.copyOf(bytes, bytes.length + 4_096));
        again(log, 1);
        assertEquals("(0) 1 2 3", shown(file("2026-09-21")));
    }

    /// @param saved the entry of the state that is read first; 0: there is none
    private void again(AuditLog log, int saved) throws IOException {
        try (var files = open()) {
            if (saved > 0) files.loaded(log.house(saved));
            log.tell(saved, log.size(), files);
        }
    }

    @Test
    void whatTheLogHasLetGoIsNamed() throws Exception {
        var log = log(9);
        try (var files = open()) {
            log.tell(0, 4, files);
        }
        wallMs += DAY_MS;
        again(log, 7);
        assertEquals(
                "(0) 1 2 3 4 (7 Lines 5 to 7 are not here: " + GONE + ") 8 9",
                shown(file("2026-09-21")));
        again(log, 7);
        again(log, 5);
        assertEquals(8, Files.readAllLines(file("2026-09-21")).size());
    }

    @Test
    void anOldFolderBeginsWithWhatIsMissing() throws Exception {
        again(log(3), 2);
        assertEquals("(2 Lines 1 to 2 are not here: " + GONE + ") 3", shown(file("2026-09-21")));
    }

    @Test
    void anotherHistoryIsToldFromThisOne() throws Exception {
        try (var files = open()) {
            log(4).tell(files);
        }
        var other = new AuditLog().add(NOON_MS).add(NOON_MS, "other").add(NOON_MS);
        again(other, 0);
        var why =
                "The lines before are not those that the servers' log has: a backup was put in its"
                        + " place, or they were changed.";
        assertEquals("(0) 1 2 3 4 (1 " + why + ") 2 3", shown(file("2026-09-21")));
        again(other, 0);
        again(other, 2);
        assertEquals(8, Files.readAllLines(file("2026-09-21")).size());
    }

    @Test
    void aChangedLineIsNoticedWhileItIsInTheLog() throws Exception {
        var log = log(3);
        try (var files = open()) {
            log.tell(files);
        }
        var text = Files.readString(file("2026-09-21"));
        int hash = text.indexOf("\"hash\":", text.indexOf("{\"number\":2"));
        Files.writeString(
                file("2026-09-21"),
                text.substring(0, hash + 8) + "beef" + text.substring(hash + 12));
        again(log, 1);
        assertTrue(shown(file("2026-09-21")).matches("\\(0\\) 1 2 3 \\(1 The lines .*\\) 2 3"));
    }

    @Test
    void whatCannotBeWrittenIsWrittenLater() throws Exception {
        var log = log(5);
        try (var files = open()) {
            log.tell(0, 2, files);
            files.force();
            away();
            log.tell(2, 4, files);
            assertThrows(IOException.class, files::force);
            assertThrows(IOException.class, files::volumes);
            back();
            log.tell(4, 5, files);
            assertEquals("(0) 1 2 3 4 5", read(files));
        }
        assertEquals(List.of("2026-09-21"), names());
    }

    /// A file is where the folder was.
    private void away() throws IOException {
        Files.move(folder(), data.resolve("moved"));
        Files.createFile(folder());
    }

    private void back() throws IOException {
        Files.delete(folder());
        Files.move(data.resolve("moved"), folder());
    }

    @Test
    void linesThatWaitForTooLongAreLostAndNamed() throws Exception {
        int many = 2 * AuditFiles.OWED_MAX + 5;
        var log = log(many + 1);
        try (var files = open()) {
            log.tell(0, 1, files);
            files.force();
            away();
            log.tell(1, many, files);
            assertTrue(files.owed() < AuditFiles.OWED_MAX, files.owed() + "");
            back();
            log.tell(many, many + 1, files);
            var lines = read(files).split(" (?=[0-9(])");
            assertEquals("(0)", lines[0]);
            assertEquals("1", lines[1]);
            var lost = Pattern.compile("\\(([0-9]+) Lines 2 to ([0-9]+) are not here: (.*)\\)");
            var named = lost.matcher(String.join(" ", lines).replaceFirst("\\(0\\) 1 ", ""));
            assertTrue(named.lookingAt(), lines[2]);
            assertEquals(named.group(1), named.group(2));
            assertEquals(UNWRITTEN, named.group(3).substring(0, UNWRITTEN.length()));
            assertEquals(many + 1 + "", lines[lines.length - 1]);
        }
    }

    @Test
    void aFileThatIsTakenAwayIsNotMissedForLong() throws Exception {
        var log = log(4);
        try (var files = open()) {
            log.tell(0, 2, files);
            files.force();
            Files.delete(file("2026-09-21"));
            log.tell(2, 3, files);
            files.force();
            try (var all = Files.list(folder())) {
                for (var each : all.toList()) Files.delete(each);
            }
            Files.delete(folder());
            log.tell(3, 4, files);
            assertEquals("(3) 4", read(files));
        }
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
    }

    @Test
    void aClockThatWentBackBeginsNoEarlierFile() throws Exception {
        var log = new AuditLog().add(NOON_MS + 40_000 * DAY_MS).add(NOON_MS).add(NOON_MS + 1);
        log.add(NOON_MS + DAY_MS).add(NOON_MS + 2 * DAY_MS).add(NOON_MS);
        for (int end = 1; end <= log.size(); end++) // as many restarts
        try (var files = open()) {
                log.tell(0, end, files);
            }
        assertEquals(List.of("2136-03-28", "2136-03-28.2", "2136-03-28.3"), names());
        assertEquals("(0) 1 2 3", shown(file("2136-03-28")));
        assertEquals("(3) 4", shown(file("2136-03-28.2")));
        assertEquals("(4) 5 6", shown(file("2136-03-28.3")));
    }

    @Test
    void timesThatNoFileIsNamedAfterStayInIt() throws Exception {
        var log = new AuditLog().add(Long.MIN_VALUE).add(Long.MAX_VALUE);
        try (var files = open()) {
            log.tell(files);
            assertEquals("(0) 1 (1) 2", read(files));
        }
        assertEquals(List.of("1970-01-01", "9999-12-31"), names());
        again(log, 0);
        assertEquals("(1) 2", shown(file("9999-12-31")));
    }

    /// What the state has let go, whatever the times of files are.
    private static void letGo(AuditLog log, int number, AuditFiles files) {
        int from = log.size();
        log.letGo(number).letGo(number); // it is in the state before the next entry
        log.tell(from, log.size(), files);
        files.removeLetGo();
    }

    @Test
    void filesGoWhenAllTheirLinesWereLetGo() throws Exception {
        var log = new AuditLog();
        for (int day = 0; day < 5; day++)
            log.add(NOON_MS + day * DAY_MS).add(NOON_MS + day * DAY_MS + 1);
        try (var files = open()) {
            log.tell(files);
            files.force();
            for (var name : names())
                Files.setLastModifiedTime(file(name), FileTime.fromMillis(NOON_MS - 400 * DAY_MS));
            files.removeLetGo();
            assertEquals(5, names().size());
            letGo(log, 1, files);
            assertEquals(5, names().size(), "line 2 is kept");
            letGo(log, 3, files);
            assertEquals("(2) 3 4 (4) 5 6 (6) 7 8 (8) 9 10", read(files));
            letGo(log, 7, files);
            assertEquals("(6) 7 8 (8) 9 10", read(files));
            letGo(log, 10, files);
            assertEquals(List.of("2026-09-25"), names(), "the newest stays");
        }
        again(log, 0); // the log may reach further back than what is kept
        assertEquals("(8) 9 10", shown(file("2026-09-25")));
    }

    @Test
    void whatWasLetGoBeforeAStartIsRemovedBehindIt() throws Exception {
        var log = log(2).add(NOON_MS + DAY_MS);
        try (var files = open()) {
            log.tell(files);
            files.force();
        }
        log.letGo(2);
        try (var files = open()) {
            files.loaded(log.house(log.size()));
            files.removeLetGo();
            assertEquals("(2) 3", read(files));
        }
    }

    @Test
    void aDayThatOnlyAWrongClockHasSeenGoesAsAnyOther() throws Exception {
        var log = new AuditLog().add(NOON_MS + 40_000 * DAY_MS).add(NOON_MS);
        log.add(NOON_MS + DAY_MS).add(NOON_MS + 2 * DAY_MS);
        try (var files = open()) {
            log.tell(files);
            files.force();
            letGo(log, 2, files);
            assertEquals(List.of("2136-03-28.2", "2136-03-28.3"), names());
        }
    }

    /// The lines of another history have numbers that this one has let go, and are newer.
    @Test
    void linesOfAnotherHistoryAreKeptAsLong() throws Exception {
        try (var files = open()) {
            log(4).tell(files);
        }
        var other = new AuditLog().add(NOON_MS).add(NOON_MS + DAY_MS, "other");
        other.add(NOON_MS + DAY_MS);
        try (var files = open()) {
            other.tell(files);
            files.force();
            letGo(other, 2, files);
            assertEquals(2, names().size());
        }
    }

    @Test
    void whatIsNoneOfItsFilesIsLeftAlone() throws Exception {
        try (var files = open()) {
            log(1).tell(files);
        }
        Files.writeString(folder().resolve("notes.txt"), "mine");
        Files.writeString(folder().resolve("2026-99-99.jsonl"), "mine\n");
        Files.writeString(folder().resolve("2026-09-21.jsonl.gz"), "mine");
        again(log(2), 0);
        assertEquals("(0) 1 2", shown(file("2026-09-21")));
        assertEquals(4, names().size());
    }

    @Test
    void linesThatNobodyHereHasWrittenAreKeptAndPassedOver() throws Exception {
        var log = log(3);
        try (var files = open()) {
            log.tell(0, 2, files);
        }
        var text = Files.readString(file("2026-09-21"));
        var long9 = "x".repeat(AuditLines.LINE_BYTES_MAX + 9);
        Files.writeString(file("2026-09-21"), text + "\n\0\uFFFF odd\n" + long9 + "\n");
        again(log, 0);
        assertEquals("(0) 1 2 ? ? ? 3", shown(file("2026-09-21")));
    }
}
