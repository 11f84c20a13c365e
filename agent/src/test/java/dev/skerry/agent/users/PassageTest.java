package dev.skerry.agent.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no task gets past is found by looking, before any task has tried.
class PassageTest {
    private static final String STRANGER = "61184";

    @TempDir Path place;
    private Path home;
    private Path data;

    @BeforeEach
    void make() throws Exception {
        permit(place, "rwxr-xr-x");
        home = Files.createDirectory(place.resolve("home"));
        data = Files.createDirectories(home.resolve("skerry/agent"));
        var own = Files.getAttribute(home, "unix:uid");
        Files.writeString(place.resolve("passwd"), "owner:x:%s:4242::/:\n".formatted(own));
        Files.writeString(place.resolve("group"), "");
    }

    private static void permit(Path folder, String permissions) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private String trouble(String user) {
        return Passage.at(data, user, place).trouble();
    }

    @Test
    void anOpenWayIsNoTrouble() throws Exception {
        permit(home, "rwx--x--x");
        assertEquals("", trouble(STRANGER));
        assertEquals("", Passage.at(data, null, place).trouble(), "the agent's own user is in");
    }

    @Test
    void aClosedFolderIsNamedAndOnceItIsOpenAllIsWell() throws Exception {
        permit(home, "rwxr-xr--");
        assertEquals(
                "no task can start: user 61184 of the tasks cannot enter %s (rwxr-xr--); %s"
                        .formatted(home, "chmod o+x it, or choose another --data"),
                trouble(STRANGER));
        permit(home, "rwxr-xr-x");
        assertEquals("", trouble(STRANGER));
    }

    @Test
    void aFolderBehindALinkIsOnTheWayToo() throws Exception {
        var link = Files.createSymbolicLink(place.resolve("link"), home);
        data = link.resolve("skerry/agent");
        permit(home.resolve("skerry"), "rwx------");
        assertTrue(trouble(STRANGER).contains("skerry (rwx------)"), trouble(STRANGER));
        permit(home.resolve("skerry"), "rwxr-xr-x");
        permit(home, "rwxrwx---");
        assertTrue(trouble(STRANGER).contains("link (rwxrwx---)"), trouble(STRANGER));
    }

    /// Who owns a folder has the owner's permissions, and nobody else's.
    @Test
    void theOwnerNeedsTheOwnersPermission() throws Exception {
        permit(home, "rwx------");
        assertEquals("", trouble("owner"));
    }

    @Test
    void aUserThatIsNotThereIsSaid() {
        assertEquals(
                "no task can start: there is no user 'ghost' on this node; --user names another",
                trouble("ghost"));
    }

    @Test
    void aShimThatMayNotRunIsSaid() throws Exception {
        permit(home, "rwx--x--x");
        var shim = Files.createDirectory(data.resolve("exec")).resolve("skerry-shim");
        Files.writeString(shim, "");
        permit(shim, "rw-r--r--");
        assertTrue(
                trouble(STRANGER).contains("no program may be run in " + shim.getParent()),
                trouble(STRANGER));
        permit(shim, "rwxr-xr-x");
        assertEquals("", trouble(STRANGER));
    }
}
