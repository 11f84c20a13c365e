package dev.skerry.agent.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /// An agent that was killed has taken a run away, and not given its user back. Who another node
    /// gave a user to is none of its business, nor is a run that is there.
    @Test
    void whatTheLastAgentDidNotGiveBackIsGivenBack() throws Exception {
        int gone = users().claim(run("mine/a"), 0);
        int there = users().claim(run("mine/b"), 0);
        int another = users().claim(run("mine2/c"), 0);
        Files.delete(place.resolve("mine/a"));
        Files.delete(place.resolve("mine2/c"));
        users().releaseGone(place.resolve("mine"));
        assertFalse(Files.isSymbolicLink(claim(gone)));
        assertTrue(Files.isSymbolicLink(claim(there)));
        assertTrue(Files.isSymbolicLink(claim(another)), "it is another node's");
        users().releaseGone(place.resolve("mine"));
    }

    /// The run has gone, so any other agent may give its user away at any moment: between a look at
    /// a claim and its end as well, if it was not locked out. A lock that this process has itself
    /// is not waited for, but told.
    @Test
    void nothingIsReleasedWhileAnotherAgentClaims() throws Exception {
        var run = run("mine/a");
        int user = users().claim(run, 0);
        Files.delete(run);
        var lock = place.resolve("claims/lock");
        try (var file = FileChannel.open(lock, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            assertThrows(OverlappingFileLockException.class, () -> users().release(user, run));
            assertThrows(
                    OverlappingFileLockException.class,
                    () -> users().releaseGone(place.resolve("mine")));
        }
        assertTrue(Files.isSymbolicLink(claim(user)));
        users().release(user, run);
        assertFalse(Files.isSymbolicLink(claim(user)));
    }

    @Test
    void whereThereAreNoClaimsNothingIsReleased() throws Exception {
        users().releaseGone(place);
        assertFalse(Files.exists(place.resolve("claims")));
    }

    /// systemd gives users of the same range to services.
    @Test
    void whatAServiceOfTheSystemHasIsLeftOut() throws Exception {
        for (int user : new int[] {7000, 7003, 7005})
            Files.createDirectories(place.resolve("claims/none/" + user));
        assertEquals(7004, users().claim(run("a"), 0));
        assertThrows(TaskRefused.class, () -> users().claim(run("b"), 0));
    }

    @Test
    void theRangeHasBothItsEnds() throws Exception {
        for (int user : new int[] {7000, 7005}) {
            assertTrue(users().contains(user));
            assertEquals(user, users().claim(run("a" + user), user), "it is kept");
        }
        for (int user : new int[] {-1, 0, 6999, 7006, 7007}) {
            assertFalse(users().contains(user));
            int given = users().claim(run("b"), user);
            assertTrue(given == 7003 || given == 7004, "another is given: " + given);
            Files.createSymbolicLink(claim(-user), run("b").toAbsolutePath());
            users().release(-user, run("b"));
            assertTrue(Files.isSymbolicLink(claim(-user)), "that is no claim");
            Files.delete(claim(-user));
        }
    }

    /// A number that was just given back is rarely the next one.
    @Test
    void aNumberIsNotUsedAgainAtOnce() throws Exception {
        var got = new TreeSet<Integer>();
        var many = OwnUsers.at(100_000, 109_999, place.resolve("claims"), place);
        for (int i = 0; i < 20; i++) {
            var run = run("run" + i);
            int user = many.claim(run, 0);
            got.add(user);
            many.release(user, run);
        }
        assertTrue(got.size() > 15, got + "");
    }

    /// The folder of a run may be named from where the agent was started.
    @Test
    void aRunIsTheSameHoweverItIsNamed() throws Exception {
        var runs = Path.of("target", "runs-" + place.getFileName());
        var relative = Files.createDirectories(runs.resolve("a"));
        var run = relative.toAbsolutePath();
        int user = users().claim(relative, 0);
        assertEquals(user, users().claim(run, user));
        assertEquals(user, users().claim(relative, user));
        users().release(user, relative);
        assertFalse(Files.isSymbolicLink(claim(user)));
        assertEquals(user, users().claim(relative, user));
        Files.delete(relative);
        users().releaseGone(runs);
        assertFalse(Files.isSymbolicLink(claim(user)));
        Files.delete(runs);
    }

    /// A link that leads nowhere is there all the same.
    @Test
    void aRunThatCannotBeLookedAtKeepsItsUser() throws Exception {
        int user = users().claim(run("a"), 0);
        Files.delete(place.resolve("a"));
        Files.createSymbolicLink(place.resolve("a"), place.resolve("unmounted"));
        assertThrows(TaskRefused.class, () -> users().claim(run("b"), user));
        users().releaseGone(place);
        assertTrue(Files.isSymbolicLink(claim(user)));
    }

    @Test
    void whereNothingCanBeClaimedItIsTriedAgain() throws Exception {
        Files.writeString(place.resolve("claims"), "no folder");
        var refused = assertThrows(TaskRefused.class, () -> users().claim(run("a"), 0));
        assertFalse(refused.permanent());
        assertTrue(
                refused.reason()
                        .startsWith(
                                "no user of its own can be claimed in %s for it: "
                                        .formatted(place.resolve("claims"))),
                refused.reason());
    }

    @Test
    void aUserIsFoundByItsName() {
        assertEquals(0, OwnUsers.number("root"));
        assertEquals(-1, OwnUsers.number("nobody-is-called-so"));
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
