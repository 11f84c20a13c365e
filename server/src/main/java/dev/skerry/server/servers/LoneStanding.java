package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.server.Leader;
import dev.skerry.servers.server.ServersStanding;
import dev.skerry.servers.state.Member;
import java.util.List;

/// How one server stands that is alone. Who leads it knows, but not in which term.
public record LoneStanding(Leader leader) implements ServersStanding {
    @Override
    public View look() {
        var now = leader.now();
        var members = now.of(SERVERS).members();
        var self = members.isEmpty() ? Member.id(1) : members.getFirst().id();
        return new View(
                self,
                leader.leads() ? self : "",
                0,
                List.of(new MemberProgress(self, now.index(), 0)));
    }
}
