package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent says of its drivers from its first start on, by its settings.
class WordsOfDriversTest {
    @TempDir Path home;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void allThatItCanConfine() throws Exception {
        var words = words();
        for (var word : List.of("files", "tmp", "pids", "devices", "capabilities", "syscalls"))
            assertTrue(words.contains("exec." + word), words + " " + said);
        assertEquals(AgentConfig.root(), words.contains("exec.user"), words + "");
        assertTrue(!words.contains("rawExec") && words.contains("confine"), words + "");
        var all = words("--user", System.getProperty("user.name"));
        assertTrue(!all.contains("exec.user") && all.contains("exec.files"), "one user for all");
    }

    @Test
    void noneWhereItIsNotToConfine() throws Exception {
        var words = words("--drivers.exec.confine", "off", "--drivers.rawExec", "on");
        assertEquals(
                List.of("exec", "rawExec"),
                words.stream().filter(it -> it.matches("exec.*|rawExec")).toList());
        assertTrue(words.contains("rawExec.privileges"), words + "");
        assertTrue(!said.toString(StandardCharsets.UTF_8).contains("confine"), said + "");
    }

    /// Whatever Java a node has, its agent has one.
    @Test
    void aJavaIsThereAndConfinesAsMuch() throws Exception {
        var words = words();
        var of = new java.util.TreeSet<String>();
        for (var word : words) if (word.startsWith("java.")) of.add(word.substring(5));
        var java = of.getFirst();
        assertTrue(words.contains("java"), words + "");
        assertTrue(Integer.parseInt(java) >= Runtime.version().feature(), words + "");
        for (var word : words)
            if (word.startsWith("exec.")) assertTrue(of.remove(word.substring(5)), words + "");
        assertEquals(java, String.join(" ", of));
        var off = words("--drivers.exec.confine", "off");
        assertEquals(
                List.of("java", "java." + java),
                off.stream().filter(it -> it.startsWith("java")).toList());
    }

    /// Behind walls there may be nothing of the way that was said to it.
    @Test
    void itsFolderIsWhereItsNameLeads() throws Exception {
        var there = Files.createDirectory(home.resolve("there"));
        var link = Files.createSymbolicLink(home.resolve("link"), home.resolve("data"));
        Files.createDirectory(home.resolve("data"));
        var all = wordsAt(home.resolve("data"));
        assertTrue(all.contains("exec.tmp"), all + " " + said);
        assertEquals(all, wordsAt(there.resolve("../data")), said + "");
        var here = Path.of("").toAbsolutePath();
        assertEquals(all, wordsAt(here.relativize(home.resolve("data"))), said + "");
        assertEquals(all, wordsAt(link), said + "");
    }

    private List<String> words(String... more) throws Exception {
        return wordsAt(home.resolve("data"), more);
    }

    private List<String> wordsAt(Path data, String... more) throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        var flags =
                new ArrayList<>(
                        List.of("--servers", "127.0.0.1:1", "--http", "none", "--name", "rock"));
        flags.addAll(List.of("--token", "0123456789abcdef".repeat(4) + "." + "0".repeat(64)));
        flags.addAll(List.of("--data", data.toString()));
        flags.addAll(List.of(more));
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var config = AgentConfig.parse(flags, "rock");
        try (var agent = Agent.start(config, AgentRooms.usual(), "0", out)) {
            return agent.facts().software().drivers();
        }
    }
}
