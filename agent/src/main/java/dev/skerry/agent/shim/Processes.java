package dev.skerry.agent.shim;

import dev.skerry.agent.cgroup.Cgroups;
import dev.skerry.agent.cgroup.TaskCgroup;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Recovered;
import dev.skerry.agent.driver.SignalName;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.driver.Usage;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The processes of this node's tasks: starts them by way of their shims, watches, signals and ends
/// them, and takes over what an earlier agent has started. It knows no driver.
///
/// What a run is, is on disk with its shim; this object holds only which runs are alive, so as to
/// tell each end once. Ends are told on one thread, which must not be kept waiting.
public final class Processes implements Keeper, ExitWatch.Listener {
    private static final int KILL_TREE = 255;
    private static final long GONE_MAX_NS = TimeUnit.SECONDS.toNanos(12);
    private static final long STARTING_MAX_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long ENDING_MAX_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Records records;
    private final Cgroups cgroups;
    private final Launcher launcher;
    private final String boot;
    private final Consumer<ExitEvent> exits;
    private final ConcurrentHashMap<String, DriverTask> runs = new ConcurrentHashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private final ExitWatch watch;

    private Processes(ProcessSettings settings, Consumer<ExitEvent> exits) throws IOException {
        this.records = Records.under(settings.directory());
        this.cgroups = Cgroups.detect(settings.proc(), settings.cgroupParent());
        this.boot = BootId.read();
        this.launcher = new Launcher(settings, records, cgroups, boot);
        this.exits = exits;
        cgroups.sweep();
        records.sweep(); // before the watch, which hears only of files that were not there
        this.watch = ExitWatch.start(records.exits(), this);
    }

    /// Opens them over their directory. Call [#recover] before the first start.
    ///
    /// @param exits hears of each end once; it is called on a thread of its own or the one that
    ///   forgets a task, must return soon, and must not call [#kill] from there
    public static Processes open(ProcessSettings settings, Consumer<ExitEvent> exits)
            throws IOException {
        return new Processes(settings, exits);
    }

    @Override
    public List<String> confines() {
        var all = new ArrayList<>(cgroups.limits());
        all.add("privileges");
        if (launcher.root()) all.add("capabilities");
        return all;
    }

    @Override
    public List<String> shortcomings() {
        var all = new ArrayList<>(cgroups.shortcomings());
        all.addAll(launcher.shortcomings());
        all.addAll(damaged);
        return all;
    }

    @Override
    public Started start(ProcessLaunch launch) throws TaskRefused {
        var handle = launch.handle();
        var run = new DriverTask(handle, null);
        var other = runs.putIfAbsent(key(handle), run);
        if (other != null) throw TaskRefused.forNow(other.handle + " runs already");
        try {
            var start = launcher.launch(launch, neighbour(launch.walls().beside()));
            run.started(start);
            lookAgain(handle);
            return new Started(start.ids().pid(), start.at());
        } catch (TaskRefused | RuntimeException e) {
            runs.remove(key(handle), run);
            throw e;
        }
    }

    private Neighbour neighbour(@Nullable TaskHandle task) {
        var start = task == null || !launcher.root() ? null : live(task);
        if (start == null) return Neighbour.NONE;
        long pid = start.ids().pid();
        return switch (start.first()) {
            case PROGRAM -> Neighbour.NONE;
            case WRAPPER -> new Neighbour(ProcessStat.firstChild(pid), false);
            case CONTAINED -> new Neighbour(pid, true);
        };
    }

    /// An end that came before its run was known here has not been told yet.
    private void lookAgain(TaskHandle handle) {
        try {
            if (records.exit(handle) != null) watch.again(handle);
        } catch (IOException e) {
            // the next sweep tells it
        }
    }

