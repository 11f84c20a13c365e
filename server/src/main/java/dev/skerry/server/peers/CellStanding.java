package dev.skerry.server.peers;

import dev.skerry.server.raft.LogStanding;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.servers.server.ServersStanding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How the servers of the cell stand, as one of them sees it: who leads knows how far the others
/// are.
record CellStanding(String self, RatisLog log) implements ServersStanding {
    @Override
    public View look() {
        try {
            return view(log.standing());
        } catch (IOException _) { // it starts again
            return new View(self, "", 0, List.of());
        }
    }

    private View view(LogStanding look) {
        var all = new ArrayList<MemberProgress>();
        all.add(new MemberProgress(self, look.committed(), 0));
        for (var each : look.followers())
            all.add(new MemberProgress(each.server(), each.committed(), each.silentMs()));
        var leader = look.heard() ? look.leader() : "";
        return new View(self, leader, look.term(), look.members().keySet(), all);
    }
}
