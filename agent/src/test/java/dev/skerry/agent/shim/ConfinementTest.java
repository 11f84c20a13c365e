package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a task that is confined cannot do, by trying it; the same without walls shows that nothing
/// else stands in its way.
class ConfinementTest extends InPlayground {
    private static final String BUSY = "echo ready; while :; do sleep 0.05; done";

    /// Each line tries what its first word says.
    private static final String TRIES =
            """
            try() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo $name; fi; }
            finds() { grep -q neighbour[-]of-all /proc/[0-9]*/cmdline; }
            same() { test $(readlink /proc/self/ns/$1) = $2; }
            calls() { perl -e 'exit(syscall(1 * shift(@ARGV), 0) == -1)' $*; }
            try files-of-the-agent cat $DIR/key
            try files-of-another cat $DIR/n/work/secret
            try files-of-all touch /usr/x
            try files-beside touch $DIR/new
            try ipc same ipc $IPC
            try uts same uts $UTS
            try tmp cat $MARK
            try pids finds
            try devices test -e /dev/kmsg -o -e /dev/fuse -o -e /dev/mem -o -e /dev/loop-control
            try device-made mknod node b 8 0
            try syscalls-ptrace calls $PTRACE
            try syscalls-unshare unshare -U true
            try syscalls-mount unshare -Um true
            try capabilities grep -q 'CapBnd:.*[1-9a-f]' /proc/self/status
            try itself touch own
            try itself-tmp touch /tmp/mine-$$
            """;

    @Test
    void whatIsNotItsOwnIsNotThere() throws Exception {
        Files.writeString(directory.resolve("key"), "secret");
        var mark = Files.createTempFile("skerry-mark", "");
        Files.setPosixFilePermissions(mark, PosixFilePermissions.fromString("rw-r--r--"));
        var neighbour = neighbour();

        var open = tries("open", mark);
        world.confine();
        var confined = tries("confined", mark);
        Files.delete(mark);
        assertEquals("itself itself-tmp", confined);
        for (var each :
                List.of(
                        "files-of-the-agent",
                        "files-of-another",
                        "tmp",
                        "pids",
                        "ipc",
                        "uts",
                        "syscalls-ptrace"))
            assertTrue((" " + open + " ").contains(" " + each + " "), open);

        var status = world.processes().find("n", "main", 0);
        assertEquals(neighbour.handle(), status);
        assertEquals(0, world.exits.size(), "its neighbour lives");
    }

    private TaskLaunch neighbour() throws Exception {
        var launch = world.shell("n", "echo secret > secret; true neighbour-of-all; " + BUSY);
        world.start(launch);
        world.awaitOutput(launch, "ready\n");
        return launch;
    }

    private String tries(String allocation, Path mark) throws Exception {
        var ptrace = System.getProperty("os.arch").equals("amd64") ? "101" : "117";
        var launch =
                with(
                        world.shell(allocation, TRIES),
                        Map.of(
                                "MARK",
                                mark + "",
                                "PTRACE",
                                ptrace,
                                "IPC",
                                namespace("ipc"),
                                "UTS",
                                namespace("uts")));
        world.start(launch);
        assertEquals(0, world.exitOf(launch).code(), world.output(allocation, "stderr"));
        return String.join(" ", world.output(allocation, "stdout").strip().split("\n", -1));
    }

