package dev.skerry.agent;

import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The node's shell: wait, decide, remember, act. Everything hard is in the machine.
final class AgentLoop {
    /// Messages that are worked through with one sync of the disk.
    private static final int BATCH_MAX = 256;

    private static final long DISK_RETRY_MS = 1_000;

    /// While a disk takes no facts, what is asked again and again is not kept beyond this.
    static final int WAITING_MAX = 10_000;

    private final NodeMachine machine = new NodeMachine();
    private final LinkedBlockingQueue<NodeMessage> mailbox = new LinkedBlockingQueue<>();
    private final Journal journal;
    private final BootClock clock;
    private final World world;
    private final AgentMetrics metrics;
    private final Talk talk;
    private volatile NodeState state;
    private volatile String trouble = "";

    /// What the loop acts on.
    interface World {
        void carryOut(NodeEffect effect);

        /// The state has changed; the journal holds it.
        void changed(NodeState state);
    }

    AgentLoop(Journal journal, BootClock clock, World world, AgentMetrics metrics, Talk talk) {
        this.journal = journal;
        this.clock = clock;
        this.world = world;
        this.metrics = metrics;
        this.talk = talk;
        var replayed = NodeState.EMPTY;
        for (var fact : journal.takeFound()) replayed = machine.apply(replayed, fact);
        state = replayed;
        metrics.journalBytes = journal.bytes();
    }

    /// The node's state now.
    NodeState state() {
        return state;
    }

    /// What keeps the journal from taking facts; empty: nothing.
    String trouble() {
        return trouble;
    }

    void post(NodeMessage message) {
        if (message instanceof NodeMessage.Checked && mailbox.size() >= WAITING_MAX) return;
        mailbox.add(message);
    }

    /// Messages that were not worked through yet.
    int waiting() {
        return mailbox.size();
    }

    /// Works until its thread is interrupted.
    void run() {
        var batch = new ArrayList<NodeMessage>(BATCH_MAX);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (batch.isEmpty()) await(batch);
                if (work(batch)) batch.clear();
                else TimeUnit.MILLISECONDS.sleep(DISK_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(List<NodeMessage> batch) throws InterruptedException {
        long waitMs = NodeMachine.wakeAtTickMs(state) - clock.tickMs();
        var first = waitMs <= 0 ? mailbox.poll() : mailbox.poll(waitMs, TimeUnit.MILLISECONDS);
        batch.add(first == null ? new NodeMessage.Tick() : first);
        mailbox.drainTo(batch, BATCH_MAX - 1);
    }

    /// False when the disk did not take the facts: nothing has happened then, and the messages are
    /// worked through again. The tasks go on meanwhile.
    private boolean work(List<NodeMessage> batch) {
        var facts = new ArrayList<NodeFact>();
        var wanted = new ArrayList<NodeEffect>();
        var next = state;
        for (var message : batch) {
            switch (machine.decide(next, message, clock.now())) {
                case Decision.Accepted<NodeFact, NodeEffect>(var decided, var asked) -> {
                    for (var fact : decided) next = machine.apply(next, fact);
                    facts.addAll(decided);
                    wanted.addAll(asked);
                }
                case Decision.Refused<NodeFact, NodeEffect>(var refusal) ->
                        talk.say("refused: " + refusal.sentence());
            }
        }
        if (!remember(facts, next)) return false;
        state = next;
        if (!facts.isEmpty()) world.changed(next);
        wanted.forEach(world::carryOut);
        return true;
    }

    private boolean remember(List<NodeFact> facts, NodeState after) {
        if (facts.isEmpty()) return true;
        long startNs = System.nanoTime();
        try {
            boolean written =
                    journal.wantsRewrite() && journal.rewrite(NodeMachine.compacted(after));
            if (!written) journal.append(facts);
            metrics.journaled(facts.size(), System.nanoTime() - startNs);
            metrics.journalBytes = journal.bytes();
            if (!trouble.isEmpty()) talk.say("the journal takes facts again");
            trouble = "";
            return true;
        } catch (IOException e) {
            metrics.journalFailures.increment();
            if (trouble.isEmpty())
                talk.say(
                        "the journal does not take facts (%s): the tasks run on, new orders wait;"
                                        .formatted(e.getMessage())
                                + " free some space on its disk");
            trouble = String.valueOf(e.getMessage());
            return false;
        }
    }
}
