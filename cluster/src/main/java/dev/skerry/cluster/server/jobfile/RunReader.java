package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// How a task of a group that has these ports is run. Each driver has keys of its own.
record RunReader(Map<String, Integer> ports, VariableNames names) {
    private static final int DEADLINE_MIN_MS = 1_000;

    /// The drivers that a file may name.
    enum DriverWord {
        EXEC("exec"),
        RAW_EXEC("rawExec"),
        JAVA("java"),
        WASM("wasm"),
        CONTAINER("container");

        private final String word;

        DriverWord(String word) {
            this.word = word;
        }

        private Keys keys() {
            return switch (this) {
                case EXEC -> JobFileKeys.EXEC_RUN;
                case RAW_EXEC -> JobFileKeys.RAW_EXEC_RUN;
                case JAVA -> JobFileKeys.JAVA_RUN;
                case WASM -> JobFileKeys.WASM_RUN;
                case CONTAINER -> JobFileKeys.CONTAINER_RUN;
            };
        }

        private boolean has(String key) {
            return keys().names().contains(key);
        }
    }

    static final Map<String, DriverWord> DRIVERS =
            Choices.of(DriverWord.values(), driver -> driver.word);

    private static final Map<String, String> WORDS =
            Choices.of(DRIVERS.keySet().toArray(String[]::new), Function.identity());

    private static final Map<String, String> CONFINED =
            Choices.of(Confinement.WORDS.toArray(String[]::new), Function.identity());

    /// In place of what a node has to be able to keep a task from.
    private static final Map<String, Confinement> WHOLLY =
            Map.of("all", Confinement.ALL, "none", Confinement.OPEN);

    private static final String CONFINE_SHOULD_BE =
            "all, none, or a list of %s".formatted(String.join(", ", Confinement.WORDS));

    /// Of a driver that there is not: what else the task says cannot be right or wrong.
    static final TaskRun NOTHING =
            new TaskRun.RawExec(new TaskSpec.RunSpec("", List.of(), Map.of(), ""));

    /// @param task or a variant of one
    TaskRun run(Mapping task) {
        var value = task.value("driver");
        var word = value.absent() ? DriverWord.EXEC.word : value.choice(WORDS, "");
        var driver = DRIVERS.get(word);
        if (driver == null) return NOTHING;
        foreignKeys(task, driver);
        return switch (driver) {
            case EXEC -> new TaskRun.Exec(program(task), confine(task, Confinement.OPEN));
            case RAW_EXEC -> new TaskRun.RawExec(program(task));
            case JAVA -> java(task);
            case WASM -> wasm(task);
            case CONTAINER -> container(task);
        };
    }

    private static void foreignKeys(Mapping task, DriverWord driver) {
        var others = new TreeSet<String>();
        for (var each : DriverWord.values())
            for (var key : each.keys().names()) if (!driver.has(key)) others.add(key);
        for (var key : others) {
            if (!task.has(key)) continue;
            var whose = new ArrayList<String>();
            for (var each : DriverWord.values()) if (each.has(key)) whose.add(each.word);
            task.value(key)
                    .wrongKey(
                            "should be left out: it belongs to %s, and this %s %s"
                                    .formatted(
                                            drivers(whose),
                                            task.kind(),
                                            task.has("driver")
                                                    ? "has driver " + driver.word
                                                    : "says none, so it has " + driver.word));
        }
    }

    private static String drivers(List<String> words) {
        var last = words.getLast();
        if (words.size() == 1) return "driver " + last;
        return "drivers %s and %s"
                .formatted(String.join(", ", words.subList(0, words.size() - 1)), last);
    }

    private TaskSpec.RunSpec program(Mapping task) {
        return new TaskSpec.RunSpec(
                ProgramTexts.program(task.value("command")),
                ProgramTexts.arguments(task.value("args")),
                ProgramTexts.environment(task.value("env"), names),
                user(task));
    }

    private TaskRun.Invocation started(Mapping task) {
        return new TaskRun.Invocation(
                ProgramTexts.arguments(task.value("args")),
                ProgramTexts.environment(task.value("env"), names));
    }

