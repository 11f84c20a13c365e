package dev.skerry.agent.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun.ContainerRules;
import dev.skerry.cluster.job.TaskRun.FolderMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real containers, looked at from within and from the node.
class ContainerDriverTest {
    /// Each line tries what its first words say.
    private static final String TRIES =
            """
            try() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo $name; fi; }
            bits() { grep -q "$1:.*[$2]" /proc/self/status; }
            others() { test $(ls -d /proc/[0-9]* | wc -l) -gt 6; }
            try key-of-the-agent cat $DIR/key
            try records-of-tasks ls $DIR/driver/tasks
            try folder-of-its-runtime ls $DIR/a1/container
            try processes-of-others others
            try kernel-memory head -c 1 /proc/kcore
            try kernel-settings touch /proc/sys/kernel/domainname
            try devices ls /dev/kmsg /dev/mem
            try new-device mknod node b 8 0
            try new-mount mount -t tmpfs none /tmp
            try new-namespace unshare -U true
            try rights-over-the-system bits CapBnd '[1-9a-f]......$'
            try privileges bits NoNewPrivs 0
            try calls-of-all-kinds bits Seccomp 0
            try its-own-files touch /new /etc/new
            try its-own-users chown app /new
            """;

    /// The user of an allocation.
    private static final int OWN = 61_190;

    @TempDir static Path layers;

    @TempDir Path directory;
    private Playground world;
    private ContainerTasks tasks;
    private Driver driver;

