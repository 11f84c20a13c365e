package dev.skerry.cluster.scheduler.policy;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.state.NodeFacts;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which variant of a task a node runs: the first that it can, as their author likes them.
public final class VariantChoice {
    /// Processors that can run what is made for an earlier one of these, by its number.
    private static final String LEVELS = "x86-64-v";

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
        var fit = variant.fit();
        if (!fits(fit.arch(), facts.cpu().arch()) || !fits(fit.libc(), facts.os().libc()))
            return false;
        if (!fits(fit.cpu(), facts.cpu().variant()) && !newer(fit.cpu(), facts.cpu().variant()))
            return false;
        for (var wanted : Wanted.of(variant.run()))
            if (!facts.software().has(wanted.word())) return false;
        return true;
    }

    private static boolean fits(String asked, String has) {
        return asked.isEmpty() || asked.equals(has);
    }

    private static boolean newer(String asked, String has) {
        boolean levels = asked.startsWith(LEVELS) && has.startsWith(LEVELS);
        return levels && asked.length() == has.length() && asked.compareTo(has) < 0;
    }
}
