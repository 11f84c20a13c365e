package dev.skerry.agent.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.shim.Playground;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What every driver keeps. Tasks are known here by what they do; how one is made that does so is
/// each driver's own.
public interface DriverContract {
    Playground world();

    /// @param keeper of the agent that lives now
    Driver driver(Keeper keeper);

    /// It writes `ready`, and ends when SIGTERM comes.
    TaskLaunch lasting(String allocation) throws Exception;

    /// How it ends then.
    default void endedAsAsked(Exit exit) {
        assertEquals(5, exit.code());
    }

    /// It ends at once, with that code.
    TaskLaunch brief(String allocation, int code) throws Exception;

    /// It takes 100 MB and may have 20.
    TaskLaunch greedy(String allocation) throws Exception;

    /// A program that is there on every node, and ends with code 3.
    TaskLaunch check(String allocation) throws Exception;

    private Driver driver() {
        return driver(world().processes());
    }

    private Started start(TaskLaunch launch) throws Exception {
        return driver().start(driver().prepare(launch, _ -> {}));
    }

    private TaskLaunch started(TaskLaunch launch) throws Exception {
        start(launch);
        world().awaitOutput(launch, "ready\n");
        return launch;
    }

    @Test
    default void itsNameIsAmongItsWords() {
        var words = driver().facts().words();
        assertEquals(driver().name(), words.getFirst());
        for (var word : words)
            assertTrue(word.equals(driver().name()) || word.startsWith(driver().name() + "."));
    }

    @Test
    default void aTaskEndsAndItsCodeIsTold() throws Exception {
        var launch = brief("a1", 7);
        start(launch);
        assertEquals(7, world().exitOf(launch).code());
        world().processes().forget(launch.handle());
        assertNull(world().processes().find("a1", "main", 0));
    }

    @Test
    default void aTaskIsAskedToEnd() throws Exception {
        var launch = started(lasting("a1"));
        world().processes().signal(launch.handle(), "SIGTERM");
        endedAsAsked(world().exitOf(launch));
    }

    @Test
    default void aTaskIsEnded() throws Exception {
        var launch = started(lasting("a1"));
        world().processes().kill(launch.handle());
        assertFalse(world().exitOf(launch).successful());
        assertEquals(-1, world().processes().usage(launch.handle()).memoryBytes());
    }

    @Test
    default void itsUsageIsTold() throws Exception {
        var launch = started(lasting("a1"));
        var usage = world().processes().usage(launch.handle());
        assertTrue(usage.memoryBytes() > 0 && usage.cpuNs() >= 0, usage.toString());
    }

    @Test
    default void itsMemoryIsBounded() throws Exception {
        var launch = greedy("a1");
        start(launch);
        var exit = world().exitOf(launch);
        var lacks = world().processes().shortcomings();
        boolean enforced = lacks.stream().noneMatch(it -> it.contains("memory limits"));
        assertEquals(enforced, !exit.successful(), exit.toString());
    }

    @Test
    default void theNextAgentTakesItOver() throws Exception {
        var launch = lasting("a1");
        long pid = start(launch).pid();
        world().awaitOutput(launch, "ready\n");
        var found = world().reopen().recover();
        assertEquals(List.of(new Recovered(launch.handle(), new TaskStatus.Running(pid))), found);
        assertEquals(launch.handle(), world().processes().find("a1", "main", 0));
        world().processes().signal(launch.handle(), "SIGTERM");
        endedAsAsked(world().exitOf(launch));
    }

    @Test
    default void whatWasPreparedTwiceIsStartedOnce() throws Exception {
        var launch = brief("a1", 7);
        driver().prepare(launch, _ -> {});
        assertNull(world().processes().find("a1", "main", 0), "nothing runs by that");
        start(launch);
        assertEquals(7, world().exitOf(launch).code());
    }

    /// However far it had come by then.
    @Test
    default void aPreparationThatWasInterruptedCanBeAskedForAgain() throws Exception {
        var launch = brief("a1", 7);
        var preparing = new FutureTask<>(() -> driver().prepare(launch, _ -> {}));
        var thread = Thread.ofVirtual().start(preparing);
        thread.interrupt();
        assertTrue(thread.join(java.time.Duration.ofSeconds(20)), "it waits for nothing more");
        assertNull(world().processes().find("a1", "main", 0));
        start(launch);
        assertEquals(7, world().exitOf(launch).code());
    }

    /// Not by another driver either.
    @Test
    default void noAttemptIsThereTwice() throws Exception {
        var launch = lasting("a1");
        var prepared = driver().prepare(launch, _ -> {});
        driver().start(prepared);
        world().awaitOutput(launch, "ready\n");
        var other = of(prepared.process(), new TaskHandle("a1", "main", 0, "other"));
        for (var again : List.of(prepared.process(), other)) {
            var refused = assertThrows(TaskRefused.class, () -> world().processes().start(again));
            assertEquals(launch.handle() + " runs already", refused.reason());
        }
        world().reopen(); // which knows of nothing that runs, as nobody has asked it to look
        for (var again : List.of(prepared.process(), other)) {
            var refused = assertThrows(TaskRefused.class, () -> world().processes().start(again));
            assertEquals(
                    again.handle() + " was started before; it takes a new attempt",
                    refused.reason());
        }
    }

    private static ProcessLaunch of(ProcessLaunch launch, TaskHandle handle) {
        return new ProcessLaunch(
                handle,
                launch.directory(),
                launch.program(),
                launch.env(),
                launch.user(),
                launch.limits(),
                launch.logs(),
                launch.walls());
    }

    @Test
    default void aCheckRunsBesideItAndEndsByItself() throws Exception {
        var launch = started(lasting("a1"));
        var check = check("a1");
        driver().beside(launch.handle(), check);
        assertEquals(3, world().exitOf(check).code());
        assertEquals(Set.of(launch.handle()), running());
        world().processes().forget(check.handle());
        assertEquals(Set.of(launch.handle()), running());
    }

    private Set<TaskHandle> running() throws Exception {
        var all = new HashSet<TaskHandle>();
        for (var found : world().reopen().recover())
            if (found.status() instanceof TaskStatus.Running) all.add(found.handle());
        return all;
    }
}