    @BeforeAll
    static void make() throws Exception {
        ContainerTasks.make(layers);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new ContainerTasks(world, directory, layers);
        driver = tasks.driver(world.processes());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Exit ended(TaskLaunch launch) throws Exception {
        driver.start(driver.prepare(launch, _ -> {}));
        return world.exitOf(launch);
    }

    private String output(TaskLaunch launch) throws Exception {
        var exit = ended(launch);
        var allocation = launch.handle().allocation();
        assertTrue(exit.successful(), exit + world.output(allocation, "stderr"));
        return world.output(allocation, "stdout").strip();
    }

    private String said(String image, ContainerRules rules, String... args) throws Exception {
        return output(tasks.launch("a1", TaskLimits.NONE, image, rules, args));
    }

    private String refused(TaskLaunch launch) {
        return assertThrows(TaskRefused.class, () -> driver.start(driver.prepare(launch, _ -> {})))
                .reason();
    }

    @Test
    void itSaysWhatItKeepsTasksFrom() {
        var words = driver.facts().words();
        assertTrue(words.contains("container.runc"), words + "");
        for (var word : List.of("user", "files", "tmp", "pids", "devices", "syscalls"))
            assertTrue(words.contains("container." + word), words + "");
    }

    @Test
    void whatIsNotItsOwnIsNotThere() throws Exception {
        Files.writeString(directory.resolve("key"), "secret");
        var script = TRIES.replace("$DIR", directory.toString());
        assertEquals("its-own-files\nits-own-users", said("x", ContainerRules.NONE, script));
        assertFalse(Files.exists(layers.resolve("tools/new")), "layers are for all");
    }

    /// Its root is nobody on the node.
    @Test
    void itsUsersAreItsOwn() throws Exception {
        var launch = tasks.shell("a1", TaskLimits.NONE, "id -u; touch own; echo ready; sleep 100");
        long pid = driver.start(driver.prepare(launch, _ -> {})).pid();
        world.awaitOutput(launch, "0\nready\n");
        var uid = Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
        assertEquals(ContainerSettings.IDS, uid);
    }

    @Test
    void theUserOfTheImageRunsIt() throws Exception {
        var id = "id -u; id -g; id -G";
        assertEquals("33\n34\n34 40", said("x@app", ContainerRules.NONE, id));
    }

    @Test
    void itsJobMaySayAsWhom() throws Exception {
        assertEquals("33\n40", said("x", user("app:more"), "id -u; id -g"));
    }

    @Test
    void anyNumberIsAUser() throws Exception {
        assertEquals("7\n0", said("x@7", ContainerRules.NONE, "id -u; id -g"));
    }

    @Test
    void aUserThatTheImageDoesNotKnowIsRefused() throws Exception {
        for (var user : List.of("nobody", "app:none", "65536", "7:x"))
            assertTrue(
                    refused(tasks.launch("a1", TaskLimits.NONE, "x", user(user), "exit 0"))
                            .startsWith("image x has no "),
                    user);
    }

    private static ContainerRules user(String user) {
        return new ContainerRules(List.of(), "", user, false, List.of(), Confinement.ALL);
    }

    @Test
    void withoutWordsItDoesWhatTheImageSays() throws Exception {
        assertEquals("said by the image", said("x", ContainerRules.NONE));
    }

    @Test
    void anEntrypointOfTheJobStandsForAllOfTheImages() throws Exception {
        var rules =
                new ContainerRules(
                        List.of("/bin/busybox", "echo"), "", "", false, List.of(), Confinement.ALL);
        assertEquals("", said("x", rules));
    }

    @Test
    void itsEnvironmentIsTheImagesWithWhatItsTaskSays() throws Exception {
        assertEquals(
                "/bin blue 2 /tmp",
                said("x", ContainerRules.NONE, "echo $PATH $COLOUR $SIZE $(pwd)"));
    }

    @Test
    void whereItBeginsIsSaidByTheJob() throws Exception {
        var rules =
                new ContainerRules(
                        List.of(), "/made/for/it", "", false, List.of(), Confinement.ALL);
        assertEquals("/made/for/it", said("x", rules, "pwd"));
    }

    @Test
    void theFolderOfItsRunStaysAndAllElseGoes() throws Exception {
        var folder = directory.resolve("a1/work");
        var write = "echo kept > %s/kept; echo gone > /gone".formatted(folder);
        said("x", ContainerRules.NONE, write);
        assertEquals("kept", Files.readString(folder.resolve("kept")).strip());
        world.processes().forget(new TaskHandle("a1", "main", 0, "container"));
        var read = "cat %s/kept; ls /".formatted(folder);
        var seen = said("x", ContainerRules.NONE, read);
        assertTrue(seen.contains("kept") && !seen.contains("gone"), seen);
    }

    @Test
    void aReadOnlyOneWritesWhereItWasGivenAFolder() throws Exception {
        var mounts =
                List.of(
                        new FolderMount("work", "/data", false),
                        new FolderMount("work", "/in", true));
        var rules = new ContainerRules(List.of(), "/", "app", true, mounts, Confinement.ALL);
        var script =
                "touch /x 2>/dev/null || echo no; touch /in/x 2>/dev/null || echo no;"
                        + " echo it > /data/x; cat /in/x";
        assertEquals("no\nno\nit", said("x", rules, script));
    }

    /// As a node has them: closed to all but the allocation's own user, whose group it is in.
    @Test
    void whatItsNodeGivesItIsRead() throws Exception {
        var launch = tasks.shell("a1", TaskLimits.NONE, "");
        var work = launch.directory();
        var run = directory.resolve("a1");
        var secrets = Files.createDirectory(run.resolve("_secrets"));
        Files.writeString(secrets.resolve("identity"), "me");
        for (var each : List.of(secrets.resolve("identity"), secrets, work, run)) {
            Files.setAttribute(each, "unix:gid", OWN);
            Files.setAttribute(each, "unix:mode", each.equals(run) ? 0710 : 0750);
        }
        var script = "cat %s/identity; touch %s/mine && echo written".formatted(secrets, work);
        var folders = new RunFolders(work, List.of(run), List.of(work), List.of(secrets));
        var as = tasks.launch("a1", TaskLimits.NONE, "x@app", ContainerRules.NONE, script);
        assertEquals(
                "mewritten",
                output(
                        new TaskLaunch(
                                as.handle(),
                                as.run(),
                                as.env(),
                                OWN + "",
                                folders,
                                as.limits(),
                                as.logs())));
    }

    @Test
    void aFolderThatIsNotItsOwnIsNoMount() throws Exception {
        Files.createDirectories(directory.resolve("a1/work"));
        Files.createSymbolicLink(directory.resolve("a1/work/out"), Path.of("/etc"));
        for (var name : List.of("work/none", "work/out", "local")) {
            var mounts = List.of(new FolderMount(name, "/data", false));
            var rules = new ContainerRules(List.of(), "", "", false, mounts, Confinement.ALL);
            var launch = tasks.launch("a1", TaskLimits.NONE, "x", rules, "exit 0");
            assertTrue(refused(launch).startsWith("mounts: " + name + " is not there"), name);
        }
    }

    @Test
    void aProgramThatIsNotInTheImageIsRefusedInWords() throws Exception {
        var rules =
                new ContainerRules(List.of("/bin/none"), "", "", false, List.of(), Confinement.ALL);
        var launch = tasks.launch("a1", TaskLimits.NONE, "x", rules);
        var said = refused(launch);
        assertTrue(said.contains("/bin/none") && said.contains("no such file"), said);
        assertEquals(List.of(), cgroups());
        assertEquals(0, ended(tasks.shell("a1", TaskLimits.NONE, "exit 0")).code());
    }

    @Test
    void anImageWithoutAProgramIsRefused() throws Exception {
        assertEquals(
                "image bare names no program; say which in entrypoint",
                refused(tasks.launch("a1", TaskLimits.NONE, "bare", ContainerRules.NONE)));
    }

    @Test
    void whatItCannotKeepATaskFromIsNotPromised() throws Exception {
        var must = new Confinement(true, List.of("files", "weather"));
        var launch =
                tasks.launch("a1", TaskLimits.NONE, "x", ContainerRules.confined(must), "exit 0");
        assertEquals("this node cannot do what `confine` asks for: weather", refused(launch));
    }

    @Test
    void withoutARuntimeItSaysWhatToInstall() throws Exception {
        driver = tasks.driver(world.processes(), "/nowhere");
        assertEquals(List.of(), driver.facts().words());
        assertEquals(List.of(), driver.facts().shortcomings());
        assertEquals(
                "there is no runc on the PATH; install the package runc",
                refused(tasks.shell("a1", TaskLimits.NONE, "exit 0")));
    }

    @Test
    void aRuntimeThatDoesNotWorkIsToldWithItsWords() throws Exception {
        var bin = Files.createDirectories(directory.resolve("bin"));
        var runc = Files.writeString(bin.resolve("runc"), "#!/bin/sh\nexit 3\n");
        assertTrue(runc.toFile().setExecutable(true));
        driver = tasks.driver(world.processes(), bin.toString());
        assertEquals(
                "[no task of container runs here: %s says: its container can't be made: its runtime"
                                .formatted(runc)
                        + " has ended with 3; its stderr says why]",
                driver.facts().shortcomings().toString());
    }

    /// What a runtime has made besides goes too, also when somebody kills what watches it.
    @Test
    void nothingOfItIsLeft() throws Exception {
        var launch = tasks.shell("a1", TaskLimits.NONE, "echo ready; sleep 1000 & sleep 1000");
        driver.start(driver.prepare(launch, _ -> {}));
        world.awaitOutput(launch, "ready\n");
        assertFalse(cgroups().isEmpty());
        world.processes().kill(launch.handle());
        world.exitOf(launch);
        assertEquals(List.of(), cgroups());
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains("lowerdir=tools"));
    }

