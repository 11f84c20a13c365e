package dev.skerry.cluster.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GuardedTest {
    private static final int SOMEBODY = 54_321;

    @TempDir Path temporary = Path.of("");
    private Path home = Path.of("");

    /// Where the temporary folder is a link, it is not what is tried here.
    @BeforeEach
    void find() throws IOException {
        home = temporary.toRealPath();
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String refused(Executable check) {
        return String.valueOf(assertThrows(IOException.class, check).getMessage());
    }

    private static String refused(Path folder) {
        return refused(() -> Guarded.check(folder, "server"));
    }

    private Path folder(String name, String permissions) throws IOException {
        var folder = Files.createDirectory(home.resolve(name));
        permit(folder, permissions);
        return folder;
    }

    /// Somebody else's, as far as whoever runs this can make one: root gives one away.
    private Path somebodysFolder() throws IOException {
        var own = folder("theirs", "rwxr-xr-x");
        if ((Integer) Files.getAttribute(own, "unix:uid") != 0) return Path.of("/usr");
        Files.setAttribute(own, "unix:uid", SOMEBODY);
        return own;
    }

    @Test
    void whatIsMadeIsItsOwnersAlone() throws Exception {
        Guarded.make(home.resolve("var/lib/data"));
        assertEquals("rwx------", mode(home.resolve("var/lib/data")));
        assertFalse(mode(home.resolve("var")).substring(3).contains("w"), "nobody else's");
        var theirs = folder("srv", "rwxr-xr-x");
        Guarded.make(theirs);
        assertEquals("rwxr-xr-x", mode(theirs), "it stays as it is");
    }

    @Test
    void whatOthersMayOnlyReadIsUsed() throws Exception {
        for (var permissions : new String[] {"rwx------", "rwx--x--x", "rwxr-xr-x"}) {
            var folder = folder(permissions, permissions);
            assertDoesNotThrow(() -> Guarded.check(folder, "agent"));
        }
    }

    @Test
    void whatOthersCanWriteIntoIsRefused() throws Exception {
        for (var permissions : new String[] {"rwxrwxr-x", "rwxr-x-wx", "rwxrwxrwx"}) {
            var folder = folder(permissions, permissions);
            var why = refused(folder);
            assertTrue(why.startsWith("others than its owner can write into the folder"), why);
            assertTrue(why.endsWith("`chmod go-w " + folder + "` ends that"), why);
        }
    }

    @Test
    void whatBelongsToAnotherIsRefused() throws Exception {
        var folder = somebodysFolder();
        var why = refused(folder);
        assertTrue(why.startsWith("the folder " + folder + " belongs to "), why);
        assertTrue(why.contains("; `chown -R "), why);
        assertTrue(why.endsWith(folder + "` gives it to that one"), why);
    }

    @Test
    void aWayThatOthersCanChangeIsRefused() throws Exception {
        var open = folder("open", "rwxrwxrwx");
        var folder = Files.createDirectory(open.resolve("data"));
        permit(folder, "rwx------");
        assertEquals(
                "others can put something else in the place of %s; `chmod go-w %s` ends that"
                        .formatted(folder, open),
                refused(folder));
        Files.setAttribute(open, "unix:mode", 01777);
        assertDoesNotThrow(() -> Guarded.check(folder, "server"), "as in /tmp");
    }

    @Test
    void aLinkIsFollowedWhereNobodyElseCouldHaveMadeIt() throws Exception {
        var folder = folder("data", "rwx------");
        var link = Files.createSymbolicLink(home.resolve("link"), folder);
        assertDoesNotThrow(() -> Guarded.check(link, "server"));
        var shared = folder("shared", "rwxrwxr-x");
        var other = Files.createSymbolicLink(shared.resolve("link"), folder);
        assertTrue(refused(other).startsWith("others can put something else in the place of "));
    }

    @Test
    void aLinkOfAnotherInAFolderOfAllIsRefused() throws Exception {
        var folder = folder("data", "rwx------");
        var open = folder("open", "rwxrwxrwx");
        Files.setAttribute(open, "unix:mode", 01777);
        var link = Files.createSymbolicLink(open.resolve("link"), folder);
        assertDoesNotThrow(() -> Guarded.check(link, "server"), "it is ours");
        if ((Integer) Files.getAttribute(folder, "unix:uid") != 0) return;
        Files.setAttribute(link, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        var why = refused(link);
        assertTrue(why.startsWith(link + " is a link of " + SOMEBODY + " in a folder of all"), why);
    }

    @Test
    void aKeyIsForItsOwnerOnly() throws Exception {
        var key = home.resolve("key.pem");
        assertDoesNotThrow(() -> Guarded.checkKey(key), "there need be none");
        Files.writeString(key, "key");
        permit(key, "rw-------");
        assertDoesNotThrow(() -> Guarded.checkKey(key));
        for (var permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"}) {
            permit(key, permissions);
            var why = refused(() -> Guarded.checkKey(key));
            assertTrue(why.startsWith("others than its owner can read or change the key"), why);
            assertTrue(why.endsWith("`chmod 600 " + key + "` ends that"), why);
        }
    }
}
