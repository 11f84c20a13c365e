package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.users.OwnUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To whom each folder of a run belongs, and who else comes in. Only root can give something away:
/// without root the folders are the agent's own, and have no group of their own.
class RunDirectoriesTest {
    private static final int LOW = 7_000;

    @TempDir Path top;
    private Path data;
    private RunDirectories directories;

    @BeforeEach
    void open() throws Exception {
        data = Files.createDirectory(top.resolve("data"));
        Files.writeString(top.resolve("passwd"), "");
        Files.writeString(top.resolve("group"), "");
        directories = new RunDirectories(data, AgentConfig.root() ? users() : null);
    }

    private OwnUsers users() {
        return OwnUsers.at(LOW, LOW + 9, top.resolve("claims"), top);
    }

    /// Those of the run pass by its group, and nobody else does: neither another run, nor whoever
    /// else is on the machine. Only the tasks of the run write into what they share, and what they
    /// make there is theirs together.
    @Test
    void allIsClosedToEverybodyElse() throws Exception {
        var user = directories.prepare("a1", "web");
        var group = AgentConfig.root() ? user : ownGroup();
        var shared = AgentConfig.root() ? "2770" : "770";
        var secrets = AgentConfig.root() ? "2750" : "700";
        assertEquals(
                """
                711 mine runs
                700 mine runs/.removed
                710 %1$s runs/a1
                %2$s %1$s runs/a1/_alloc
                %3$s %1$s runs/a1/_secrets
                710 %1$s runs/a1/web
                750 %1$s runs/a1/web/local
                700 mine runs/a1/web/logs
                """
                        .formatted(group, shared, secrets)
                        .replace("mine", ownGroup()),
                seen());
    }

    @Test
    void twoRunsHaveTwoUsersAndTwoTasksOfOneRunHaveOne() throws Exception {
        var one = directories.prepare("a1", "web");
        var other = directories.prepare("a2", "web");
        assertEquals(one, directories.prepare("a1", "beside"));
        if (!AgentConfig.root()) {
            assertEquals("", one + other, "there is none but the agent's");
            return;
        }
        assertNotEquals(one, other);
        assertEquals(one, directories.user("a1"));
        assertEquals(other, directories.user("a2"));
        assertEquals(one, gid("runs/a1/beside/local"));
        assertEquals(other, gid("runs/a2/_alloc"));
    }

    /// A restarted task, and an agent that comes back, find the files as theirs.
    @Test
    void aRunKeepsItsUserThroughTheLivesOfTheAgent() throws Exception {
        var before = directories.prepare("a1", "web");
        directories.prepare("a2", "web");
        var again = new RunDirectories(data, AgentConfig.root() ? users() : null);
        var seen = seen();
        assertEquals(before, again.prepare("a1", "web"));
        assertEquals(seen, seen());
        if (!AgentConfig.root()) return;
        var none = assertThrows(TaskRefused.class, () -> again.user("a3"));
        assertTrue(none.reason().startsWith("its directory cannot be looked at"), none.reason());
    }

    /// What somebody has opened meanwhile is closed again before the next task begins.
    @Test
    void whatWasOpenedIsClosedAgain() throws Exception {
        directories.prepare("a1", "web");
        var right = seen();
        var folders = "a1 a1/_alloc a1/_secrets a1/web a1/web/local a1/web/logs";
        for (var folder : folders.split(" ", -1))
            Files.setAttribute(data.resolve("runs").resolve(folder), "unix:mode", 0777);
        assertNotEquals(right, seen());
        directories.prepare("a1", "web");
        assertEquals(right, seen());
    }

    /// All of the run read it, by its group; where tasks have a user of their own, none writes it.
    @Test
    void anIdentityIsReadByItsRunOnly() throws Exception {
        directories.prepare("a1", "web");
        assertFalse(directories.hasIdentity("a1"));
        directories.keepIdentity("a1", "who");
        assertTrue(directories.hasIdentity("a1"));
        var file = RunDirectories.identity(data.resolve("runs/a1"));
        assertEquals("who", Files.readString(file));
        int mode = (Integer) Files.getAttribute(file, "unix:mode") & 07777;
        assertEquals(AgentConfig.root() ? "440" : "400", Integer.toOctalString(mode));
        assertEquals(gid("runs/a1"), gid("runs/a1/_secrets/identity"));
        assertEquals(Files.getOwner(data), Files.getOwner(file));
        directories.keepIdentity("a1", "who else");
        assertEquals("who else", Files.readString(file));
        try (var all = Files.list(file.resolveSibling(""))) {
            assertEquals(1, all.count());
        }
    }

    /// A task that can write where the agent does finds what was sent anew at its next start.
    @Test
    void aPayloadIsAsItWasSentAndReadByItsRunOnly() throws Exception {
        directories.prepare("a1", "web");
        var bytes = new byte[] {0, -1, 10};
        directories.keepPayload("a1", bytes);
        var file = RunDirectories.payload(data.resolve("runs/a1"));
        assertArrayEquals(bytes, Files.readAllBytes(file));
        int mode = (Integer) Files.getAttribute(file, "unix:mode") & 07777;
        assertEquals(AgentConfig.root() ? "440" : "400", Integer.toOctalString(mode));
        assertEquals(gid("runs/a1"), gid("runs/a1/_secrets/payload"));
        Files.delete(file);
        Files.createSymbolicLink(file, data.resolve("elsewhere"));
        directories.keepPayload("a1", bytes);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertFalse(Files.exists(data.resolve("elsewhere")));
    }

    @Test
    void whatIsRemovedGivesItsUserBack() throws Exception {
        var user = directories.prepare("a1", "web");
        var claim = top.resolve("claims").resolve(user);
        assertTrue(!AgentConfig.root() || Files.isSymbolicLink(claim));
        directories.remove("a1");
        assertFalse(Files.exists(data.resolve("runs/a1")));
        assertFalse(Files.isSymbolicLink(claim));
        directories.remove("a1"); // what is not there is as good as removed
    }

    /// Mode, group and name of each folder; all of them are the agent's own until a driver gives
    /// one to a task.
    private String seen() throws IOException {
        var text = new StringBuilder();
        try (var all = Files.walk(data.resolve("runs"))) {
            for (var one : all.sorted().toList()) {
                int mode = (Integer) Files.getAttribute(one, "unix:mode") & 07777;
                text.append(Integer.toOctalString(mode)).append(' ');
                text.append(gid(data.relativize(one).toString())).append(' ');
                text.append(data.relativize(one)).append('\n');
                assertEquals(Files.getOwner(data), Files.getOwner(one), one + "");
            }
        }
        return text.toString();
    }

    private String gid(String folder) throws IOException {
        return Files.getAttribute(data.resolve(folder), "unix:gid", LinkOption.NOFOLLOW_LINKS) + "";
    }

    private String ownGroup() throws IOException {
        return gid("");
    }
}
