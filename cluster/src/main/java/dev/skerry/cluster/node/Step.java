package dev.skerry.cluster.node;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision in the making: each fact counts at once for the thoughts that follow.
final class Step {
    /// The state that the message met.
    final NodeState before;

    final Now now;
    private NodeState state;
    private final List<NodeFact> facts = new ArrayList<>();
    private final List<NodeEffect> effects = new ArrayList<>();

    Step(NodeState before, Now now) {
        this.before = before;
        this.now = now;
        this.state = before;
    }

    NodeState state() {
        return state;
    }

    long tickMs() {
        return now.tickMs();
    }

    @Nullable Run run(String allocation) {
        return state.runs().find(allocation);
    }

    void happened(NodeFact fact) {
        facts.add(fact);
        state = Replay.apply(state, fact);
    }

    /// The task stands differently now; nothing is written when it does not.
    void moved(Run run, Run.Task task) {
        if (task.equals(run.task(task.name()))) return;
        happened(new NodeFact.TaskMoved(run.allocation(), task));
    }

    void held(Run run, boolean held) {
        if (run.held() == held) return;
        happened(new NodeFact.RunMoved(run.allocation(), run.restarts(), held, run.ended()));
    }

    void ended(Run run, String why) {
        happened(new NodeFact.RunMoved(run.allocation(), run.restarts(), run.held(), why));
    }

    void ask(NodeEffect effect) {
        effects.add(effect);
    }

    /// False when this decision has asked for it already.
    boolean askOnce(NodeEffect effect) {
        return !effects.contains(effect) && effects.add(effect);
    }

    Decision<NodeFact, NodeEffect> decision() {
        return Decision.of(facts, effects);
    }
}