    private static String user(Mapping task) {
        return task.value("user").text("", JobRules.USER);
    }

    /// @param unsaid of a task that says nothing
    private static Confinement confine(Mapping task, Confinement unsaid) {
        var value = task.value("confine");
        if (value.absent()) return unsaid;
        if (!value.isList()) return value.parsed(WHOLLY::get, CONFINE_SHOULD_BE, unsaid);
        var words =
                value.list(CONFINED.size()).stream()
                        .map(it -> it.choice(CONFINED, ""))
                        .filter(it -> !it.isEmpty())
                        .distinct()
                        .toList();
        return new Confinement(true, words);
    }

    private TaskRun java(Mapping task) {
        var jar = ProgramTexts.optional(task.value("jar"));
        var main = task.value("main").text("", JobRules.CLASS);
        var classPath = ProgramTexts.arguments(task.value("classPath"));
        if (task.has("jar")) {
            if (task.has("main"))
                task.value("main").wrongKey("should be left out: a jar says which class is run");
            if (task.has("classPath"))
                task.value("classPath").wrongKey("should be left out: a jar says what it needs");
        } else if (!task.has("main")) {
            task.value("jar").missing("it should be there, or main and classPath");
        } else if (classPath.isEmpty()) {
            task.value("classPath").missing("it should say where %s is".formatted(main));
        }
        var least = task.value("java").text("", JobRules.JAVA);
        int number = least.isEmpty() ? 0 : Integer.parseInt(least.substring(">=".length()));
        var jvmArgs = ProgramTexts.arguments(task.value("jvmArgs"));
        return new TaskRun.Java(
                new TaskRun.JavaProgram(jar, main, classPath, jvmArgs, number, user(task)),
                started(task),
                confine(task, Confinement.ALL));
    }

    private TaskRun wasm(Mapping task) {
        var checks = new CheckReader(ports);
        var listen = new ArrayList<String>();
        for (var element : task.value("listen").list(JobBounds.PORTS_MAX)) {
            var port = checks.port(element);
            if (listen.contains(port) && !port.isEmpty())
                element.wrong("is \"%s\" again; a module listens at a port once".formatted(port));
            listen.add(port);
        }
        return new TaskRun.Wasm(
                ProgramTexts.program(task.value("module")),
                started(task),
                new TaskRun.WasmGrants(
                        task.value("folders").texts(JobBounds.FOLDERS_MAX, JobRules.RUN_FOLDER),
                        listen,
                        task.value("deadline").duration(DEADLINE_MIN_MS, 0)));
    }

    private TaskRun container(Mapping task) {
        return new TaskRun.Container(
                ProgramTexts.program(task.value("image")),
                started(task),
                new TaskRun.ContainerRules(
                        ProgramTexts.arguments(task.value("entrypoint")),
                        task.value("workDir").text("", JobRules.ABSOLUTE),
                        task.value("user").text("", JobRules.IMAGE_USER),
                        task.value("readOnly").flag(false),
                        mounts(task),
                        container(task, confine(task, Confinement.ALL))));
    }

    private static Confinement container(Mapping task, Confinement said) {
        if (!said.confined())
            task.value("confine").wrong("should not be none: a container has walls of its own");
        return said;
    }

    private static List<TaskRun.FolderMount> mounts(Mapping task) {
        var all = new ArrayList<TaskRun.FolderMount>();
        for (var element : task.value("mounts").list(JobBounds.FOLDERS_MAX)) {
            var mount = element.mapping(JobFileKeys.MOUNT);
            var at = mount.value("at").required(JobRules.MOUNT_AT);
            if (all.stream().anyMatch(it -> it.at().equals(at)) && !at.isEmpty())
                mount.value("at").wrong("is the place of another mount");
            all.add(
                    new TaskRun.FolderMount(
                            mount.value("folder").required(JobRules.RUN_FOLDER),
                            at,
                            mount.value("readOnly").flag(false)));
        }
        return all;
    }
}
