package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.Agent;
import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentRooms;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each file and folder that an agent keeps, damaged, missing or somebody else's: the agent says
/// one sentence that names it, within 5 s, or goes on without it.
class DamagedAgentTest {
    private static final int CUT_BYTES_MAX = 30;
    private static final Duration WITHIN = Duration.ofSeconds(5);

    @TempDir static Path whole;
    @TempDir Path folder;
    private static Fleet fleet;

    /// As an agent leaves it that was killed after a task of it had ended.
    @BeforeAll
    static void run() throws Exception {
        fleet = Fleet.start();
        var agent = fleet.agent("rock");
        fleet.run(JobText.of("short").job("type: batch").shell("echo hello").text());
        Await.until(
                "the task has ended",
                () ->
                        fleet.allocations("short").stream()
                                .anyMatch(it -> it.at("status").is("complete")));
        agent.child().kill();
        copy(agent.data(), whole.resolve("data"));
        var tasks = whole.resolve("data/exec/tasks");
        try (var records = Files.list(tasks)) {
            Files.move(records.findFirst().orElseThrow(), tasks.resolve("a1.it.1"));
        }
        Files.writeString(whole.resolve("data/ends"), "0");
        Files.writeString(whole.resolve("data/identity/joining.pem"), "none");
        ownersAlone(whole.resolve("data/identity/joining.pem"));
        Files.writeString(whole.resolve("data/journal/journal.new"), "half");
        Files.writeString(whole.resolve("data/exec/skerry-shim.new"), "half");
    }

    @AfterAll
    static void end() throws Exception {
        fleet.close();
    }

    /// What can stand where the file was; root reads whatever has a permission, but no link that
    /// leads to itself.
    private enum Damage {
        EMPTY,
        CUT,
        FOREIGN,
        FOLDER,
        UNREADABLE,
        MISSING
    }

    /// What comes of each damage: the agent `stops` and says why, it has `told` of it and goes on,
    /// or goes on; `-`: the file can hold that, or it is a folder.
    @ParameterizedTest
    @CsvSource({
        // of the agent itself
        "lock,                   on,   on,    on,    stops, stops, on",
        "format,                 on,   stops, stops, stops, stops, on",
        "ends,                   stops, -,    stops, stops, stops, on",
        "heard,                  on,   on,    on,    stops, stops, on",
        "speed,                  on,   on,    on,    on,    on,    on",
        // who it is
        "identity,               -,    -,     stops, -,     stops, on",
        "identity/node-id,       told, told,  told,  stops, stops, told",
        "identity/certified.pem, stops, stops, stops, stops, stops, on",
        "identity/joining.pem,   on,   on,    on,    on,    on,    on",
        "identity/missed-after-ms, on, on,    on,    on,    on,    on",
        // what it knows
        "journal,                -,    -,     stops, -,     stops, told",
        "journal/journal,        told, -,     stops, stops, stops, told",
        "journal/journal.new,    on,   on,    on,    stops, on,    on",
        // what runs
        "exec,                   -,    -,     stops, -,     stops, on",
        "exec/skerry-shim,       on,   on,    on,    stops, on,    on",
        "exec/skerry-shim.new,   on,   on,    on,    stops, on,    on",
        "exec/exits,             -,    -,     stops, -,     stops, on",
        "exec/tasks,             -,    -,     stops, -,     stops, on",
        "exec/tasks/a1.it.1,     -,    -,     told,  -,     told,  on",
        "exec/tasks/a1.it.1/started, on, on, on, on, on, on", // how it ended is known
        "exec/tasks/a1.it.1/exit, told, told, told,  told,  told,  on",
        "exec/tasks/a1.it.1/lock, on,  on,    on,    on,    on,    on",
        // what tasks have
        "runs,                   -,    -,     stops, -,     stops, on",
        "runs/.removed,          -,    -,     stops, -,     stops, on",
    })
    void namesTheFileAndSaysWhatToDo(
            String file,
            String empty,
            String cut,
            String foreign,
            String folderThere,
            String unreadable,
            String missing)
            throws Exception {
        var wanted = List.of(empty, cut, foreign, folderThere, unreadable, missing).iterator();
        for (var damage : Damage.values()) {
            var right = wanted.next();
            if (right.equals("-")) continue;
            var data = folder.resolve(damage.name());
            copy(whole.resolve("data"), data);
            apply(damage, data.resolve(file));
            expect(right, data, data.resolve(file), file + " " + damage);
        }
    }

    private static void expect(String right, Path data, Path file, String what) throws Exception {
        var said = new ByteArrayOutputStream();
        long begunNs = System.nanoTime();
        try (var agent = start(data, said)) {
            if (right.equals("told"))
                assertTrue(said.toString(StandardCharsets.UTF_8).contains(file + ""), what);
            inTime(begunNs, what);
            Await.until("it works: " + what, () -> agent.waiting() == 0);
            assertTrue(!right.equals("stops"), what + " and it goes on");
            var words = said.toString(StandardCharsets.UTF_8);
            assertEquals(right.equals("told"), words.contains(file + ""), what + ": " + words);
            plain(words, what);
        } catch (IOException e) {
            inTime(begunNs, what);
            var words = FileTrouble.words(e);
            assertEquals("stops", right, what + ": " + words);
            var known = file.endsWith("format") ? data : file;
            assertTrue(words.contains(known + ""), what + ": " + words);
            assertTrue(words.matches(".+; [^;]+"), "it lacks what to do: " + words);
            plain(words, what);
        }
    }

    private static void inTime(long begunNs, String what) {
        long tookNs = System.nanoTime() - begunNs;
        assertTrue(tookNs < WITHIN.toNanos(), what + " is said after " + tookNs + " ns");
    }