    private static String namespace(String kind) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
    }

    private TaskLaunch with(TaskLaunch l, Map<String, String> more) {
        var env = new java.util.HashMap<>(l.env());
        env.putAll(more);
        env.put("DIR", directory.toString());
        return new TaskLaunch(
                l.handle(), l.run(), env, l.user(), l.folders(), l.limits(), l.logs());
    }

    @Test
    void thisIsSeenFromOutsideToo() throws Exception {
        var launch = busy();
        long wrapper = running(launch);
        var status = Files.readString(Path.of("/proc/" + ProcessStat.wrapped(wrapper) + "/status"));
        var said =
                status.lines()
                        .filter(it -> it.matches("(CapBnd|CapEff|NoNewPrivs|Seccomp):.*"))
                        .collect(Collectors.joining(" "));
        assertEquals(
                "CapEff:\t0000000000000000 CapBnd:\t0000000000000000 NoNewPrivs:\t1 Seccomp:\t2",
                said);
        assertEquals("", Files.readString(Path.of("/proc/" + wrapper + "/environ")));
    }

    private TaskLaunch busy() throws Exception {
        var launch = world.confine().shell("a1", BUSY);
        world.start(launch);
        world.awaitOutput(launch, "ready\n");
        return launch;
    }

    private long running(TaskLaunch launch) throws Exception {
        for (var found : world.reopen().recover())
            if (found.handle().equals(launch.handle())
                    && found.status() instanceof TaskStatus.Running(var pid)) return pid;
        throw new AssertionError("it does not run");
    }

    @Test
    void whatItCannotDoWithoutBubblewrapIsSaidAndItRuns() throws Exception {
        var driver = world.confine().confining(false);
        var facts = driver.facts();
        for (var word : List.of("files", "tmp", "pids", "devices"))
            assertTrue(!facts.words().contains("exec." + word), facts.toString());
        assertTrue(facts.words().containsAll(List.of("exec.privileges", "exec.syscalls")));
        assertEquals(
                "[what jobs ask for with confine is not done here: pids, files, tmp, devices;"
                        + " there is no bwrap on the PATH; install the package bubblewrap]",
                facts.shortcomings().toString());
        var launch = world.shell("a1", "grep Seccomp: /proc/self/status; exit 4");
        var lacks = driver.start(driver.prepare(launch, _ -> {})).lacks();
        assertTrue(lacks.containsAll(List.of("user", "files", "tmp", "pids", "devices")));
        assertEquals(4, world.exitOf(launch).code());
        assertEquals("Seccomp:\t2\n", world.output("a1", "stdout"));

        var must = must(launch, List.of("privileges", "files"));
        var refused = assertThrows(TaskRefused.class, () -> driver.prepare(must, _ -> {}));
        assertEquals("this node cannot do what `confine` asks for: files", refused.reason());
        assertTrue(refused.permanent());
    }

    private static TaskLaunch must(TaskLaunch l, List<String> words) {
        var run = ((TaskRun.OfProgram) l.run()).program();
        return new TaskLaunch(
                l.handle(),
                new TaskRun.Exec(run, new Confinement(true, words)),
                l.env(),
                l.user(),
                l.folders(),
                l.limits(),
                l.logs());
    }

    /// As in a machine that is itself a container, and with the bwrap of Debian 11.
    @Test
    void whatBubblewrapCanDoIsDone() throws Exception {
        var folder = bubblewrapWithout("--dev /dev", "Can't mount devpts");
        var facts = world.confining(folder).facts();
        var walls = List.of("exec.files", "exec.tmp", "exec.pids", "exec.syscalls");
        assertTrue(facts.words().containsAll(walls), facts.toString());
        assertFalse(facts.words().contains("exec.devices"), facts.toString());
        var said = "what jobs ask for with confine is not done here: %s; %s/bwrap says: %s";
        assertEquals(
                List.of(said.formatted("devices", folder, "Can't mount devpts")),
                facts.shortcomings());

        var old = bubblewrapWithout("--disable-userns", "Unknown option --disable-userns");
        facts = world.confining(old).facts();
        assertTrue(facts.words().containsAll(List.of("exec.files", "exec.pids")), facts + "");
        assertEquals(List.of(), facts.shortcomings());

        var inContainer = bubblewrapWithout("--proc", "Can't mount proc on /newroot/proc");
        facts = world.confining(inContainer).facts();
        assertTrue(facts.words().contains("exec.syscalls"), facts.toString());
        for (var word : List.of("files", "tmp", "pids", "devices"))
            assertFalse(facts.words().contains("exec." + word), "/proc leads out: " + word);
        var all = "pids, files, tmp, devices";
        assertEquals(
                List.of(said.formatted(all, inContainer, "Can't mount proc on /newroot/proc")),
                facts.shortcomings());
    }

    /// Which the agent says itself: its folder lets nobody in.
    @Test
    void whereNothingStartsNothingElseIsSaid() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var facts = world.confining(true).facts();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean other = System.getProperty("user.name").equals("root");
        assertEquals(!other, facts.words().contains("exec.files"), facts.toString());
        var said = "what jobs ask for with confine is not done: no program could be started to try";
        assertEquals(other ? List.of(said) : List.of(), facts.shortcomings());
    }

    /// @return the folder with it
    private String bubblewrapWithout(String option, String says) throws Exception {
        var folder = Files.createTempDirectory(directory, "bin");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = folder.resolve("bwrap");
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in *"%s"*) echo "%s" >&2; exit 1 ;; esac
                exec /usr/bin/bwrap "$@"
                """
                        .formatted(option, says));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.toString();
    }

    /// It is kept from what needs no walls, which is not said of the node, and not from the rest.
    @Test
    void whereItIsNotToConfineItRunsAllTheSame() throws Exception {
        var driver = Playground.open(world.processes());
        assertEquals(List.of("exec"), driver.facts().words());
        var launch = world.confine().shell("a1", "grep Seccomp: /proc/self/status");
        var lacks = driver.start(driver.prepare(launch, _ -> {})).lacks();
        assertTrue(lacks.containsAll(List.of("files", "tmp", "pids", "devices", "syscalls")));
        assertFalse(lacks.contains("privileges"), lacks.toString());
        assertEquals(0, world.exitOf(launch).code());
        assertEquals("Seccomp:\t0\n", world.output("a1", "stdout"));
    }

    @Test
    void whatAsksForNoWallsHasNoneWhereTheyCouldBe() throws Exception {
        var driver = world.confining(true);
        var launch = world.shell("a1", "grep Seccomp: /proc/self/status");
        assertEquals(List.of(), driver.start(driver.prepare(launch, _ -> {})).lacks());
        assertEquals(0, world.exitOf(launch).code());
        assertEquals("Seccomp:\t0\n", world.output("a1", "stdout"));
        var other = world.confining(false);
        var next = world.shell("a2", "exit 0");
        assertEquals(List.of(), other.start(other.prepare(next, _ -> {})).lacks());
        world.exitOf(next);
    }

    /// The first that does not work is what is to be mended first.
    @Test
    void ofSeveralThatDoNotWorkTheFirstIsSaid() throws Exception {
        var folder = Files.createTempDirectory(directory, "bin");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = folder.resolve("bwrap");
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in
                *"--remount-ro"*) echo "no files" >&2; exit 1 ;;
                *"--dev /dev"*) echo "no devices" >&2; exit 1 ;;
                esac
                exec /usr/bin/bwrap "$@"
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(
                List.of(
                        "what jobs ask for with confine is not done here: files, devices; "
                                + program
                                + " says: no files"),
                world.confining(folder + "").facts().shortcomings());
    }

    /// What others may change as well is read only all the same.
    @Test
    void whatIsOnlyToBeReadIsReadAndNotWritten() throws Exception {
        var shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(shared.resolve("word"), "read\n");
        var script = "cat $S/word; echo x > $S/new || echo refused";
        var l = with(world.confine().shell("a1", script), Map.of("S", shared.toString()));
        var folders =
                new RunFolders(l.directory(), List.of(shared), l.folders().writable(), List.of());
        var launch =
                new TaskLaunch(
                        l.handle(), l.run(), l.env(), l.user(), folders, l.limits(), l.logs());
        world.start(launch);
        assertEquals(0, world.exitOf(launch).code());
        assertEquals("read\nrefused\n", world.output("a1", "stdout"));
    }

    /// Not what the wrapper takes.
    @Test
    void whatItUsesIsWhatTheProgramBehindTheWallsDoes() throws Exception {
        var other = Files.createDirectory(directory.resolve("other"));
        try (var alone = new Playground(other, false)) {
            var script = "x=$(head -c 50000000 /dev/zero | tr '\\0' x); " + BUSY;
            var launch = alone.confine().shell("a1", script);
            alone.start(launch);
            alone.awaitOutput(launch, "ready\n");
            var usage = alone.processes().usage(launch.handle());
            assertTrue(usage.memoryBytes() > 40_000_000, usage + "");
        }
    }

    @Test
    void allOfItWorksHere() {
        var facts = world.confining(true).facts();
        var walls = List.of("exec.files", "exec.tmp", "exec.pids", "exec.devices");
        assertTrue(facts.words().containsAll(walls), facts.toString());
        assertTrue(facts.words().containsAll(List.of("exec.capabilities", "exec.syscalls")));
        assertEquals(List.of(), facts.shortcomings());
    }

    /// No signal reaches the wrapper, which would take all with it that is behind.
    @Test
    void whatIsAskedToEndHasItsTime() throws Exception {
        var saver = "trap 'sleep 0.3; echo saved; exit 3' TERM; " + BUSY;
        var launch = world.confine().shell("a1", "sh saver; true");
        Files.writeString(launch.directory().resolve("saver"), saver);
        world.start(launch);
        world.awaitOutput(launch, "ready\n");
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(15, world.exitOf(launch).signal(), "the shell has ended at once");
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    @Test
    void wantOfMemoryIsTold() throws Exception {
        var script = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo full";
        var limits = new TaskLimits(0, 0, 20 << 20, 0);
        var launch = world.confine().launch("a1", "/bin/sh", List.of("-c", script), limits);
        world.start(launch);
        var exit = world.exitOf(launch);
        boolean bounded = world.processes().confines().contains("memory");
        assertEquals(bounded ? Exit.Starved.FIRST : Exit.Starved.NONE, exit.starved(), exit + "");
    }

    /// Behind the same walls, and with the same filter.
    @Test
    void whatRunsBesideItSeesWhatItSees() throws Exception {
        var script = "echo $$ > /tmp/mine; echo ready; while :; do sleep 0.05; done";
        var driver = world.confine().confining(true);
        var launch = world.shell("a1", script);
        driver.start(driver.prepare(launch, _ -> {}));
        world.awaitOutput(launch, "ready\n");
        var check =
                Playground.as(
                        world.shell(
                                "a1",
                                "cat /tmp/mine /proc/2/comm; grep Seccomp: /proc/self/status"),
                        new TaskHandle("a1", "main-CHECK", 1));
        driver.beside(launch.handle(), check);
        assertEquals(0, world.exitOf(check).code());
        var root = System.getProperty("user.name").equals("root");
        var said = world.output("a1", "stdout");
        assertEquals(root, said.contains("2\nsh\nSeccomp:\t2\n"), said);
        assertEquals(0, world.exits.size());
    }

    /// As they are without walls.
    @Test
    void whyItCannotStartIsSaid() throws Exception {
        var launch = world.confine().shell("a1", "exit 0");
        var script = launch.directory().resolve("script");
        Files.writeString(script, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        var own = world.launch("a1", "./script", List.of(), TaskLimits.NONE);
        var refused = assertThrows(TaskRefused.class, () -> world.start(own));
        assertEquals("command './script' may not be executed by its user", refused.reason());

        var elsewhere = Files.createTempFile("skerry-program", "");
        Files.writeString(elsewhere, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        var hidden = world.launch("a2", elsewhere + "", List.of(), TaskLimits.NONE);
        var said = assertThrows(TaskRefused.class, () -> world.start(hidden)).reason();
        Files.delete(elsewhere);
        assertEquals(
                "program %s is not seen by a confined task, which has nothing of /tmp; put it into"
                                .formatted(elsewhere)
                        + " another folder, or into the task's own",
                said);
    }
}
