package dev.skerry.agent;

import dev.skerry.agent.AgentTalk.Often;
import dev.skerry.agent.Inbox.Origin;
import dev.skerry.agent.Inbox.Waiting;
import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.node.Caused;
import dev.skerry.kernel.node.NodeDecider;
import dev.skerry.kernel.node.NodeRoom;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The node's shell: wait, decide, remember, act, for all rooms at once. Everything hard is in
/// their machines.
///
/// What a fault of the program costs depends on whether anybody says again what it came to:
///
/// | what fails                                  | what follows                                |
/// |---------------------------------------------|---------------------------------------------|
/// | a machine, on what a server has caused      | it is passed over; the servers offer it     |
/// |                                             | again with the next link                    |
/// | a machine, on what is asked again anyway    | it is passed over                           |
/// | a machine, on time alone                    | it is asked again after a pause             |
/// | a room, on the look at its new state        | it sees the next one                        |
/// | a machine, on what the node itself has seen | the agent ends: the next one looks at all   |
/// |                                             | that runs, nobody else would tell           |
/// | an effect that cannot be carried out        | the agent ends: the journal has it as done, |
/// |                                             | the next one asks for it anew               |
/// | the journal, or the order of its batches    | the agent ends: what it has promised is not |
/// |                                             | known any more                              |
///
/// A disk that takes no facts is no fault: it is tried until it does.
final class AgentLoop {
    /// Messages that are worked through with one sync of the disk.
    private static final int BATCH_MAX = 256;

    private static final long DISK_RETRY_MS = 1_000;

    private final Inbox inbox = new Inbox();
    private final Journal journal;
    private final BootClock clock;
    private final AgentMetrics metrics;
    private final AgentTalk talk;
    private final Runnable offerAgain;
    private final NodeDecider decider;
    private volatile House house;
    private volatile String trouble = "";

    /// @param node its id
    /// @param empty the rooms before anything has happened
    /// @param offerAgain has the servers offer again what was passed over for want of room
    AgentLoop(
            String node,
            List<? extends NodeRoom<?, ?, ?, ?>> rooms,
            House empty,
            Journal journal,
            BootClock clock,
            AgentMetrics metrics,
            AgentTalk talk,
            Runnable offerAgain) {
        this.journal = journal;
        this.clock = clock;
        this.metrics = metrics;
        this.talk = talk;
        this.offerAgain = offerAgain;
        var replayed = empty;
        for (var fact : journal.takeFound()) replayed = replayed.after(fact);
        var own = new Caller(Caller.Kind.NODE, node);
        decider =
                new NodeDecider(
                        own, rooms, replayed, AgentRooms.LIMITS, inbox::asked, this::failed);
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
        inbox.post(room, message);
    }

    /// The same for what comes again anyway: it is let go while too much waits.
    <M> void postAgain(Room<?, M, ?, ?> room, M message) {
        inbox.postAgain(room, message);
    }

    /// The same for what a server has caused. It may wait, for the machines and not for the disk.
    <M> void caused(Room<?, M, ?, ?> room, Caused<M> what) {
        if (!inbox.caused(room, what))
            say("what servers say for \"%s\" waits there, for the disk".formatted(room.name()));
    }

    /// Messages that were not worked through yet.
    int waiting() {
        return inbox.size();
    }

    /// Works until its thread is interrupted.
    void run() {
        var waiting = new ArrayDeque<Waiting<?>>();
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
    private void await(Deque<Waiting<?>> waiting) throws InterruptedException {
        var now = clock.now();
        inbox.await(waiting, BATCH_MAX, decider.wakeAtTickMs(now) - now.tickMs());
    }

    /// Decides as many messages as one batch has room for.
    ///
    /// @return false when the disk did not take the facts: nothing has happened then, and the
    ///   messages are worked through again. The tasks go on meanwhile.
    private boolean work(Deque<Waiting<?>> waiting) {
        var decided = new ArrayDeque<Waiting<?>>();
        while (!waiting.isEmpty() && decide(waiting.getFirst())) decided.add(waiting.remove());
        if (waiting.isEmpty()) decider.tick(clock.now());
        var batch = decider.close();
        if (!batch.isEmpty() && !remember(batch)) {
            decider.takeBack(batch);
            inbox.diskFails();
            while (!decided.isEmpty()) waiting.addFirst(decided.removeLast());
            return false;
        }
        decider.certain(batch);
        house = decider.certain();
        if (inbox.done(decided)) offerAgain.run();
        return true;
    }

    /// @return false: the batch has no room for it
    private boolean decide(Waiting<?> one) {
        try {
            var outcome = decider.decide(one.ask(), clock.now());
            var refusal = outcome.refusal();
            if (refusal != null)
                talk.say(Often.REFUSED, "refused: " + refusal.sentence(), clock.tickMs());
            return outcome.decided();
        } catch (RuntimeException | StackOverflowError e) {
            if (one.origin() == Origin.OWN) throw e;
            one.what().passedOver().run();
            failed(one.room().name(), "a message, which is passed over", e);
            return true;
        }
    }

    private void failed(String room, String on, Throwable bug) {
        say("\"%s\" fails on %s: %s".formatted(room, on, Bug.words(bug)));
    }

    private void say(String sentence) {
        talk.say(Often.FAULT, sentence, clock.tickMs());
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
