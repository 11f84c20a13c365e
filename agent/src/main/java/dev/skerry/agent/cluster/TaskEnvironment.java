package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variables;
import dev.skerry.cluster.job.Variables.Snippet;
import dev.skerry.cluster.link.WorkOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a task finds in its environment, and its `${NAME}` words replaced from it. No shell is
/// near.
final class TaskEnvironment {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// More than the kernel takes for one argument or one entry of the environment.
    private static final int CHARACTERS_MAX = 128 * 1024;

    private static final int QUOTED_MAX = 80;

    private final SequencedMap<String, String> values = new LinkedHashMap<>();

    /// Who the node is, as its tasks see it.
    ///
    /// @param given `env.NAME` of the agent's configuration
    record Host(String id, String name, String version, Map<String, String> given) {}

    TaskEnvironment(Host host, WorkOrder order, TaskSpec task, Path run) throws TaskRefused {
        values.put("PATH", PATH);
        values.put("HOME", run.resolve(task.name()).resolve("local").toString());
        host(host);
        allocation(order);
        values.put("SKERRY_TASK", task.name());
        values.put("SKERRY_ALLOC_DIR", RunDirectories.shared(run).toString());
        values.put("SKERRY_TASK_DIR", run.resolve(task.name()).resolve("local").toString());
        values.put("SKERRY_IDENTITY_FILE", RunDirectories.identity(run).toString());
        launch(order, run);
        values.put("SKERRY_CPU_MHZ", Long.toString(task.resources().cpuMhz()));
        values.put("SKERRY_MEMORY_BYTES", Long.toString(task.resources().memoryBytes()));
        var left = new TreeMap<>(RunWords.env(task.way()));
        while (!left.isEmpty()) own(left.firstKey(), left);
    }

    /// An entry of the task's own can speak of another, wherever that stands; of itself as it was
    /// before.
    private void own(String name, SortedMap<String, String> left) throws TaskRefused {
        var text = left.remove(name);
        if (text == null) return;
        for (var snippet : Variables.snippets(text))
            if (snippet instanceof Snippet.Named(var other)) own(other, left);
        values.put(name, replaced(text));
    }

    private void host(Host host) {
        values.put("SKERRY_NODE_ID", host.id());
        values.put("SKERRY_NODE_NAME", host.name());
        values.put("SKERRY_VERSION", host.version());
        values.putAll(host.given());
    }

    private void allocation(WorkOrder order) {
        var slot = order.slot();
        values.put("SKERRY_ALLOC_ID", order.allocation());
        values.put("SKERRY_ALLOC_NAME", slot.name());
        values.put("SKERRY_ALLOC_INDEX", Integer.toString(slot.index()));
        values.put("SKERRY_JOB", slot.job().name());
        values.put("SKERRY_NAMESPACE", slot.job().namespace());
        values.put("SKERRY_GROUP", slot.group());
        for (var port : order.ports().entrySet())
            values.put(Variables.ofPort(port.getKey()), port.getValue().toString());
        for (var meta : order.meta().entrySet())
            values.put(Variables.ofMeta(meta.getKey()), meta.getValue());
        for (var meta : order.group().meta().entrySet())
            values.put(Variables.ofMeta(meta.getKey()), meta.getValue());
    }

    /// Empty where there is nothing: a job may be sent with them and without.
    private void launch(WorkOrder order, Path run) {
        var launched = order.launch() instanceof Launch.Launched it ? it : null;
        boolean payload = launched != null && !launched.payload().isEmpty();
        values.put("SKERRY_JOB_PARENT", launched == null ? "" : launched.parent());
        values.put("SKERRY_PAYLOAD_FILE", payload ? RunDirectories.payload(run).toString() : "");
    }

    Map<String, String> values() {
        return values;
    }

    List<String> replaced(List<String> texts) throws TaskRefused {
        var all = new ArrayList<String>(texts.size());
        for (var text : texts) all.add(replaced(text));
        return all;
    }

    /// The text with each `${NAME}` replaced; `$$` stands for a dollar sign.
    String replaced(String text) throws TaskRefused {
        if (text.indexOf('$') < 0) return text;
        var out = new StringBuilder();
        for (var snippet : Variables.snippets(text)) {
            out.append(
                    switch (snippet) {
                        case Snippet.Plain(var plain) -> plain;
                        case Snippet.Named(var name) -> value(name, text);
                        case Snippet.Unfit(var braced) -> throw unfit(braced, text);
                    });
            if (out.length() > CHARACTERS_MAX)
                throw TaskRefused.forGood(
                        "%s: with its words replaced it has more than %,d characters"
                                .formatted(quoted(text), CHARACTERS_MAX));
        }
        return out.toString();
    }

    /// A script may be long, and what is wrong with it comes behind.
    private static String quoted(String text) {
        return text.length() <= QUOTED_MAX
                ? '"' + text + '"'
                : '"' + text.substring(0, QUOTED_MAX) + "…\"";
    }

    /// No server that knows the rule lets it come this far.
    private static TaskRefused unfit(String braced, String text) {
        return TaskRefused.forGood(
                "%s: %s is no ${NAME}; $%s is left to the shell"
                        .formatted(quoted(text), braced, braced));
    }

    private String value(String name, String text) throws TaskRefused {
        var value = values.get(name);
        if (value != null) return value;
        throw TaskRefused.forGood(
                "%s: there is no %s in the environment of this task; ".formatted(quoted(text), name)
                        + "set it in the task's env, or as env."
                        + name
                        + " in the configuration of the agent");
    }
}
