package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who has done what, as commands show and verify it.
class AuditTest {
    @TempDir Path folder;
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed typed(String words) {
        return Typed.of(server, words);
    }

    private List<String> lines() {
        return server.audit.lines;
    }

    @Test
    void theLastLinesAreListed() {
        var list = typed("audit list --who ada --since 2h --until 1m -n 7");
        assertEquals(0, list.exitCode(), list.err());
        assertEquals(
                """
                NUMBER  WHEN                  WHO         FROM       DID
                     1  2026-01-01T00:00:01Z  person:ada  192.0.2.7  trust TokenCreated ci
                     2  2026-01-01T00:00:02Z  person:ada  192.0.2.7  cluster JobAccepted \
                shop/till; cluster EvaluationDue shop/till
                     3  2026-01-01T00:00:03Z  server      192.0.2.7  refused 3 × GET /v1/tokens \
                (403) to person:eve from 192.0.2.9; refused 1 × GET /v1/jobs (401) \
                to a stranger from 192.0.2.8; refused 2 others
                     4  2026-01-01T00:00:04Z  person:ci   192.0.2.7  cluster NodeRemoved n-1
                """,
                list.out());
        assertEquals(
                "GET /v1/audit?who=ada&since=2h&until=1m&limit=7", server.requests().getLast());
        typed("audit list");
        assertEquals("GET /v1/audit?limit=50", server.requests().getLast());
        assertEquals(server.audit.text(), typed("audit list --json").out());
    }

    @Test
    void aGapIsARowOfTheList() {
        server.audit.skip(2);
        server.audit.anchor("Lines 5 to 6 are not here: they could not be written.");
        assertTrue(
                typed("audit list").out().contains("  Lines 5 to 6 are not here: they"),
                "with its words");
        lines().clear();
        assertEquals("There is no such line.\n", typed("audit list").err());
    }

    @Test
    void whatIsWrongIsSaid() {
        for (var count : List.of("0", "10001"))
            assertEquals(
                    "skerry: -n is \"%s\"; it should be a whole number from 1 to 10000.\n"
                            .formatted(count),
                    typed("audit list -n " + count).err());
        assertEquals(2, typed("audit list -n many").exitCode());
        lines().add("<html>");
        assertEquals(1, typed("audit list").exitCode());
    }

    /// What is said of lines that are wrong, and that it ends with 1.
    private String wrong(String words) {
        var said = typed(words);
        assertEquals(1, said.exitCode(), said.out() + said.err());
        assertEquals("", said.out());
        return said.err().strip();
    }

    @Test
    void aWholeAuditIsVerified() {
        var said = typed("audit verify");
        assertEquals(0, said.exitCode(), said.err());
        assertEquals(
                "4 lines, up to number 4, as they were written. The last one is what the servers"
                        + " know.\n",
                said.out());
        assertTrue(server.requests().contains("GET /v1/audit?from=0"));
        server.audit.anchor(""); // another day
        server.audit.did("person:ci", "\"cluster NodeRemoved n-2\"", "");
        assertTrue(typed("audit verify").out().startsWith("5 lines, up to number 5, as"));
        var json = typed("audit verify --json").out();
        assertEquals(
                "{\"whole\":true,\"hash\":\"" + server.audit.hash() + "\",\"wrong\":[]}\n", json);
    }

    private static String hash(String line) {
        return line.substring(line.length() - 66, line.length() - 2);
    }

    /// Lines 1 and 2 are not there any more.
    private void cut() {
        var two = lines().get(2);
        lines().subList(0, 3).clear();
        lines().addFirst("{\"after\":2,\"hash\":\"" + hash(two) + "\"}");
    }

    private void letGo(int number) {
        var hash = hash(lines().get(number));
        server.audit.letGo = "{\"number\":%d,\"hash\":\"%s\"}".formatted(number, hash);
    }

    @Test
    void linesThatWereLetGoAreNoFault() {
        letGo(2);
        assertTrue(typed("audit verify").out().startsWith("4 lines, up to"), "they are there yet");
        cut();
        assertEquals(
                "2 lines, up to number 4, as they were written. Those before line 3 were let go."
                        + " The last one is what the servers know.\n",
                typed("audit verify").out());
    }

