package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.Want.Manner;
import dev.skerry.cluster.scheduler.preemption.Displacement;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Evaluation.Counts;
import dev.skerry.cluster.state.Evaluation.Explanation;
import dev.skerry.cluster.state.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A plan in the making.
final class PlanDraft {
    private final JobLook look;
    private final List<Plan.Put> places = new ArrayList<>();
    private final List<Plan.Stop> stops = new ArrayList<>();
    private final List<String> updates = new ArrayList<>();
    private final List<Plan.Displaced> displaced = new ArrayList<>();
    private final List<Explanation> explanations = new ArrayList<>();
    private long followUpTickMs;
    private boolean blocked;

    /// Of the group at hand.
    private int placed;

    private int kept;
    private int stopped;
    private int unplaced;
    private int victims;

    PlanDraft(JobLook look) {
        this.look = look;
    }

    void stop(Plan.Stop stop) {
        stops.add(stop);
    }

    void lookAgain(long tickMs) {
        followUpTickMs = Changes.earlier(followUpTickMs, tickMs);
    }

    void beginGroup() {
        placed = 0;
        kept = 0;
        stopped = 0;
        unplaced = 0;
        victims = 0;
    }

    void place(GroupAsk ask, Want want, String node, Map<String, Integer> ports, double score) {
        var previous = want.previous() == null ? null : want.previous().id();
        var group = ask.group().name();
        var chain = want.reschedules();
        places.add(
                new Plan.Put(
                        group, want.index(), node, ports, previous, chain, score, want.release()));
        placed++;
    }

    /// What was placed last takes the room of these.
    void displace(Displacement displacement) {
        for (var id : displacement.ids()) displaced.add(new Plan.Displaced(id, places.size() - 1));
        victims += displacement.victims().size();
    }

    /// What becomes of the one that a want follows.
    ///
    /// @param found there is a node for the new one
    /// @param everPossible there could be one
    void settlePrevious(Want want, boolean found, boolean everPossible) {
        if (!found || want.waits()) {
            unplaced++;
            blocked = true;
        }
        if (want.previous() == null) return;
        var stop =
                switch (want.manner()) {
                    case FILL, RESCHEDULE, HOLD -> false;
                    case MIGRATE -> found;
                    case UPDATE -> found || everPossible;
                    case EVICT -> true;
                };
        if (stop) {
            boolean makesWay = want.manner() == Manner.UPDATE;
            stops.add(new Plan.Stop(want.previous().id(), want.reason(), null, makesWay));
            stopped++;
        } else if (want.manner() == Manner.MIGRATE || want.manner() == Manner.UPDATE) {
            kept++;
        }
    }

    void endGroup(Changes changes, Explaining explaining) {
        stops.addAll(changes.stops);
        updates.addAll(changes.updates);
        lookAgain(changes.followUpTickMs);
        if (changes.waiting > 0) blocked = true;
        explaining.usedUp(changes.usedUp);
        unplaced += changes.waiting + changes.delayed + changes.usedUp;
        kept += changes.staying.size() - changes.updates.size();
        stopped += changes.stops.size();
        int updated = changes.updates.size();
        explanations.add(
                explaining.explanation(
                        new Counts(placed, stopped, updated, kept, unplaced, victims)));
    }

    /// @param againTickMs when more could be displaced, if something has no place; 0: not by time
    Plan plan(long againTickMs) {
        if (blocked) lookAgain(againTickMs);
        var job = look.job();
        var due = job.due();
        var evaluation =
                new Evaluation(
                        "",
                        job.key(),
                        job.version(),
                        due == null ? "" : due.trigger(),
                        blocked,
                        followUpTickMs,
                        look.now().wallMs(),
                        explanations);
        var sequence = due == null ? 0 : due.sequence();
        return new Plan(
                job.key(), job.version(), sequence, places, stops, updates, evaluation, displaced);
    }
}