    private static void plain(String words, String what) {
        assertFalse(words.contains("Exception") || words.contains("java."), what + ": " + words);
    }

    private static Agent start(Path data, ByteArrayOutputStream said) throws Exception {
        return start(data, said, "--http=none");
    }

    private static Agent start(Path data, ByteArrayOutputStream said, String http, String... more)
            throws Exception {
        var flags = new ArrayList<String>(List.of(flags(data)));
        flags.set(flags.indexOf("--http=none"), http);
        flags.addAll(List.of(more));
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var config = AgentConfig.parse(flags, "rock");
        return Agent.start(config, AgentRooms.usual(), "0", out);
    }

    /// No server is there.
    private static String[] flags(Path data) {
        return new String[] {"--data=" + data, "--servers=127.0.0.1:1", "--http=none"};
    }

    @Test
    void aProcessSaysNoMoreThanTheSentence() throws Exception {
        var data = folder.resolve("data");
        copy(whole.resolve("data"), data);
        apply(Damage.FOLDER, data.resolve("exec/skerry-shim"));
        var agent = fleet.otherAgent(flags(data));
        assertEquals(1, agent.exitCode());
        var lines = agent.said().lines().filter(it -> !it.startsWith("WARNING")).toList();
        assertEquals(1, lines.size(), agent.said());
        assertTrue(lines.getFirst().startsWith("skerry agent did not start: "), agent.said());
    }

    /// A fault of the node is the node's to tell, before any task has met it.
    @Test
    void aFolderThatNoTaskCanEnterIsATroubleOfTheNode() throws Exception {
        var data = Files.createDirectory(folder.resolve("closed")).resolve("data");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var closed = PosixFilePermissions.fromString("rwx------");
        Files.setPosixFilePermissions(folder.resolve("closed"), closed);
        copy(whole.resolve("data"), data);
        var said = new ByteArrayOutputStream();
        try (var agent = start(data, said)) {
            var troubles = agent.facts().extra().troubles();
            var why = "cannot enter " + folder.resolve("closed") + " (rwx------)";
            boolean there = troubles.stream().anyMatch(it -> it.contains(why));
            assertEquals(AgentConfig.root(), there, troubles + ""); // else they run as we do
            assertEquals(there, said.toString(StandardCharsets.UTF_8).contains(why), said + "");
        }
    }

    /// What it finds wanting as it starts, it tells the servers too: nobody reads the output of an
    /// agent far away.
    @Test
    void whatAnAgentSaysAtItsStartIsATroubleOfTheNode() throws Exception {
        var data = folder.resolve("data");
        copy(whole.resolve("data"), data);
        Files.writeString(data.resolve("exec/tasks/a1.it.1/exit"), "code=");
        var facts = Files.createDirectories(data.resolve("facts.d"));
        Files.writeString(facts.resolve("hat.conf"), "power.charge = plenty\n");
        var said = new ByteArrayOutputStream();
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var agent = start(data, said, "--http=127.0.0.1:" + other.getLocalPort())) {
            for (var why : List.of("a1.it.1", "the agent works without its pages", "hat.conf")) {
                Await.until("it tells " + why, () -> tells(agent, why));
                assertTrue(said.toString(StandardCharsets.UTF_8).contains(why), said + "");
            }
        }
    }

    private static boolean tells(Agent agent, String why) {
        return agent.facts().extra().troubles().stream().anyMatch(it -> it.contains(why));
    }

    /// At once, before any job is hurt by it: at the servers, for the command line, and on the
    /// node's own pages. Who is not root has but one user to offer.
    @Test
    void aNodeThatCannotKeepTasksApartSaysSo() throws Exception {
        var why = AgentConfig.root() ? "all run as nobody, and can read" : "the agent is not root";
        var flags = AgentConfig.root() ? new String[] {"--user", "nobody"} : new String[0];
        fleet.agent("shared", flags);
        Await.until(
                "its JSON says so",
                () -> fleet.node("shared").at("facts", "extra", "troubles").text().contains(why));
        var status = fleet.cli("node", "status", "shared");
        assertEquals(0, status.exitCode());
        assertTrue(status.said().matches("(?s).*\ntrouble +[^\n]*" + why + ".*"), status.said());

        var said = new ByteArrayOutputStream();
        var data = folder.resolve("data");
        try (var agent = start(data, said, "--http=127.0.0.1:0", flags)) {
            for (var page : List.of("/", "/v1/self")) {
                var from = URI.create("http://" + agent.pagesAddress() + page).toURL();
                try (var in = from.openStream()) {
                    var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    assertTrue(text.contains(why), page + ": " + text);
                }
            }
        }
        if (!AgentConfig.root()) return;
        try (var agent = start(folder.resolve("own"), said)) {
            assertFalse(tells(agent, "all run as"), "each allocation has its own");
        }
    }

    private static void apply(Damage damage, Path file) throws IOException {
        var before = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        delete(file);
        switch (damage) {
            case EMPTY -> Files.createFile(file);
            case CUT ->
                    Files.write(
                            file,
                            Arrays.copyOf(before, Math.min(CUT_BYTES_MAX, before.length / 2)));
            case FOREIGN -> Files.writeString(file, "This is somebody else's file.\n".repeat(9));
            case FOLDER -> Files.createFile(Files.createDirectory(file).resolve("inner"));
            case UNREADABLE -> Files.createSymbolicLink(file, file);
            case MISSING -> {}
        }
        if (Files.isRegularFile(file)) ownersAlone(file);
    }

    private static void delete(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
        try (var all = Files.walk(file)) {
            for (var one : all.toList().reversed()) Files.delete(one);
        }
    }

    /// What others can read is another damage.
    private static void ownersAlone(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var one : all.toList())
                Files.copy(
                        one,
                        to.resolve(from.relativize(one).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
