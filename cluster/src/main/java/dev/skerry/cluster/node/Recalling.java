package dev.skerry.cluster.node;

import dev.skerry.cluster.recall.RecallsTold;
import org.jspecify.annotations.Nullable;

/// What must not run here: once the node knows of it, it is ended and never started, whatever its
/// orders say and whoever is in reach.
///
/// | what comes                                       | what is done                              |
/// |--------------------------------------------------|-------------------------------------------|
/// | more is recalled                                 | it is noted, and what it is about ends    |
/// | less is recalled                                 | it is noted; what has ended stays ended   |
/// | what servers knew earlier, of the same epoch     | nothing                                   |
/// | an order for what is recalled                    | it has ended before it begins             |
/// | a start of the agent, with no server in reach    | what is recalled by the journal ends      |
final class Recalling {
    private Recalling() {}

    /// Before anything else that comes with it.
    static void told(Step step, boolean sameEpoch, @Nullable RecallsTold told) {
        if (told == null) return;
        var known = step.state().recalls();
        if (sameEpoch && told.changes() < known.changes()) return;
        if (!told.equals(known)) step.happened(new NodeFact.RecallsNoted(told));
        for (var run : step.state().runs().values())
            if (why(step, run) != null) Progress.of(step, run.allocation());
    }

    /// The run ends if it must not go on.
    static void look(Step step, String allocation) {
        var run = step.run(allocation);
        var why = run == null ? null : why(step, run);
        if (run != null && why != null) step.ended(run, why);
    }

    /// Null: it may run, or ends anyway.
    private static @Nullable String why(Step step, Run run) {
        if (run.ending() || run.finished()) return null;
        var slot = run.order().slot();
        return step.state().recalls().why(slot.job(), slot.version());
    }
}
