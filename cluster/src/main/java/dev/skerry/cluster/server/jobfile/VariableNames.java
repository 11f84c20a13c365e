package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.Variables;
import dev.skerry.yaml.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who becomes which variable of the tasks of one group; two that become the same are refused,
/// since a task would see only one of them.
final class VariableNames {
    private final Map<String, String> owners = new LinkedHashMap<>();

    VariableNames() {
        for (var name : Variables.GIVEN) owners.put(name, "");
    }

    /// With what is known so far, and room for more.
    VariableNames(VariableNames known) {
        owners.putAll(known.owners);
    }

    void ports(Map<String, Value> labels) {
        labels.forEach((label, value) -> owned(value, "port " + label, Variables.ofPort(label)));
    }

    /// A group may say again what its job has said: the same key is the same variable.
    void meta(Map<String, Value> keys) {
        keys.forEach((key, value) -> owned(value, "meta " + key, Variables.ofMeta(key)));
    }

    private void owned(Value value, String own, String name) {
        var other = owners.putIfAbsent(name, own);
        if (other == null || other.equals(own)) return;
        value.wrongKey(
                "and %s are both %s in the environment of the tasks; rename one of them"
                        .formatted(other, name));
    }

    /// A task's own entries may replace `PATH` and what the node's configuration gives, but not
    /// what the task is told of itself.
    void env(Map<String, Value> entries) {
        entries.forEach((name, value) -> {
            var owner = owners.get(name);
            if (owner == null) return;
            value.wrongKey(
                    "is made by the agent"
                            + (owner.isEmpty() ? "" : " from " + owner)
                            + " for every task; take another name");
        });
    }
}
