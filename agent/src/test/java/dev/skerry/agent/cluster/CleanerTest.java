package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.users.OwnUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {
    @TempDir Path data;

    /// Else it would stay until something else is given up, or the agent is started anew.
    @Test
    void whatCouldNotBeEmptiedIsTriedAgain() throws Exception {
        var directories = new RunDirectories(data, null);
        directories.prepare("a1", "server");
        directories.remove("a1");
        var removed = data.resolve("runs/.removed");
        assertEquals(1, entries(removed));
        var aside = Files.move(removed, data.resolve("aside"));
        Files.createFile(removed); // no folder, and cannot be walked
        try (var cleaner = new Cleaner(directories)) {
            var failed = new CountDownLatch(1);
            cleaner.empty();
            cleaner.again(failed::countDown);
            assertTrue(failed.await(30, TimeUnit.SECONDS), "it has failed, on the same thread");
            Files.delete(removed);
            Files.move(aside, removed);
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (entries(removed) > 0) {
                assertTrue(System.nanoTime() - untilNs < 0, "it is emptied within half a minute");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /// Once, at the start: reading every claim of the machine is not for each run that goes.
    @Test
    void usersOfAnEarlierLifeAreGivenBackAtTheStart() throws Exception {
        for (var list : new String[] {"passwd", "group"}) Files.createFile(data.resolve(list));
        var claims = data.resolve("claims");
        var users = OwnUsers.at(7_000, 7_009, claims, data);
        var directories = new RunDirectories(data, users);
        var run = Files.createDirectory(data.resolve("runs/a1"));
        var claim = claims.resolve(Integer.toString(users.claim(run, 0)));
        Files.delete(run);
        directories.emptyRemoved();
        assertTrue(Files.isSymbolicLink(claim));
        try (var cleaner = new Cleaner(directories)) {
            cleaner.begin();
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (Files.isSymbolicLink(claim)) {
                assertTrue(System.nanoTime() - untilNs < 0, "it is released within half a minute");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static long entries(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.count();
        }
    }
}