    /// Whoever has the disk has taken them away, and made an anchor as servers do.
    @Test
    void theBeginningIsCompared() {
        letGo(1);
        cut();
        assertEquals(
                "Line 2 is missing. The servers have let go of those up to line 1 only.",
                wrong("audit verify"));
        server.audit.letGo = new FakeAudit().letGo;
        assertEquals(
                "Lines 1 to 2 are missing. The servers have let go of none.",
                wrong("audit verify"));
        server.audit.letGo = "{\"number\":2,\"hash\":\"%s\"}".formatted("a".repeat(64));
        assertEquals("Line 3 follows another than the one that was let go.", wrong("audit verify"));
    }

    @Test
    void theFirstWrongLineIsNamed() {
        var before = List.copyOf(lines());
        lines().set(2, before.get(2).replace("shop/till", "shop/safe"));
        assertEquals("Line 2 is not as it was written.", wrong("audit verify"));
        lines().set(2, before.get(2));
        lines().remove(3);
        assertEquals("Line 3 is missing.", wrong("audit verify"));
        lines().add(3, before.get(4));
        lines().add(4, before.get(3));
        assertEquals("Line 3 is missing.", wrong("audit verify"));
        lines().clear();
        lines().addAll(before);
        lines().add(4, "what is this");
        assertEquals("Behind line 3 stands what no server has written.", wrong("audit verify"));
        lines().set(4, before.get(2));
        assertEquals("Behind line 3 stands line 2.", wrong("audit verify"));
        lines().clear();
        lines().addAll(before.subList(1, 5));
        assertEquals("Line 1 follows no other.", wrong("audit verify"));
    }

    /// All hashes are right over what was changed: only the end gives it away.
    @Test
    void theEndIsCompared() {
        lines().removeLast();
        assertEquals("Line 4 is missing.", wrong("audit verify"));
        lines().clear();
        assertEquals("Lines 1 to 4 are missing.", wrong("audit verify"));
        lines().addAll(new FakeAudit("person:eve").lines);
        assertEquals("Line 4 is not the one that the servers know.", wrong("audit verify"));
    }

    @Test
    void gapsAreAllNamed() {
        server.audit.skip(1);
        server.audit.anchor("Lines 5 to 5 are not here: they could not be written.");
        server.audit.did("person:ci", "\"cluster NodeRemoved n-2\"", "");
        server.audit.skip(2);
        server.audit.anchor("");
        server.audit.did("person:ci", "\"cluster NodeRemoved n-3\"", "");
        assertEquals(
                """
                Behind line 4: Lines 5 to 5 are not here: they could not be written.
                Lines 7 to 8 are missing.\
                """,
                wrong("audit verify"));
        lines().add(1, "{\"after\":7,\"hash\":\"" + "a".repeat(64) + "\"}");
        assertTrue(wrong("audit verify").startsWith("Lines 1 to 7 are missing.\nBehind line 7"));
    }

    @Test
    void filesAreVerifiedWithoutAServer() throws IOException {
        var first = Files.write(folder.resolve("2026-01-01.jsonl"), lines());
        lines().clear();
        server.audit.anchor("");
        server.audit.did("person:ci", "\"cluster NodeRemoved n-2\"", "");
        var second = Files.write(folder.resolve("2026-01-01.2.jsonl"), lines());
        int before = server.requests().size();
        assertEquals(
                "5 lines, up to number 5, as they were written. The last one has the hash "
                        + server.audit.hash()
                        + ".\n",
                typed("audit verify --file " + second + " " + first).out());
        assertEquals(before, server.requests().size(), "no server is asked");
        Files.writeString(first, Files.readString(first).replace("shop/till", "shop/safe"));
        assertEquals(
                "Line 2 is not as it was written.",
                wrong("audit verify --file " + first + " " + second));
        var none = Files.writeString(folder.resolve("none"), "hello\n");
        var said = typed("audit verify --file " + none);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains(none + " begins with no anchor"), said.err());
        var missing = typed("audit verify --file " + folder.resolve("nowhere"));
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("there is no such file"), missing.err());
    }
}
