package dev.skerry.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One node with its processes, its server and everything that can happen to it, from one seed.
///
/// Messages and effects take no time but come in any order between the two; what is on its way when
/// the agent crashes is lost.
final class World {
    static final long STOP_MS = 10_000;

    final Random dice;
    final FakeProcesses processes;
    final FakeServer server;
    NodeState state = NodeState.EMPTY;
    private final NodeMachine machine = new NodeMachine();
    private List<NodeFact> journal = new ArrayList<>();
    private final ArrayDeque<NodeMessage> mailbox = new ArrayDeque<>();
    private final ArrayDeque<NodeEffect> effects = new ArrayDeque<>();
    private final List<NodeMessage> told = new ArrayList<>();
    private final Map<String, Long> endingSinceMs = new HashMap<>();
    private long tickMs = 1_000;
    private long realMs = 1_000;
    private long crashedRealMs;
    private long heardRealMs;
    private int boot = 1;

    World(long seed) {
        dice = new Random(seed);
        processes = new FakeProcesses(dice, mailbox::add);
        server = new FakeServer(dice, mailbox::add);
        wake();
    }

    private void wake() {
        mailbox.add(new NodeMessage.Started("boot-" + boot, -1, processes.found()));
        if (server.linked) server.connect();
    }

    void adversary() {
        switch (dice.nextInt(20)) {
            case 0, 1, 2 -> server.think();
            case 3 -> crash();
            case 4 -> {
                if (dice.nextInt(3) == 0) reboot();
            }
            case 5 -> cut();
            case 6, 7 -> server.connect();
            case 8, 9 -> exit();
            case 10 -> again();
            case 11, 12, 13 -> check();
            case 14 -> journal = new ArrayList<>(NodeMachine.compacted(state));
            case 15, 16 -> server.acknowledge();
            default -> pass(dice.nextInt(dice.nextInt(5) == 0 ? 300_000 : 20_000));
        }
        for (int i = dice.nextInt(6); i > 0; i--) turn();
    }

    /// The agent ends without a word; what was on its way to it or from it is lost.
    private void crash() {
        mailbox.clear();
        effects.clear();
        assertEquals(state, replayed(), "the journal leads to the state");
        state = replayed();
        crashedRealMs = realMs;
        wake();
    }

    private void reboot() {
        processes.reboot();
        boot++;
        crash();
        realMs += dice.nextInt(400_000);
        tickMs = dice.nextInt(60_000);
    }

    private void cut() {
        var silentMs = dice.nextInt(20_000);
        if (server.linked) heardRealMs = realMs; // at the latest
        server.disconnect();
        mailbox.add(new NodeMessage.Lost(tickMs - silentMs));
    }

    private void exit() {
        if (processes.live.isEmpty()) return;
        var keys = List.copyOf(processes.live.keySet());
        processes.end(keys.get(dice.nextInt(keys.size())), dice.nextInt(3));
    }

    private void again() {
        if (!told.isEmpty()) mailbox.add(told.get(dice.nextInt(told.size())));
    }

    private void check() {
        for (var check : NodeMachine.checks(state)) {
            mailbox.add(
                    new NodeMessage.Checked(
                            check.order().allocation(),
                            check.task(),
                            check.attempt(),
                            check.check().name(),
                            dice.nextBoolean(),
                            "x"));
        }
    }

    /// Time passes, and the agent wakes whenever it has asked for it.
    void pass(long ms) {
        drain();
        var untilRealMs = realMs + ms;
        for (int wakes = 0; ; wakes++) {
            assertEquals(true, wakes < 10_000, "it wakes without end");
            var sleepMs = Math.max(0, machine.wakeAtTickMs(state) - tickMs);
            if (sleepMs > untilRealMs - realMs) break;
            sleep(sleepMs);
            mailbox.add(new NodeMessage.Tick());
            drain();
        }
        sleep(untilRealMs - realMs);
        invariants();
    }

    private void sleep(long ms) {
        realMs += ms;
        tickMs += ms;
        invariants();
    }

    private void drain() {
        while (!mailbox.isEmpty() || !effects.isEmpty()) turn();
    }

    private void turn() {
        var message = dice.nextBoolean() ? mailbox.poll() : null;
        if (message != null) {
            tell(message);
        } else {
            var effect = effects.poll();
            if (effect != null) carryOut(effect);
        }
    }

