package dev.skerry.agent.shim;

import dev.skerry.agent.cgroup.Cgroups;
import dev.skerry.agent.cgroup.TaskCgroup;
import dev.skerry.agent.driver.Handover;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.logs.LogFiles;
import dev.skerry.agent.users.Account;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks a launch, makes the task's cgroup and has a shim start it.
final class Launcher {
    private static final Path ETC = Path.of("/etc");

    private final ProcessSettings settings;
    private final Records records;
    private final Cgroups cgroups;
    private final String boot;
    private final Shim shim;
    private final int ownUid;

    Launcher(ProcessSettings settings, Records records, Cgroups cgroups, String boot)
            throws IOException {
        this.settings = settings;
        this.records = records;
        this.cgroups = cgroups;
        this.boot = boot;
        this.shim = Shim.unpack(settings.directory());
        this.ownUid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /// Whether it can start tasks as another user, and come behind the walls of one.
    boolean root() {
        return ownUid == 0;
    }

    List<String> shortcomings() {
        return root()
                ? List.of()
                : List.of(
                        "tasks run as the agent's own user, and can read and change each other's"
                                + " files: the agent is not root");
    }

    /// Starts it, or leaves nothing behind.
    Records.Start launch(ProcessLaunch launch, Neighbour neighbour) throws TaskRefused {
        if (!Files.isDirectory(launch.directory())) {
            throw TaskRefused.forGood("its directory " + launch.directory() + " is not there");
        }
        var account = neighbour.users() ? Account.numbers(launch.user()) : account(launch);
        reserve(launch);
        var cgroup = new TaskCgroup(List.of());
        try {
            cgroup =
                    new TaskCgroup(
                            cgroups.create(launch.handle(), launch.limits(), settings.coreMhz()));
            prepare(launch, neighbour.users() ? null : account);
            shim.start(launch, orders(launch, account, cgroup, neighbour));
            var start = records.start(launch.handle());
            if (start != null) return start;
            throw TaskRefused.forNow("its shim left no record");
        } catch (TaskRefused e) {
            undo(launch, cgroup);
            throw e;
        } catch (IOException e) {
            undo(launch, cgroup);
            throw TaskRefused.forNow("the task can't be started: " + FileTrouble.words(e));
        }
    }

    /// The group of its directory is the one that it shares with the tasks beside it. What hands a
    /// task over is root, and knows by itself who that is to be.
    private @Nullable Account account(ProcessLaunch launch) throws TaskRefused {
        if (launch.walls().handover() != null) return null;
        var user = launch.user();
        if (root()) {
            var account = Account.find(ETC, user.isEmpty() ? settings.defaultUser() : user);
            int shared = group(launch.directory());
            return shared == 0 ? account : account.with(shared);
        }
        if (user.isEmpty() || Account.find(ETC, user).uid() == ownUid) return null;
        throw TaskRefused.forGood("only an agent that is root can run a task as '" + user + "'");
    }

    private static int group(Path directory) throws TaskRefused {
        try {
            return (Integer) Files.getAttribute(directory, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw TaskRefused.forNow("its directory can't be looked at: " + FileTrouble.words(e));
        }
    }

    /// The directory of a run is made once. That no run has it twice holds over lives of the agent.
    private void reserve(ProcessLaunch launch) throws TaskRefused {
        try {
            var other = records.find(launch.handle());
            if (other != null) throw new FileAlreadyExistsException(other.toString());
            Files.createDirectory(records.of(launch.handle()));
        } catch (FileAlreadyExistsException e) {
            throw TaskRefused.forGood(
                    launch.handle() + " was started before; it takes a new attempt");
        } catch (IOException e) {
            throw TaskRefused.forNow("the task's record can't be written: " + FileTrouble.words(e));
        }
    }

    private static void prepare(ProcessLaunch launch, @Nullable Account account)
            throws IOException, TaskRefused {
        var logs = launch.logs().directory();
        if (!Files.isDirectory(logs)) Files.createDirectories(logs);
        if (account == null) return;
        var at = launch.directory();
        boolean shares = group(at) != 0;
        Files.setAttribute(at, "unix:uid", (int) account.uid(), LinkOption.NOFOLLOW_LINKS);
        if (shares) return;
        Files.setAttribute(at, "unix:gid", (int) account.gid(), LinkOption.NOFOLLOW_LINKS);
    }

    private byte[] orders(
            ProcessLaunch launch, @Nullable Account account, TaskCgroup cgroup, Neighbour neighbour)
            throws TaskRefused, IOException {
        var orders =
                new ShimOrders()
                        .add('r', records.of(launch.handle()).toString())
                        .add('n', records.exits().toString())
                        .add('i', launch.handle().toString())
                        .add('w', launch.directory().toAbsolutePath().toString())
                        .add('b', boot);
        logs(orders, launch.logs());
        for (var directory : cgroup.directories()) orders.add('c', directory.toString());
        if (account != null) {
            orders.add('u', account.uid()).add('g', account.gid());
            for (var group : account.groups()) orders.add('G', group);
        }
        if (neighbour.pid() != 0) orders.add('N', neighbour.pid());
        if (neighbour.users()) orders.add('U', "");
        program(orders, launch);
        for (var entry : launch.env().entrySet()) {
            if (entry.getKey().isEmpty() || entry.getKey().indexOf('=') >= 0) {
                throw TaskRefused.forGood(
                        "'" + entry.getKey() + "' can't name an environment variable");
            }
            orders.add('e', entry.getKey() + "=" + entry.getValue());
        }
        return orders.toBytes();
    }

    /// A wrapper executes the shim, which executes the program.
    private void program(ShimOrders orders, ProcessLaunch launch) throws TaskRefused {
        var walls = launch.walls();
        var program = launch.program();
        if (walls.filter() != null) orders.add('S', walls.filter().toString());
        if (walls.wrapper().isEmpty()) {
            orders.add('x', program.file().toString());
        } else {
            orders.add('p', "").add('x', walls.wrapper().getFirst());
            for (var word : walls.wrapper()) orders.add('a', word);
            orders.add('a', shim.program().toString()).add('a', program.file().toString());
        }
        for (var word : program.words()) orders.add('a', word);
        var handover = walls.handover();
        if (handover != null) handOver(orders, handover);
    }

    private static void handOver(ShimOrders orders, Handover handover) throws TaskRefused {
        orders.add('P', handover.process().toString());
        for (var word : handover.go()) orders.add('y', word);
        for (var word : handover.clear()) orders.add('z', word);
        var root = handover.root();
        orders.add('m', root.options());
        orders.add('M', root.at().toString()).add('D', root.layers().toString());
    }

    private static void logs(ShimOrders orders, LogLimits logs) throws TaskRefused, IOException {
        orders.add('l', logs.directory().toAbsolutePath().toString())
                .add('f', logs.filesMax())
                .add('s', logs.fileBytesMax());
        for (long start : LogFiles.of(logs.directory(), "stdout").newest(logs.filesMax())) {
            orders.add('O', start);
        }
        for (long start : LogFiles.of(logs.directory(), "stderr").newest(logs.filesMax())) {
            orders.add('E', start);
        }
    }

    private void undo(ProcessLaunch launch, TaskCgroup cgroup) {
        try {
            cgroup.kill();
            cgroup.remove();
            if (!records.held(launch.handle())) records.remove(launch.handle());
        } catch (IOException e) {
            // what is left says that it never started, and goes with the allocation
        }
    }
}
