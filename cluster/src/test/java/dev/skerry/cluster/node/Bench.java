package dev.skerry.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.ArrayList;
import java.util.List;

/// A machine on a work bench: tests tell it messages and read what it did as text.
final class Bench {
    static final String BOOT = "boot-1";

    final NodeMachine machine = new NodeMachine();
    final List<NodeFact> journal = new ArrayList<>();
    NodeState state = NodeState.EMPTY;
    long tickMs = 1_000;

    /// By how much the wall clock is ahead of the other.
    long wallOffMs = 1_000_000;

    private final StringBuilder story = new StringBuilder();
    private long version;

    /// A node that has just come up and heard a server.
    static Bench connected() {
        var bench = new Bench();
        bench.say(new NodeMessage.Started(BOOT, -1, List.of()));
        bench.say(new NodeMessage.Heard(bench.tickMs));
        bench.story.setLength(0);
        return bench;
    }

    /// One line for the message: how the runs stand, and what is asked of the world.
    Bench say(NodeMessage message) {
        var decision = machine.decide(Sight.alone(state), message, now());
        var asked = new StringBuilder();
        switch (decision) {
            case Decision.Refused<NodeFact, NodeEffect>(var refusal) ->
                    asked.append(" ! ").append(refusal.sentence());
            case Decision.Accepted<NodeFact, NodeEffect>(var facts, var effects) -> {
                journal.addAll(facts);
                for (var fact : facts) state = machine.apply(state, fact);
                for (var effect : effects) asked.append(" ").append(text(effect));
            }
        }
        story.append(seconds(tickMs)).append(runs()).append(asked.isEmpty() ? "" : " |");
        story.append(asked).append("\n");
        assertEquals(state, replayed(journal), "the journal leads to the state");
        assertEquals(state, replayed(NodeMachine.compacted(state)), "so does a short one");
        if (message instanceof NodeMessage.Tick) nothingIsLeft();
        return this;
    }

    /// A tick looks at what is due and nothing else: a look at all of them would find no more.
    private void nothingIsLeft() {
        var step = new Step(state, now());
        Progress.all(step);
        assertEquals(Decision.of(List.of(), List.of()), step.decision());
    }

    Now now() {
        return new Now(tickMs, tickMs + wallOffMs);
    }

    NodeState replayed(List<NodeFact> facts) {
        var from = NodeState.EMPTY;
        for (var fact : facts) from = machine.apply(from, fact);
        return from;
    }

    Bench after(long ms) {
        tickMs += ms;
        return this;
    }

    Bench tick(long afterMs) {
        return after(afterMs).say(new NodeMessage.Tick());
    }

    /// Straight on to the next deadline.
    Bench wake() {
        var wakeTickMs = machine.wakeAtTickMs(state);
        var wakeWallMs = machine.wakeAtWallMs(state);
        if (wakeWallMs != Long.MAX_VALUE) wakeTickMs = Math.min(wakeTickMs, wakeWallMs - wallOffMs);
        if (wakeTickMs != Long.MAX_VALUE) tickMs = Math.max(tickMs, wakeTickMs);
        return say(new NodeMessage.Tick());
    }

    Bench order(Sheet... sheets) {
        return say(
                new NodeMessage.Ordered(
                        "e", ++version, false, true, Sheet.papers(sheets), List.of(), List.of()));
    }

    Bench whole(Sheet... sheets) {
        return say(
                new NodeMessage.Ordered(
                        "e", ++version, true, true, Sheet.papers(sheets), List.of(), List.of()));
    }

    Bench remove(String... allocations) {
        return say(
                new NodeMessage.Ordered(
                        "e", ++version, false, true, List.of(), List.of(allocations), List.of()));
    }

    Bench preparing(String allocation, String task, int attempt, String what) {
        return say(new NodeMessage.TaskPreparing(allocation, task, attempt, what));
    }

    Bench started(String allocation, String task, int attempt) {
        return say(new NodeMessage.TaskStarted(allocation, task, attempt, 100 + attempt));
    }

    Bench exited(String allocation, String task, int attempt, int exit) {
        return say(
                new NodeMessage.TaskExited(allocation, task, attempt, exit, "exit code " + exit));
    }