    /// Elsewhere such a container goes on until somebody loses patience: it is number 1 of its
    /// namespace, and says nothing of the signal.
    @Test
    void whoSaysNothingOfASignalEndsByIt() throws Exception {
        var launch = tasks.shell("a1", TaskLimits.NONE, "echo ready; exec sleep 1000");
        driver.start(driver.prepare(launch, _ -> {}));
        world.awaitOutput(launch, "ready\n");
        world.processes().signal(launch.handle(), "SIGTERM");
        var exit = world.exitOf(launch);
        assertEquals(15, exit.signal(), exit.toString());
    }

    @Test
    void whoIgnoresASignalDoesNotEndByIt() throws Exception {
        var script = "trap '' TERM; echo ready; sleep 1000 & trap 'exit 3' HUP; wait";
        var launch = tasks.shell("a1", TaskLimits.NONE, script);
        driver.start(driver.prepare(launch, _ -> {}));
        world.awaitOutput(launch, "ready\n");
        world.processes().signal(launch.handle(), "SIGTERM");
        world.processes().signal(launch.handle(), "SIGHUP");
        assertEquals(3, world.exitOf(launch).code());
    }

    @Test
    void whichLayersAreInUseIsKnown() throws Exception {
        assertEquals(Set.of(), ContainerFolder.used(directory.resolve("nowhere")));
        var runs = directory.resolve("runs");
        for (var task : List.of("a1/one", "a1/two", "a2/one")) {
            var local = Files.createDirectories(runs.resolve(task).resolve("local"));
            var of = ContainerFolder.of(local);
            of.make(List.of("base", task.replace('/', '-')), ContainerSettings.IDS);
        }
        var all = Set.of("base", "a1-one", "a1-two", "a2-one");
        assertEquals(all, ContainerFolder.used(runs));
    }

    @Test
    void processesOfItAreBounded() throws Exception {
        var limits = new TaskLimits(0, 0, 0, 20);
        var bomb = "for i in $(seq 100); do sleep 1000 & done; echo all";
        var launch = tasks.launch("a1", limits, "x", ContainerRules.NONE, bomb);
        assertFalse(ended(launch).successful(), world.output("a1", "stdout"));
    }

    private static List<Path> cgroups() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
            return all.filter(it -> it.getFileName().toString().startsWith("test.a1")).toList();
        }
    }
}
