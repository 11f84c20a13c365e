package dev.skerry.cluster.scheduler.policy;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.state.NodeFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which variant of a task a node runs: the first that it can, as their author likes them.
public final class VariantChoice {
    /// What is made for one of these runs on those behind it as well.
    private static final List<List<String>> PROCESSORS =
            List.of(
                    List.of("x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"),
                    List.of("armv6l", "armv7l"),
                    List.of("armv6l-hf", "armv7l-hf"),
                    List.of("rv64", "rv64gc"));

    private VariantChoice() {}

    /// For each task that has several; null: there is one of which the node can run none.
    public static @Nullable Map<String, String> of(GroupSpec group, NodeFacts facts) {
        Map<String, String> chosen = Map.of();
        for (var task : group.tasks()) {
            if (!task.choice()) continue;
            var variant = of(task, facts);
            if (variant == null) return null;
            if (chosen.isEmpty()) chosen = new HashMap<>();
            chosen.put(task.name(), variant.name());
        }
        return chosen;
    }

    /// Null: none fits.
    public static @Nullable Variant of(TaskSpec task, NodeFacts facts) {
        for (var variant : task.variants()) if (fits(variant, facts)) return variant;
        return null;
    }

    /// The node can run it.
    public static boolean fits(Variant variant, NodeFacts facts) {
        var cpu = facts.cpu();
        var machine = new Variant.Fit(cpu.arch(), cpu.variant(), facts.os().libc());
        return fits(variant, machine, facts.software());
    }

    /// Wherever the other can be run, this one can be too: also on a node that has no more than the
    /// other asks for.
    public static boolean wherever(Variant other, Variant one) {
        var words = Wanted.of(other.run()).stream().map(Wanted::word).toList();
        return fits(one, other.fit(), new NodeFacts.Software("", "", List.of(), words));
    }

    private static boolean fits(Variant variant, Variant.Fit machine, NodeFacts.Software has) {
        var fit = variant.fit();
        boolean there =
                fits(fit.arch(), machine.arch())
                        && fits(fit.libc(), machine.libc())
                        && (fits(fit.cpu(), machine.cpu()) || older(fit.cpu(), machine.cpu()))
                        && has.has(variant.run().driver()); // most fail here, of many nodes
        if (!there) return false;
        for (var it : Wanted.of(variant.run())) if (!has.has(it.word())) return false;
        return true;
    }

    private static boolean fits(String asked, String is) {
        return asked.isEmpty() || asked.equals(is);
    }

    private static boolean older(String asked, String is) {
        for (var line : PROCESSORS)
            if (line.contains(asked)) return line.indexOf(asked) < line.indexOf(is);
        return false;
    }
}