    private void tell(NodeMessage message) {
        if (message instanceof NodeMessage.Ordered ordered) persons(ordered);
        if (machine.decide(Sight.alone(state), message, new Now(tickMs, realMs))
                instanceof Decision.Accepted<NodeFact, NodeEffect>(var facts, var asked)) {
            journal.addAll(facts);
            for (var fact : facts) state = machine.apply(state, fact);
            effects.addAll(asked);
        }
        for (var run : state.runs().values()) {
            if (run.ending()) endingSinceMs.putIfAbsent(run.allocation(), realMs);
        }
        remember(message);
    }

    private void persons(NodeMessage.Ordered ordered) {
        for (var order : ordered.orders()) {
            var run = state.runs().find(order.allocation());
            if (run != null && order.desired().restarts() > run.restarts()) processes.free(run);
        }
    }

    private void remember(NodeMessage message) {
        switch (message) {
            case NodeMessage.TaskPreparing _,
                    NodeMessage.TaskStarted _,
                    NodeMessage.TaskRefused _,
                    NodeMessage.TaskExited _,
                    NodeMessage.Checked _,
                    NodeMessage.Acknowledged _ -> {
                if (told.size() < 30) told.add(message);
                else told.set(dice.nextInt(30), message);
            }
            case NodeMessage.Started _,
                    NodeMessage.Ordered _,
                    NodeMessage.Heard _,
                    NodeMessage.Lost _,
                    NodeMessage.Cleaned _,
                    NodeMessage.Tick _ -> {}
        }
    }

    private void carryOut(NodeEffect effect) {
        switch (effect) {
            case NodeEffect.StartTask start -> processes.start(start, tickMs);
            case NodeEffect.SignalTask(var allocation, var task, var attempt, _) ->
                    processes.signal(
                            new FakeProcesses.Key(allocation, task, attempt), dice.nextInt(3) > 0);
            case NodeEffect.KillTask(var allocation, var task, var attempt) ->
                    processes.end(new FakeProcesses.Key(allocation, task, attempt), 137);
            case NodeEffect.DropTask(var allocation, var task, var attempt) ->
                    processes.drop(new FakeProcesses.Key(allocation, task, attempt));
            case NodeEffect.Send send -> server.hear(send);
            case NodeEffect.SendSynced _ -> {}
            case NodeEffect.Clean(var allocation) -> processes.clean(allocation);
        }
    }

    NodeState replayed() {
        var from = NodeState.EMPTY;
        for (var fact : journal) from = machine.apply(from, fact);
        return from;
    }

    List<NodeFact> journal() {
        return List.copyOf(journal);
    }

    /// Asked whenever time has passed, with nothing on its way.
    private void invariants() {
        if (!mailbox.isEmpty() || !effects.isEmpty()) return;
        for (var key : processes.live.keySet()) {
            var run = state.runs().find(key.allocation());
            assertEquals(true, run != null, () -> key + " runs and nobody knows it");
            if (run == null) continue;
            var task = Tasks.attempt(run, key.task(), key.attempt());
            assertEquals(true, task != null && task.live(), () -> key + " runs, but " + run);
            ended(key, run);
        }
        for (var run : state.runs().values()) {
            for (var task : run.tasks()) known(run, task);
        }
    }

    private void ended(FakeProcesses.Key key, Run run) {
        var patientUntilMs = crashedRealMs + Progress.KILL_AGAIN_MS;
        if (run.ending()) {
            var since = endingSinceMs.getOrDefault(run.allocation(), realMs);
            var late = realMs > Math.max(since + STOP_MS, patientUntilMs);
            assertEquals(false, late, () -> key + " outlives its end by far");
        }
        var aloneMs = run.policies().disconnect().stopAfterMs();
        if (aloneMs > 0 && !server.linked) {
            var late = realMs > Math.max(heardRealMs + aloneMs + STOP_MS, patientUntilMs);
            assertEquals(false, late, () -> key + " has been alone for too long");
        }
    }

    private void known(Run run, Run.Task task) {
        if (!(task.phase() instanceof Run.Phase.Running)) return;
        var key = new FakeProcesses.Key(run.allocation(), task.name(), task.attempt());
        assertEquals(true, processes.live.containsKey(key), () -> key + " should run");
    }
}
