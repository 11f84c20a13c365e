package dev.skerry.cluster.node;

/// Whether a server is heard, and what follows when none is for too long.
///
/// The time alone is measured by this boot's clock. What earlier boots have measured is in the
/// journal, noted now and then; the time that the node was off is not known to it at all, so a
/// group that must not run alone for too long waits after each boot until a server has told it
/// everything: that its orders are old cannot be ruled out before.
final class Silence {
    /// The time alone is noted no more often than this.
    static final long NOTE_MIN_MS = 60_000;

    private Silence() {}

    static void heard(Step step, long sinceTickMs) {
        if (!step.state().contact().cut()) return;
        step.happened(new NodeFact.Heard(Math.min(sinceTickMs, step.tickMs())));
    }

    /// The node knows everything that the servers want: what waited for them may run.
    static void current(Step step) {
        if (step.state().contact().cut()) return;
        for (var run : step.state().runs().values()) {
            if (!run.held()) continue;
            step.held(run, false);
            Progress.of(step, run.allocation());
        }
    }

    static void lost(Step step, long silentSinceTickMs) {
        var contact = step.state().contact();
        if (contact.cut()) return;
        var since = Math.clamp(silentSinceTickMs, contact.sinceTickMs(), step.tickMs());
        step.happened(new NodeFact.Alone(since, 0));
    }

    static void tick(Step step) {
        var contact = step.state().contact();
        if (!contact.cut()) return;
        var aloneMs = contact.aloneMs(step.tickMs());
        for (var run : step.state().runs().values()) {
            if (!patient(run)) continue;
            var stopAfterMs = stopAfterMs(run);
            if (aloneMs < stopAfterMs) continue;
            var time = text(stopAfterMs);
            step.ended(run, "alone for " + time + ": stopped by its disconnect policy");
            Progress.of(step, run.allocation());
        }
        if (noteTickMs(step.state()) <= step.tickMs()) {
            step.happened(new NodeFact.Alone(step.tickMs(), aloneMs));
        }
    }

    /// When the next thing happens because of the silence; `Long.MAX_VALUE`: nothing does.
    static long nextTickMs(NodeState state) {
        var next = noteTickMs(state);
        if (!state.contact().cut()) return next;
        var startTickMs = state.contact().sinceTickMs() - state.contact().beforeMs();
        for (var run : state.runs().values()) {
            if (patient(run)) next = Math.min(next, startTickMs + stopAfterMs(run));
        }
        return next;
    }

    private static long noteTickMs(NodeState state) {
        if (!state.contact().cut()) return Long.MAX_VALUE;
        var shortestMs = Long.MAX_VALUE;
        for (var run : state.runs().values()) {
            if (patient(run)) shortestMs = Math.min(shortestMs, stopAfterMs(run));
        }
        if (shortestMs == Long.MAX_VALUE) return Long.MAX_VALUE;
        return state.contact().sinceTickMs() + Math.max(NOTE_MIN_MS, shortestMs / 20);
    }

    /// It is there, and ends when the silence lasts too long.
    static boolean patient(Run run) {
        return stopAfterMs(run) > 0 && !run.ending() && !run.finished();
    }

    private static long stopAfterMs(Run run) {
        return run.policies().disconnect().stopAfterMs();
    }

    /// `2h`, `1h30m`, `45s`.
    static String text(long ms) {
        if (ms < 1000) return ms + "ms";
        var hours = ms / 3_600_000;
        var minutes = ms / 60_000 % 60;
        var seconds = ms / 1000 % 60;
        return (hours > 0 ? hours + "h" : "")
                + (minutes > 0 ? minutes + "m" : "")
                + (seconds > 0 ? seconds + "s" : "");
    }
}
