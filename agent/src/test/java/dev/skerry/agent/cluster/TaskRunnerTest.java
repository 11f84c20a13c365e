package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Drivers;
import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Recovered;
import dev.skerry.agent.driver.SignalName;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.driver.Usage;
import dev.skerry.agent.driver.Walls;
import dev.skerry.agent.lanes.Turns;
import dev.skerry.agent.link.NodeSeal.Stamp;
import dev.skerry.agent.users.OwnUsers;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRunnerTest {
    @TempDir Path data;
    private final BlockingQueue<NodeMessage> answers = new LinkedBlockingQueue<>();
    private final Disk driver = new Disk();
    private TaskRunner runner;

    @BeforeEach
    void open() throws Exception {
        open(TaskRunner.usualTurns());
    }

    private void open(Turns turns) throws Exception {
        var users = TaskUsers.of("nobody", Map.of());
        runner = runner(new RunDirectories(data, null), users, turns);
    }

    private TaskRunner runner(RunDirectories directories, TaskUsers users, Turns turns) {
        return new TaskRunner(
                new Drivers(driver, List.of(driver)),
                directories,
                new LaunchMaker(
                        directories,
                        new TaskEnvironment.Host("n-000000000001", "shed", "0", Map.of()),
                        users,
                        new Identities(directories, new Unjoined())),
                turns,
                new TaskCounts(),
                answers::add);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    /// Whatever goes wrong at a start, the machine is told: else the task would be starting for
    /// ever.
    @Test
    void everyStartIsAnswered() throws Exception {
        driver.full = true;
        runner.start(start("server", 2));
        var refused = assertInstanceOf(NodeMessage.TaskRefused.class, answer());
        assertEquals("it could not be started: the disk is full", refused.reason());
        assertFalse(refused.permanent());
        driver.full = false;
        runner.start(start("server", 3));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    /// Nobody becomes root, by whatever name, and nobody another; who names nobody has a user that
    /// no other allocation has.
    @Test
    void aTaskRunsAsNobodyButWhomItsNodeAllows() throws Exception {
        if (!AgentConfig.root()) return; // then there is no other user than the agent's
        Files.writeString(data.resolve("passwd"), "");
        Files.writeString(data.resolve("group"), "");
        var own = OwnUsers.at(7_000, 7_009, data.resolve("claims"), data);
        runner.close();
        var allowed = TaskUsers.of("", Map.of("allowed", "bob"));
        runner = runner(new RunDirectories(data, own), allowed, TaskRunner.usualTurns());
        for (var user : List.of("root", "0", "nobody", "bob", "")) {
            var task = Orders.task("server", Map.of());
            var run = new TaskSpec.RunSpec("/bin/true", List.of(), Map.of(), user);
            var asks =
                    new TaskSpec(
                            task.name(),
                            task.driver(),
                            run,
                            task.resources(),
                            task.cpuMaxMhz(),
                            task.stop(),
                            task.logs(),
                            task.checks());
            runner.start(new NodeEffect.StartTask(Orders.of("a1", asks), "server", 1));
            if (user.isEmpty() || user.equals("bob")) {
                assertInstanceOf(NodeMessage.TaskStarted.class, answer());
                continue;
            }
            var refused = assertInstanceOf(NodeMessage.TaskRefused.class, answer());
            assertTrue(refused.permanent());
            assertTrue(refused.reason().contains("lets no task run as '" + user + "'"));
        }
        assertEquals("bob", driver.users.getFirst());
        assertEquals(2, driver.users.size());
        assertTrue(driver.users.getLast().matches("700[0-9]"), driver.users + "");
    }

    /// As a later server may give them, or one that was damaged: the agent lives, and says so.
    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "web server", "../../../etc", "a\nb", "caf\u00e9"})
    void aNameThatNoTaskCanHaveIsRefusedAndNothingElse(String name) throws Exception {
        Files.createDirectories(data.resolve("runs"));
        Files.createDirectories(data.resolve("x"));
        var order = Orders.of("a1", Orders.task("server", Map.of()));
        runner.start(new NodeEffect.StartTask(order, name, 1));
        var refused = assertInstanceOf(NodeMessage.TaskRefused.class, answer());
        assertEquals(name, refused.task());
        assertTrue(refused.permanent(), refused.reason());
        runner.signal(new NodeEffect.SignalTask("a1", name, 1, "SIGTERM"));
        runner.kill(new NodeEffect.KillTask(name, "server", 1));
        runner.drop(new NodeEffect.DropTask("a1", name, 1));
        runner.clean("../x");
        assertEquals(new NodeMessage.Cleaned("../x"), answer());
        assertTrue(Files.exists(data.resolve("x")), "only its own folder is removed");
        runner.start(start("server", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        assertEquals(0, driver.asked.size());
    }

    /// By another order than the newest, or by none that is still there.
    @Test
    void whatRunsIsFoundWhateverItsOrderSays() throws Exception {
        driver.startedBy = "container";
        runner.drop(new NodeEffect.DropTask("a1", "server", 7));
        assertEquals("kill", driver.asked.poll(30, TimeUnit.SECONDS));
        assertEquals("forgotten a1.server.7.container", driver.asked.poll(30, TimeUnit.SECONDS));
        runner.start(start("server", 2));
        assertEquals("forgotten a1.server.1.container", driver.asked.poll(30, TimeUnit.SECONDS));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGRTMIN", "15", "", "SIG", "SIGINFO", "sigterm\n"})
    void aSignalThatNobodyKnowsIsTheUsualOne(String signal) throws Exception {
        runner.signal(new NodeEffect.SignalTask("a1", "server", 1, signal));
        assertEquals("SIGTERM", driver.asked.poll(30, TimeUnit.SECONDS));
        runner.signal(new NodeEffect.SignalTask("a1", "server", 1, "SIGUSR1"));
        assertEquals("SIGUSR1", driver.asked.poll(30, TimeUnit.SECONDS), "and nothing between");
    }

    @Test
    void whatIsCleanedIsForgottenByTheDriverToo() throws Exception {
        runner.start(start("server", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        runner.clean("a1");
        assertEquals(new NodeMessage.Cleaned("a1"), answer());
        assertEquals(List.of("a1"), driver.forgotten);
        assertFalse(Files.exists(data.resolve("runs/a1")));
    }

    /// Else its folders, its records and its cgroups would stay until the agent is started anew.
    @Test
    void aCleanUpThatFailedIsTriedAgain() throws Exception {
        runner.start(start("server", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        driver.failures.set(1);
        runner.clean("a1");
        assertEquals(new NodeMessage.Cleaned("a1"), answer());
        assertFalse(Files.exists(data.resolve("runs/a1")));
    }

    /// What runs of an attempt that the journal does not know would stay, and be found again.
    @Test
    void aDropThatFailedIsTriedAgain() throws Exception {
        driver.full = true;
        runner.drop(new NodeEffect.DropTask("a1", "server", 7));
        assertEquals("kill", driver.asked.poll(30, TimeUnit.SECONDS));
        assertEquals("full", driver.asked.poll(30, TimeUnit.SECONDS));
        driver.full = false;
        assertEquals("kill", driver.asked.poll(30, TimeUnit.SECONDS));
        assertEquals("forgotten a1.server.7", driver.asked.poll(30, TimeUnit.SECONDS));
    }

    /// A process in the middle of an input or output that does not end cannot be killed.
    @Test
    void oneThatCannotBeKilledKeepsNobodyWaiting() throws Exception {
        for (int i = 0; i < 20; i++) runner.kill(new NodeEffect.KillTask("stuck" + i, "main", 1));
        for (int i = 0; i < 20; i++) assertEquals("kill", driver.asked.poll(30, TimeUnit.SECONDS));
        runner.start(start("server", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        runner.kill(new NodeEffect.KillTask("stuck0", "beside", 1));
        assertEquals("kill", driver.asked.poll(30, TimeUnit.SECONDS), "in the same allocation too");
        assertEquals(20, driver.stuck.get());
        driver.end.countDown();
    }

    /// A program on a disk that does not answer takes as long as it likes to be loaded.
    @Test
    void startsThatHangKeepNobodyWaitingForLong() throws Exception {
        driver.hanging = "hangs";
        for (int i = 0; i < 8; i++)
            runner.start(
                    new NodeEffect.StartTask(
                            Orders.of("h" + i, Orders.task("hangs", Map.of())), "hangs", 1));
        runner.start(start("server", 1));
        var started = assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        assertEquals("server", started.task());
        driver.end.countDown();
        for (int i = 0; i < 8; i++) assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    @Test
    void whatIsForcedWaitsForNoTurn() throws Exception {
        runner.close();
        open(new Turns(1, TimeUnit.HOURS.toMillis(1))); // one of them would do for an hour
        driver.hanging = "hangs";
        runner.start(startOf("h1", "hangs"));
        assertEquals("hangs", driver.begun.poll(30, TimeUnit.SECONDS), "and has the turn");
        runner.start(startOf("w1", "waits"));
        var order = Orders.forced(Orders.of("f1", Orders.task("server", Map.of())));
        runner.start(new NodeEffect.StartTask(order, "server", 1));
        var started = assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        assertEquals("f1", started.allocation());
        driver.end.countDown();
        for (int i = 0; i < 2; i++) assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    /// An image that comes slowly, from a registry that does not answer.
    @Test
    void whatIsPreparedKeepsNobodyWaitingAndIsSaid() throws Exception {
        runner.close();
        open(new Turns(1, TimeUnit.HOURS.toMillis(1))); // one of them would do for an hour
        driver.waiting = "fetches";
        for (int i = 0; i < 8; i++) runner.start(startOf("f" + i, "fetches"));
        for (int i = 0; i < 8; i++) {
            var said = assertInstanceOf(NodeMessage.TaskPreparing.class, answer());
            assertEquals("fetches an image", said.what());
        }
        runner.start(start("server", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        driver.end.countDown();
        for (int i = 0; i < 8; i++) assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    @Test
    void whatIsPreparedIsLetGoOfWhenItIsToldToStop() throws Exception {
        driver.waiting = "fetches";
        runner.start(startOf("f1", "fetches"));
        runner.start(startOf("f2", "fetches"));
        runner.start(startOf("f3", "fetches"));
        for (int i = 0; i < 3; i++) assertInstanceOf(NodeMessage.TaskPreparing.class, answer());
        runner.signal(new NodeEffect.SignalTask("f1", "fetches", 1, "SIGTERM"));
        assertLetGo("f1");
        runner.kill(new NodeEffect.KillTask("f2", "fetches", 1));
        assertLetGo("f2");
        runner.drop(new NodeEffect.DropTask("f3", "fetches", 1));
        assertLetGo("f3");
        assertEquals(List.of(), driver.users, "none was started");
        driver.end.countDown();
        runner.start(startOf("f1", "fetches"));
        assertInstanceOf(NodeMessage.TaskPreparing.class, answer());
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
    }

    /// It had not come to its driver yet.
    @Test
    void whatWaitsForItsTurnIsLetGoOfToo() throws Exception {
        driver.hanging = "hangs";
        runner.start(startOf("h1", "hangs"));
        runner.start(
                new NodeEffect.StartTask(
                        Orders.of("h1", Orders.task("hangs", Map.of())), "hangs", 2));
        runner.signal(new NodeEffect.SignalTask("h1", "hangs", 2, "SIGTERM"));
        driver.end.countDown();
        assertEquals(1, assertInstanceOf(NodeMessage.TaskStarted.class, answer()).attempt());
        assertLetGo("h1");
    }

    private void assertLetGo(String allocation) throws InterruptedException {
        var refused = assertInstanceOf(NodeMessage.TaskRefused.class, answer());
        assertEquals(allocation, refused.allocation());
        assertEquals("it was told to stop before it had started", refused.reason());
        assertFalse(refused.permanent());
    }

    private static NodeEffect.StartTask startOf(String allocation, String task) {
        var order = Orders.of(allocation, Orders.task(task, Map.of()));
        return new NodeEffect.StartTask(order, task, 1);
    }

    /// What is asked for one task is done in the order in which it was asked.
    @Test
    void oneTasksWorkStaysInItsOrder() throws Exception {
        var right = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            var signal = i % 2 == 0 ? "SIGUSR1" : "SIGUSR2";
            right.add(signal);
            runner.signal(new NodeEffect.SignalTask("a1", "server", 1, signal));
        }
        for (var signal : right) assertEquals(signal, driver.asked.poll(30, TimeUnit.SECONDS));
    }

    /// A task may be called anything that is a word; none of it is taken for a check. A room behind
    /// this one hears of its own processes.
    @Test
    void whatIsNoAllocationIsNotItsOwn() throws Exception {
        var exit = new TaskStatus.Exited(new Exit(0, 0, Exit.Starved.NONE, Instant.EPOCH));
        for (var name : List.of("proxy", "a", "a-proxy"))
            assertFalse(runner.ended(new ExitEvent(new TaskHandle(name, "server", 1), exit)), name);
        for (var id : List.of("a1", "a7k2m9x4qtb", "a7k2m9x4qtb0")) {
            assertTrue(runner.ended(new ExitEvent(new TaskHandle(id, "server", 1), exit)), id);
            var exited = assertInstanceOf(NodeMessage.TaskExited.class, answer());
            assertEquals(id, exited.allocation());
        }
    }

    @Test
    void theEndOfATaskIsNotTakenForThatOfACheck() {
        var checks = new ScriptChecks(runner);
        var exit = new TaskStatus.Exited(new Exit(1, 0, Exit.Starved.NONE, Instant.EPOCH));
        for (var name : List.of("health_check", "health-check", "check", "a_check-"))
            assertFalse(checks.ended(new ExitEvent(new TaskHandle("a1", name, 1), exit)), name);
    }

    /// Nor for the directory that all tasks of an allocation share.
    @Test
    void aTaskCalledAllocHasItsOwnDirectory() throws Exception {
        runner.start(start("alloc", 1));
        assertInstanceOf(NodeMessage.TaskStarted.class, answer());
        var mode = Files.getPosixFilePermissions(data.resolve("runs/a1/alloc"));
        assertEquals(4, mode.size(), "others do not even pass through");
    }

    private static NodeEffect.StartTask start(String task, int attempt) {
        var order = Orders.of("a1", Orders.task(task, Map.of()));
        return new NodeEffect.StartTask(order, task, attempt);
    }

    private NodeMessage answer() throws InterruptedException {
        var answer = answers.poll(30, TimeUnit.SECONDS);
        assertNotNull(answer, "an answer within half a minute");
        return answer;
    }

    /// A node without a certificate; its tasks start without an identity.
    private static final class Unjoined implements Identities.Source {
        @Override
        public @Nullable Stamp stamp() {
            return null;
        }

        @Override
        public long tickMs() {
            return 0;
        }

        @Override
        public long wallMs() {
            return 0;
        }
    }

    /// A driver whose tasks do nothing, and whose disk can be full.
    private static final class Disk implements Driver, Keeper {
        final List<String> forgotten = new java.util.concurrent.CopyOnWriteArrayList<>();
        final List<String> users = new java.util.concurrent.CopyOnWriteArrayList<>();
        final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger stuck = new AtomicInteger();
        final CountDownLatch end = new CountDownLatch(1);
        volatile boolean full;
        volatile String hanging = "";
        volatile String waiting = "";
        volatile String startedBy = "exec";

        @Override
        public String name() {
            return "exec";
        }

        @Override
        public DriverFacts facts() {
            return new DriverFacts(List.of("exec"), List.of());
        }

        @Override
        public Prepared prepare(TaskLaunch launch, Steps steps) throws InterruptedException {
            if (launch.handle().task().equals(waiting)) {
                steps.at("fetches an image");
                end.await();
            }
            return prepared(launch);
        }

        private static Prepared prepared(TaskLaunch launch) {
            var program = new Executable(Path.of("/bin/true"), List.of("true"));
            return new Prepared(ProcessLaunch.of(launch, program, Walls.NONE));
        }

        @Override
        public Started start(Prepared prepared) {
            return start(prepared.process());
        }

        @Override
        public Started beside(TaskHandle task, TaskLaunch program) {
            return start(prepared(program));
        }

        @Override
        public TaskHandle find(String allocation, String task, int attempt) {
            return new TaskHandle(allocation, task, attempt, startedBy);
        }

        @Override
        public Started start(ProcessLaunch launch) {
            users.add(launch.user());
            begun.add(launch.handle().task());
            if (launch.handle().task().equals(hanging)) hang();
            return new Started(1, Instant.EPOCH);
        }

        @Override
        public void signal(TaskHandle handle, String signal) throws TaskRefused {
            asked.add(SignalName.of(SignalName.number(signal)));
        }

        @Override
        public void kill(TaskHandle handle) {
            boolean hangs = handle.task().equals("main");
            if (hangs) stuck.incrementAndGet(); // before anybody hears of it
            asked.add("kill");
            if (hangs) hang();
        }

        private void hang() {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<Recovered> recover() {
            return List.of();
        }

        @Override
        public Usage usage(TaskHandle handle) {
            return Usage.NONE;
        }

        @Override
        public void forget(TaskHandle handle) {
            boolean fails = full; // once: whoever reads what was asked may change it at once
            asked.add(fails ? "full" : "forgotten " + handle);
            if (fails) throw new UncheckedIOException("the disk is full", new IOException());
        }

        @Override
        public void forgetAll(String allocation) {
            if (failures.getAndUpdate(it -> Math.max(0, it - 1)) > 0)
                throw new UncheckedIOException("the disk is busy", new IOException());
            forgotten.add(allocation);
        }

        @Override
        public List<String> confines() {
            return List.of();
        }

        @Override
        public List<String> shortcomings() {
            return List.of();
        }

        @Override
        public void close() {}

        @Override
        public void leave() {}
    }
}
