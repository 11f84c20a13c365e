package dev.skerry.agent.wasm;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.exec.Confining;
import dev.skerry.agent.exec.Programs;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskRun.WasmGrants;
import dev.skerry.cluster.job.Variables;
import dev.skerry.cluster.job.Wanted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs a WASM module, in a host of its own. The module has what it was granted, which the host
/// holds; and whatever a module makes of its host, that one is a process as any other: of the
/// task's user, with the task's memory and processor, and behind walls that show it that and
/// nothing else.
public final class WasmDriver implements Driver {
    private static final String NAME = "wasm";

    /// Before the name of each variable of the module, which its host takes off again: a JVM takes
    /// orders from some.
    private static final String VARIABLE = "MODULE_";

    private final Keeper keeper;
    private final Confining confining;
    private final WasmHost host;
    private final String user;

    /// @param user runs the tasks, by name or number; empty: the agent's own user
    public WasmDriver(Keeper keeper, Confining confining, WasmHost host, String user) {
        this.keeper = keeper;
        this.confining = confining;
        this.host = host;
        this.user = user;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DriverFacts facts() {
        var missing = host.missing(user);
        if (!missing.isEmpty()) return new DriverFacts(List.of(), List.of(nothing(missing)));
        var has = new ArrayList<>(confining.confines());
        if (confining.alone()) has.add(Wanted.FOLDERS);
        return DriverFacts.of(NAME, has, List.of());
    }

    private static String nothing(String missing) {
        return "no task of wasm runs here: " + missing;
    }

    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.Wasm run)) throw Programs.another(launch);
        var missing = host.missing(user);
        if (!missing.isEmpty()) throw TaskRefused.forGood(nothing(missing));
        var module = ModuleLook.find(run.module(), launch.directory());
        var folders = folders(run.grants(), launch.folders());
        var program = new Executable(host.java().program(), words(launch, run, module, folders));
        var readable = new ArrayList<>(host.files());
        readable.add(module);
        var process =
                new ProcessLaunch(
                        launch.handle(),
                        launch.directory(),
                        program,
                        variables(launch.env()),
                        launch.user(),
                        launch.limits(),
                        launch.logs(),
                        confining.alone(readable, List.copyOf(folders.values())));
        return new Prepared(process, confining.lacks(Confinement.ALL), host.by());
    }

    /// The host, and what it is told of the module.
    private List<String> words(
            TaskLaunch launch, TaskRun.Wasm run, Path module, Map<String, Path> folders)
            throws TaskRefused {
        var memory = HostMemory.of(launch.limits().memoryBytes());
        var grants = run.grants();
        var words = new ArrayList<>(host.words(memory));
        words.addAll(List.of("--pages", Integer.toString(memory.pages())));
        if (grants.deadlineMs() > 0)
            words.addAll(List.of("--deadline", Long.toString(grants.deadlineMs())));
        folders.forEach((seen, path) -> words.addAll(List.of("--folder", seen, path.toString())));
        for (var port : grants.ports()) words.addAll(List.of("--listen", port(port, launch.env())));
        words.add(module.toString());
        words.addAll(run.invocation().args());
        return words;
    }

    /// A host has the letters of its language in its words and the names of files, and no others.
    private static Map<String, String> variables(Map<String, String> env) {
        var all = new HashMap<String, String>();
        all.put("LC_ALL", "C.UTF-8");
        env.forEach((name, value) -> all.put(VARIABLE + name, value));
        return all;
    }

    private static String port(String label, Map<String, String> env) throws TaskRefused {
        var number = env.get(Variables.ofPort(label));
        if (number == null)
            throw TaskRefused.forGood("listen: its group has no port \"%s\"".formatted(label));
        return number;
    }

    /// What it sees, and where that is.
    ///
    /// @throws TaskRefused when it leads elsewhere, or the module could not be kept to it
    private Map<String, Path> folders(WasmGrants grants, RunFolders own) throws TaskRefused {
        var all = new LinkedHashMap<String, Path>();
        for (var name : grants.folders()) {
            if (!confining.alone())
                throw TaskRefused.forGood(
                        "folders: this node cannot keep a module to them; it needs bubblewrap, and"
                                + " namespaces for its users");
            all.put(name, own.named("folders", name));
        }
        return all;
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        return prepared.started(keeper.start(prepared.process()));
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        throw TaskRefused.forGood("nothing can run beside a module");
    }

    @Override
    public String inWords(Exit exit, Path logs) {
        return HostEnd.inWords(exit, logs);
    }
}