    /// What runs is looked for on no disk.
    @Override
    public @Nullable TaskHandle find(String allocation, String task, int attempt) {
        var asked = new TaskHandle(allocation, task, attempt);
        var run = runs.get(key(asked));
        if (run != null && run.handle.sameAttempt(asked)) return run.handle;
        try {
            var recorded = records.find(asked);
            if (recorded != null) return recorded;
            for (var handle : cgroups.present()) if (handle.sameAttempt(asked)) return handle;
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void signal(TaskHandle handle, String signal) throws TaskRefused {
        int number = SignalName.number(signal);
        if (live(handle) != null) order(handle, number);
    }

    @Override
    public void kill(TaskHandle handle) {
        var start = live(handle);
        if (start == null) return;
        order(handle, KILL_TREE);
        var cgroup = new TaskCgroup(start.cgroups());
        cgroup.kill();
        long untilNs = System.nanoTime() + GONE_MAX_NS;
        while (start.ids().shimAlive() && System.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    /// Tells the shim, which knows for certain that the pid is still the task's. A FIFO opened for
    /// both directions never blocks, even when the shim was killed.
    private void order(TaskHandle handle, int order) {
        try (var control =
                FileChannel.open(
                        records.control(handle),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            control.write(ByteBuffer.wrap(new byte[] {(byte) order}));
        } catch (IOException e) {
            // the shim has taken its FIFO away: the task has ended
        }
    }

    @Override
    public List<Recovered> recover() throws IOException {
        damaged.clear();
        var found = new ArrayList<Recovered>();
        var all = records.all();
        for (var handle : all) {
            var status = recover(handle);
            boolean runs = status instanceof TaskStatus.Running;
            if (!runs && all.stream().anyMatch(it -> it.supersedes(handle))) forget(handle);
            else found.add(new Recovered(handle, status));
        }
        for (var handle : cgroups.present()) {
            if (!all.contains(handle)) clear(cgroups.of(handle));
        }
        return found;
    }

    private static void clear(TaskCgroup cgroup) {
        cgroup.kill();
        cgroup.remove();
    }

    /// A record that cannot be read costs its own task and no other.
    private TaskStatus recover(TaskHandle handle) {
        try {
            return status(handle);
        } catch (IOException e) {
            clear(cgroups.of(handle));
            var why = FileTrouble.words(e);
            damaged.add(
                    why + "; what ran as " + handle + " is ended, and started again if need be");
            return new TaskStatus.Unknown("its record can't be read: " + why);
        }
    }

    /// How it ended counts whatever became of the record of its start, which is not forced to the
    /// disk.
    private TaskStatus status(TaskHandle handle) throws IOException {
        var over = records.exit(handle);
        if (over != null) return new TaskStatus.Exited(over);
        long untilNs = System.nanoTime() + STARTING_MAX_NS;
        var start = records.start(handle);
        while (start == null && records.held(handle) && System.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(LOOK_EVERY_NS); // the last agent died while it was being started
            start = records.start(handle);
        }
        boolean alive = start != null && start.boot().equals(boot) && start.ids().shimAlive();
        var exit = records.exit(handle);
        if (exit != null) return new TaskStatus.Exited(exit);
        if (start == null) {
            clear(cgroups.of(handle));
            return new TaskStatus.Unknown("its start was cut short");
        }
        if (!start.boot().equals(boot)) return new TaskStatus.Unknown("the node was started anew");
        if (!alive) return new TaskStatus.Unknown(lost(start));
        runs.put(key(handle), new DriverTask(handle, start));
        lookAgain(handle);
        return new TaskStatus.Running(start.ids().pid());
    }

    /// Clears up after a shim that was killed; its task's first process was killed with it.
    private static String lost(Records.Start start) {
        boolean empty = new TaskCgroup(start.cgroups()).kill();
        if (start.cgroups().isEmpty()) ProcessStat.killSession(start.ids().pid());
        return empty ? "its shim was killed" : "its shim was killed, and some processes can't be";
    }

    @Override
    public Usage usage(TaskHandle handle) {
        var start = live(handle);
        if (start == null) return Usage.NONE;
        var usage = new TaskCgroup(start.cgroups()).usage();
        if (usage.memoryBytes() >= 0 && usage.cpuNs() >= 0) return usage;
        long pid = start.ids().pid(); // of the first process at least
        if (start.first() == Records.First.WRAPPER) pid = ProcessStat.wrapped(pid);
        long memory =
                usage.memoryBytes() < 0 ? ProcessStat.residentBytes(pid) : usage.memoryBytes();
        long cpu = usage.cpuNs() < 0 ? ProcessStat.cpuNs(pid) : usage.cpuNs();
        return new Usage(memory, cpu, usage.pids());
    }

    @Override
    public void forget(TaskHandle handle) {
        try {
            if (orNone(() -> records.exit(handle)) != null) ended(handle); // told before
            if (run(handle) != null) return;
            var start = orNone(() -> records.start(handle));
            if (start != null) clear(new TaskCgroup(start.cgroups()));
            clear(cgroups.of(handle)); // it is made before there is a record of the start
            if (released(handle)) records.remove(handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading<T> {
        @Nullable T read() throws IOException;
    }

    /// Null as well when it is damaged: it says nothing, and goes with the rest.
    private static <T> @Nullable T orNone(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void forgetAll(String allocation) {
        try {
            for (var handle : records.all())
                if (handle.allocation().equals(allocation)) forget(handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether no shim holds the run. One that has written how its task ended is about to let go.
    private boolean released(TaskHandle handle) throws IOException {
        long untilNs = System.nanoTime() + ENDING_MAX_NS;
        while (records.held(handle)) {
            boolean over = orNone(() -> records.exit(handle)) != null;
            if (!over || System.nanoTime() - untilNs >= 0) return false;
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        return true;
    }

    @Override
    public void ended(TaskHandle handle) {
        var run = run(handle);
        if (run == null || run.start() == null) return;
        try {
            var exit = records.exit(handle);
            if (exit != null) tell(run, new TaskStatus.Exited(exit));
        } catch (IOException e) {
            tell(run, new TaskStatus.Unknown("its record can't be read: " + FileTrouble.words(e)));
        }
    }

    @Override
    public void sweep(boolean thorough) {
        for (var run : runs.values()) {
            var start = run.start();
            if (start == null) continue;
            var ids = start.ids();
            if (thorough ? ids.shimAlive() : ProcessStat.exists(ids.shim())) continue;
            ended(run.handle);
            if (runs.get(key(run.handle)) == run) tell(run, new TaskStatus.Unknown(lost(start)));
        }
    }

    private void tell(DriverTask run, TaskStatus status) {
        if (runs.remove(key(run.handle), run)) exits.accept(new ExitEvent(run.handle, status));
    }

    private Records.@Nullable Start live(TaskHandle handle) {
        var run = run(handle);
        return run == null ? null : run.start();
    }

    /// Null: it does not run, and is not being started.
    private @Nullable DriverTask run(TaskHandle handle) {
        var run = runs.get(key(handle));
        return run == null || !run.handle.equals(handle) ? null : run;
    }

    private static String key(TaskHandle handle) {
        return handle.allocation() + "." + handle.task();
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void leave() {
        cgroups.leave();
    }
}
