package dev.skerry.agent.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No two runs of a machine have the same user.
class OwnUsersTest {
    @TempDir Path place = Path.of("");

    @BeforeEach
    void list() throws Exception {
        Files.writeString(place.resolve("passwd"), "root:x:0:0::/:\nbob:x:7001:100::/:\n");
        Files.writeString(place.resolve("group"), "root:x:0:\nstaff:x:7002:bob\n");
    }

    @Test
    void eachRunGetsOneThatNobodyHas() throws Exception {
        var got = new TreeSet<Integer>();
        for (int i = 0; i < 4; i++) got.add(users().claim(run("a" + i), 0));
        assertEquals("[7000, 7003, 7004, 7005]", got.toString(), "7001 and 7002 are listed");
        var full = assertThrows(TaskRefused.class, () -> users().claim(run("a4"), 0));
        assertEquals(
                "all users from 7000 to 7005 are in use; users.own gives the agent more",
                full.reason());
        assertFalse(full.permanent());
    }

    @Test
    void aRunKeepsTheOneItHasAlsoAfterTheMachineWasStartedAnew() throws Exception {
        int user = users().claim(run("a"), 0);
        assertEquals(user, users().claim(run("a"), user));
        Files.delete(claim(user));
        assertEquals(user, users().claim(run("a"), user));
        assertTrue(Files.isSymbolicLink(claim(user)));
    }

    @Test
    void whatWasGivenToAnotherIsNotTakenBack() throws Exception {
        int user = users().claim(run("a"), 0);
        var refused = assertThrows(TaskRefused.class, () -> users().claim(run("b"), user));
        assertTrue(refused.permanent());
        assertTrue(refused.reason().contains("has been given to another run"), refused.reason());
    }

    @Test
    void theUserOfARunThatHasGoneIsFree() throws Exception {
        int user = users().claim(run("a"), 0);
        Files.delete(place.resolve("a"));
        assertEquals(user, users().claim(run("b"), user), "nobody had to give it back");
        users().release(user, place.resolve("a"));
        assertTrue(Files.isSymbolicLink(claim(user)), "it is b's");
        users().release(user, place.resolve("b"));
        assertFalse(Files.isSymbolicLink(claim(user)));
    }

    private OwnUsers users() {
        return OwnUsers.at(7000, 7005, place.resolve("claims"), place);
    }

    private Path claim(int user) {
        return place.resolve("claims").resolve(Integer.toString(user));
    }

    private Path run(String name) throws IOException {
        return Files.createDirectories(place.resolve(name));
    }
}
