package dev.skerry.agent;

import dev.skerry.agent.AgentTalk.Often;
import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.node.NodeDecider;
import dev.skerry.kernel.node.NodeRoom;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The node's shell: wait, decide, remember, act, for all rooms at once. Everything hard is in
/// their machines.
final class AgentLoop {
    /// Messages that are worked through with one sync of the disk.
    private static final int BATCH_MAX = 256;

    private static final long DISK_RETRY_MS = 1_000;

    /// While a disk takes no facts, what is asked again and again is not kept beyond this.
    static final int WAITING_MAX = 10_000;

    private final LinkedBlockingQueue<Ask<?>> mailbox = new LinkedBlockingQueue<>();
    private final Journal journal;
    private final BootClock clock;
    private final AgentMetrics metrics;
    private final AgentTalk talk;
    private final NodeDecider decider;
    private volatile House house;
    private volatile String trouble = "";

    /// @param node its id
    /// @param empty the rooms before anything has happened
    AgentLoop(
            String node,
            List<? extends NodeRoom<?, ?, ?, ?>> rooms,
            House empty,
            Journal journal,
            BootClock clock,
            AgentMetrics metrics,
            AgentTalk talk) {
        this.journal = journal;
        this.clock = clock;
        this.metrics = metrics;
        this.talk = talk;
        var replayed = empty;
        for (var fact : journal.takeFound()) replayed = replayed.after(fact);
        var own = new Caller(Caller.Kind.NODE, node);
        decider = new NodeDecider(own, rooms, replayed, AgentRooms.LIMITS, mailbox::add);
        house = replayed;
        metrics.journalBytes = journal.bytes();
    }

    /// The states of all rooms now.
    House house() {
        return house;
    }

    /// What keeps the journal from taking facts; empty: nothing.
    String trouble() {
        return trouble;
    }

    <M> void post(Room<?, M, ?, ?> room, M message) {
        mailbox.add(new Ask<>(room, message));
    }

    /// The same for what comes again anyway: it is let go while too much waits.
    <M> void postAgain(Room<?, M, ?, ?> room, M message) {
        if (mailbox.size() < WAITING_MAX) post(room, message);
    }

    /// Messages that were not worked through yet.
    int waiting() {
        return mailbox.size();
    }

    /// Works until its thread is interrupted.
    void run() {
        var waiting = new ArrayDeque<Ask<?>>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (waiting.isEmpty()) await(waiting);
                if (!work(waiting)) TimeUnit.MILLISECONDS.sleep(DISK_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until there is a message, or time alone changes something.
    private void await(Deque<Ask<?>> waiting) throws InterruptedException {
        long waitMs = decider.wakeAtTickMs() - clock.tickMs();
        var first = waitMs <= 0 ? mailbox.poll() : mailbox.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first == null) return;
        waiting.add(first);
        mailbox.drainTo(waiting, BATCH_MAX - 1);
    }

    /// Decides as many messages as one batch has room for.
    ///
    /// @return false when the disk did not take the facts: nothing has happened then, and the
    ///   messages are worked through again. The tasks go on meanwhile.
    private boolean work(Deque<Ask<?>> waiting) {
        var decided = new ArrayDeque<Ask<?>>();
        while (!waiting.isEmpty() && decide(waiting.getFirst())) decided.add(waiting.remove());
        if (waiting.isEmpty()) decider.tick(clock.now());
        var batch = decider.close();
        if (!batch.isEmpty() && !remember(batch)) {
            decider.takeBack(batch);
            while (!decided.isEmpty()) waiting.addFirst(decided.removeLast());
            return false;
        }
        decider.certain(batch);
        house = decider.certain();
        return true;
    }

    /// @return false: the batch has no room for it
    private boolean decide(Ask<?> ask) {
        var outcome = decider.decide(ask, clock.now());
        var refusal = outcome.refusal();
        if (refusal != null)
            talk.say(Often.REFUSED, "refused: " + refusal.sentence(), clock.tickMs());
        return outcome.decided();
    }

    private boolean remember(Batch batch) {
        var facts = new ArrayList<Told>();
        for (var act : batch.acts()) facts.addAll(act.facts());
        long startNs = System.nanoTime();
        try {
            boolean written = journal.wantsRewrite() && journal.rewrite(decider.compacted());
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
                                        .formatted(FileTrouble.words(e))
                                + " free some space on its disk");
            trouble = FileTrouble.words(e);
            return false;
        }
    }
}
