package dev.skerry.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages that are decided one after the other and become one entry of the log.
final class Batch {
    static final int MESSAGES_MAX = 1_000;

    /// About how much one entry holds, in units of a kibibyte.
    static final int WEIGHT_MAX = 4_096;

    private final Machine<Cluster, ClusterMessage, ClusterFact, ?> machine;
    private final ServerClock clock;
    private final ServerMetrics metrics;
    private final List<ClusterFact> facts = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private Cluster state;
    private int weight;

    /// @param refusal null: it was accepted
    private record Answer(Letter letter, @Nullable Refusal refusal) {}

    Batch(
            Machine<Cluster, ClusterMessage, ClusterFact, ?> machine,
            Cluster state,
            ServerClock clock,
            ServerMetrics metrics) {
        this.machine = machine;
        this.state = state;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// What is to be written.
    List<ClusterFact> facts() {
        return facts;
    }

    /// The state with the facts.
    Cluster state() {
        return state;
    }

    boolean full() {
        return answers.size() >= MESSAGES_MAX || weight >= WEIGHT_MAX;
    }

    void tick() {
        switch (machine.decide(state, new ClusterMessage.Tick(), clock.now())) {
            case Decision.Accepted<ClusterFact, ?>(var given, _) -> accept(given);
            case Decision.Refused<ClusterFact, ?> _ -> {}
        }
    }

    /// A message that the machine fails on changes nothing and fails alone.
    void decide(Letter letter) {
        try {
            switch (machine.decide(state, letter.message(), clock.now())) {
                case Decision.Accepted<ClusterFact, ?>(var given, _) -> {
                    accept(given);
                    metrics.messages().decided().increment();
                    answers.add(new Answer(letter, null));
                }
                case Decision.Refused<ClusterFact, ?>(var refusal) -> {
                    metrics.messages().refused().increment();
                    answers.add(new Answer(letter, refusal));
                }
            }
        } catch (RuntimeException e) {
            Events.say("a message could not be decided: " + letter.message().getClass() + ": " + e);
            letter.fail(e);
        }
    }

    private void accept(List<ClusterFact> given) {
        var next = state;
        for (var fact : given) next = machine.apply(next, fact);
        state = next;
        facts.addAll(given);
        for (var fact : given) weight += weight(fact);
    }

    /// Those who wait, in their order.
    List<Letter> letters() {
        return answers.stream().map(Answer::letter).toList();
    }

    /// Everyone who waits for promises only can go on.
    void promised() {
        for (var answer : answers) answer.letter().promised().complete(answer.refusal() == null);
    }

    /// Tells everyone what became of it.
    ///
    /// @param lost why it is not known whether it is in the log; null: it is
    void answer(long index, @Nullable Throwable lost) {
        for (var answer : answers) {
            var letter = answer.letter();
            if (lost != null) letter.fail(new LeadershipLost(lost));
            else if (answer.refusal() != null) letter.refuse(answer.refusal());
            else {
                letter.promised().complete(true);
                letter.applied().complete(new Applied.Done(index));
            }
        }
    }

    /// The log did not take it.
    void refuse(Refusal refusal) {
        for (var answer : answers) answer.letter().refuse(refusal);
    }

    private static int weight(ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.JobAccepted _ -> 64;
            case ClusterFact.NodeDescribed _, ClusterFact.Evaluated _ -> 8;
            case ClusterFact.AllocationsPlaced(var all) -> 1 + all.size();
            case ClusterFact.AllocationsObserved(var all) -> 1 + all.size();
            case ClusterFact.AllocationsDesired(var all) -> 1 + all.size();
            case ClusterFact.AllocationsUpdated(var all, _) -> 1 + all.size() / 64;
            case ClusterFact.AllocationsForgotten(var all) -> 1 + all.size() / 64;
            case ClusterFact.TimeNoted _,
                    ClusterFact.TokenIssued _,
                    ClusterFact.TokenUsed _,
                    ClusterFact.NodeJoined _,
                    ClusterFact.NodeMetaSet _,
                    ClusterFact.NodeScheduled _,
                    ClusterFact.NodeContact _,
                    ClusterFact.NodeRemoved _,
                    ClusterFact.NodeCopied _,
                    ClusterFact.JobStopped _,
                    ClusterFact.JobPurged _,
                    ClusterFact.EvaluationDue _ ->
                    1;
        };
    }
}
