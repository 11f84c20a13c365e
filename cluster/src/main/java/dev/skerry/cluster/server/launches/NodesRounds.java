package dev.skerry.cluster.server.launches;

import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.PersistentAgenda;
import java.util.ArrayList;

/// What all nodes together have made of the calendar of one job.
///
/// @param nextWallMs when the first of them runs it; [PersistentAgenda#NEVER]: none does by time
/// @param lastWallMs the newest time for which one has run it; 0: none has
record NodesRounds(long nextWallMs, long lastWallMs, int running, int well, int failed) {
    static NodesRounds of(Cluster cluster, Job job) {
        long next = PersistentAgenda.NEVER;
        long last = 0;
        int running = 0;
        int well = 0;
        int failed = 0;
        for (var id : cluster.ofJob(job.key())) {
            var it = cluster.allocations().find(id);
            var rounds = it == null || !it.wanted() ? null : it.observed().rounds();
            if (rounds == null) continue;
            next = Math.min(next, rounds.nextWallMs());
            last = Math.max(last, rounds.lastWallMs());
            if (rounds.lastWallMs() == 0) continue;
            if (rounds.running()) running++;
            else if (rounds.says().isEmpty()) well++;
            else failed++;
        }
        return new NodesRounds(next, last, running, well, failed);
    }

    /// `failed on 1, ended well on 3`; empty: nothing of it was run yet.
    String went() {
        var words = new ArrayList<String>();
        if (failed > 0) words.add("failed on " + failed);
        if (running > 0) words.add("runs on " + running);
        if (well > 0) words.add("ended well on " + well);
        return String.join(", ", words);
    }
}