    Bench refused(String allocation, String task, int attempt, boolean permanent) {
        return say(
                new NodeMessage.TaskRefused(
                        allocation, task, attempt, "no such program", permanent));
    }

    Bench checked(String allocation, int attempt, boolean well) {
        return say(new NodeMessage.Checked(allocation, "web", attempt, "up", well, "refused"));
    }

    /// The servers have what was sent last.
    Bench acknowledged() {
        return say(new NodeMessage.Acknowledged(state.reports().number()));
    }

    /// The link breaks, and was heard a moment ago.
    Bench lost() {
        return say(new NodeMessage.Lost(tickMs));
    }

    /// The agent comes back within the same boot.
    Bench agent(FoundProcess... found) {
        return say(new NodeMessage.Started(BOOT, -1, List.of(found)));
    }

    /// A part of the journal cannot be read any more.
    Bench forgets() {
        var lost = new NodeFact.MemoryLost(List.of());
        journal.add(lost);
        state = machine.apply(state, lost);
        return this;
    }

    Bench reboot(String bootId) {
        tickMs = 1_000;
        return say(new NodeMessage.Started(bootId, -1, List.of()));
    }

    /// What was seen since the last look.
    String story() {
        var text = story.toString();
        story.setLength(0);
        return text;
    }

    Bench quiet() {
        story.setLength(0);
        return this;
    }

    static String seconds(long ms) {
        return ms % 1000 == 0 ? ms / 1000 + "s" : ms + "ms";
    }

    private String runs() {
        var text = new StringBuilder();
        state.runs().values().stream().map(Bench::text).sorted().forEach(text::append);
        return text.toString();
    }

    static String text(Run run) {
        var text = new StringBuilder(" " + run.allocation() + "[");
        for (var task : run.tasks()) {
            if (text.charAt(text.length() - 1) != '[') text.append(' ');
            text.append(task.name()).append('#').append(task.attempt()).append(' ');
            text.append(text(task.phase()));
        }
        if (run.held()) text.append(", held");
        if (!run.ended().isEmpty()) text.append(", ").append(run.ended());
        return text.append(run.forgotten() ? ", forgotten]" : "]").toString();
    }

    private static String text(Phase phase) {
        return switch (phase) {
            case Phase.Waiting(var until) -> "waits>" + seconds(until);
            case Phase.Starting _ -> "starting";
            case Phase.Preparing(_, var what) -> "preparing (" + what + ")";
            case Phase.Running(var pid, _, _, _) -> "runs:" + pid;
            case Phase.Stopping(_, var kill, var then) ->
                    "stops>" + seconds(kill) + ":" + then.name().charAt(0);
            case Phase.Resting(var exit, var failed) -> "rests:" + exit + (failed ? "!" : "");
            case Phase.Complete(var exit) -> "complete:" + exit;
            case Phase.Stopped(var exit) -> "stopped:" + exit;
            case Phase.Failed(var exit) -> "failed:" + exit;
        };
    }

    private static String text(NodeEffect effect) {
        return switch (effect) {
            case NodeEffect.StartTask(var order, var task, var attempt) ->
                    "start " + order.allocation() + "/" + task + "#" + attempt;
            case NodeEffect.SignalTask(var allocation, var task, var attempt, var signal) ->
                    signal + " " + allocation + "/" + task + "#" + attempt;
            case NodeEffect.KillTask(var allocation, var task, var attempt) ->
                    "kill " + allocation + "/" + task + "#" + attempt;
            case NodeEffect.DropTask(var allocation, var task, var attempt) ->
                    "drop " + allocation + "/" + task + "#" + attempt;
            case NodeEffect.Send(var number, var changes) -> {
                var text = new StringBuilder("send " + number);
                for (var change : changes) {
                    var seen = change.observed();
                    text.append(" ").append(change.allocation()).append('=').append(seen.status());
                    if (seen.healthy()) text.append("+");
                    if (!seen.description().isEmpty()) {
                        text.append("(").append(seen.description()).append(")");
                    }
                }
                yield text.toString();
            }
            case NodeEffect.SendSynced(var version) -> "synced " + version;
            case NodeEffect.Clean(var allocation) -> "clean " + allocation;
        };
    }
}
