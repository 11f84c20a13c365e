package dev.skerry.agent;

import static dev.skerry.cluster.codec.NodeRoom.NODE;

import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Told;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private final LinkedBlockingQueue<NodeMessage> mailbox = new LinkedBlockingQueue<>();
    private final Journal journal;
    private final BootClock clock;
    private final AgentWorld world;
    private final AgentMetrics metrics;
    private final AgentTalk talk;
    private final Promised promised;
    private final Caller own;
    private volatile NodeState state;
    private volatile String trouble = "";

    /// What the loop acts on.
    interface AgentWorld {
        void carryOut(NodeEffect effect);

        /// The state has changed; the journal holds it.
        void changed(NodeState state);
    }

    /// @param node its id
    AgentLoop(
            String node,
            Journal journal,
            BootClock clock,
            AgentWorld world,
            AgentMetrics metrics,
            AgentTalk talk) {
        own = new Caller(Caller.Kind.NODE, node);
        this.journal = journal;
        this.clock = clock;
        this.world = world;
        this.metrics = metrics;
        this.talk = talk;
        var replayed = AgentRooms.EMPTY;
        for (var fact : journal.takeFound()) replayed = replayed.after(fact);
        promised = new Promised(replayed, AgentRooms.LIMITS);
        state = replayed.of(NODE);
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
        var waiting = new ArrayDeque<NodeMessage>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (waiting.isEmpty()) await(waiting);
                if (!work(waiting)) TimeUnit.MILLISECONDS.sleep(DISK_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Deque<NodeMessage> waiting) throws InterruptedException {
        long waitMs = promised.wakeAtTickMs() - clock.tickMs();
        var first = waitMs <= 0 ? mailbox.poll() : mailbox.poll(waitMs, TimeUnit.MILLISECONDS);
        waiting.add(first == null ? new NodeMessage.Tick() : first);
        mailbox.drainTo(waiting, BATCH_MAX - 1);
    }

    /// Decides as many messages as one batch has room for.
    ///
    /// @return false when the disk did not take the facts: nothing has happened then, and the
    ///   messages are worked through again. The tasks go on meanwhile.
    private boolean work(Deque<NodeMessage> waiting) {
        var decided = new ArrayDeque<NodeMessage>();
        var effects = new ArrayList<NodeEffect>();
        while (!waiting.isEmpty() && decide(waiting.getFirst(), effects))
            decided.add(waiting.remove());
        var batch = promised.close();
        if (batch.isEmpty()) {
            effects.forEach(world::carryOut);
            return true;
        }
        if (!remember(batch)) {
            promised.takeBack(batch);
            while (!decided.isEmpty()) waiting.addFirst(decided.removeLast());
            return false;
        }
        promised.certain(batch);
        state = promised.certain().of(NODE);
        world.changed(state);
        effects.forEach(world::carryOut);
        return true;
    }

    /// @return false: the batch has no room for it
    private boolean decide(NodeMessage message, List<NodeEffect> effects) {
        return switch (promised.decide(NODE, message, own, clock.now())) {
            case Decided.Accepted<NodeEffect>(var wanted) -> {
                effects.addAll(wanted);
                yield true;
            }
            case Decided.Refused<NodeEffect>(var refusal) -> {
                talk.say("refused: " + refusal.sentence());
                yield true;
            }
            case Decided.Later<NodeEffect> _ -> false;
        };
    }

    private boolean remember(Batch batch) {
        var facts = new ArrayList<Told>();
        for (var act : batch.acts()) facts.addAll(act.facts());
        long startNs = System.nanoTime();
        try {
            boolean written =
                    journal.wantsRewrite()
                            && journal.rewrite(AgentRooms.compacted(promised.promised()));
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
