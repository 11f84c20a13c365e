package dev.skerry.agent;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Tasks that end together with their agent, for a node that is only there to try things out.
///
/// To its machine such an end is a reboot: nothing runs any more, and what was running is started
/// again in the next life, without being counted as failed. So each such end makes another boot id,
/// by a number that is kept in the data directory. After a `kill -9` the tasks are there still, the
/// number is the same, and they are taken over.
final class SharedEnd {
    private static final long STOP_MAX_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int NUMBER_BYTES_MAX = 20;

    private final Path file;
    private final boolean wanted;
    private final long before;

    private SharedEnd(Path file, boolean wanted, long before) {
        this.file = file;
        this.wanted = wanted;
        this.before = before;
    }

    static SharedEnd open(Path data, boolean wanted) throws IOException {
        var file = data.resolve("ends");
        return new SharedEnd(file, wanted, read(file));
    }

    private static long read(Path file) throws IOException {
        try {
            return Long.parseLong(WholeFile.read(file, NUMBER_BYTES_MAX).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw WholeFile.trouble(file, "it should hold a number");
        }
    }

    /// The boot that the machine is told of.
    String bootId(String kernel) {
        return before == 0 ? kernel : kernel + "+" + before;
    }

    /// Asks every task to end, and after a few seconds ends what is left.
    void endTasks(Driver driver) throws IOException {
        if (!wanted) return;
        for (var handle : running(driver)) ask(driver, handle);
        long untilNs = System.nanoTime() + STOP_MAX_NS;
        while (!running(driver).isEmpty() && System.nanoTime() - untilNs < 0)
            LockSupport.parkNanos(LOOK_EVERY_NS);
        for (var handle : running(driver)) driver.kill(handle);
        WholeFile.write(file, Long.toString(before + 1));
    }

    private static void ask(Driver driver, TaskHandle handle) {
        try {
            driver.signal(handle, "SIGTERM");
        } catch (TaskRefused e) {
            driver.kill(handle);
        }
    }

    private static List<TaskHandle> running(Driver driver) throws IOException {
        var handles = new ArrayList<TaskHandle>();
        for (var recovered : driver.recover())
            if (recovered.status() instanceof TaskStatus.Running) handles.add(recovered.handle());
        return handles;
    }
}
