package dev.skerry.agent;

import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.files.WholeFile;
import dev.skerry.cluster.job.TaskSpec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// Tasks that end together with their agent, for a node that is only there to try things out.
///
/// To its machine such an end is a reboot: nothing runs any more, and what was running is started
/// again in the next life, without being counted as failed. So each such end makes another boot id,
/// by a number that is kept in the data directory. After a `kill -9` the tasks are there still, the
/// number is the same, and they are taken over.
final class SharedEnd {
    /// Whatever a job file grants: what ends the agent, such as a service manager, waits not much
    /// longer, and an agent that is killed leaves its tasks behind.
    private static final long STOP_MAX_MS = TimeUnit.MINUTES.toMillis(1);

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

    /// What the end of the agent means for its tasks.
    String words() {
        return wanted
                ? "the agent ends, and its tasks with it, as end.tasks says"
                : "the agent ends; its tasks go on, and the next one takes them over";
    }

    /// Asks every task to end, by its own signal, and ends what is left of each when its own time
    /// is over.
    ///
    /// @param wishes how each is to be ended
    void endTasks(Keeper keeper, Function<TaskHandle, TaskSpec.StopSpec> wishes)
            throws IOException {
        if (!wanted) return;
        var untilNs = new HashMap<TaskHandle, Long>();
        for (var handle : running(keeper)) {
            var wish = wishes.apply(handle);
            long patienceMs = Math.min(wish.timeoutMs(), STOP_MAX_MS);
            untilNs.put(handle, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs));
            ask(keeper, handle, wish.signal());
        }
        while (!untilNs.isEmpty()) {
            LockSupport.parkNanos(LOOK_EVERY_NS);
            untilNs.keySet().retainAll(running(keeper));
            for (var late : late(untilNs)) {
                keeper.kill(late);
                untilNs.remove(late);
            }
        }
        WholeFile.write(file, Long.toString(before + 1));
    }

    private static List<TaskHandle> late(Map<TaskHandle, Long> untilNs) {
        long nowNs = System.nanoTime();
        return untilNs.entrySet().stream()
                .filter(it -> it.getValue() - nowNs <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void ask(Keeper keeper, TaskHandle handle, String signal) {
        try {
            keeper.signal(handle, signal);
        } catch (TaskRefused e) {
            keeper.kill(handle);
        }
    }

    private static List<TaskHandle> running(Keeper keeper) throws IOException {
        var handles = new ArrayList<TaskHandle>();
        for (var recovered : keeper.recover())
            if (recovered.status() instanceof TaskStatus.Running) handles.add(recovered.handle());
        return handles;
    }
}
