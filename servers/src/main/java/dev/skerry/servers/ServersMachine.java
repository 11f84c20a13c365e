package dev.skerry.servers;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Sight;
import dev.skerry.servers.decide.MemberDecisions;
import dev.skerry.servers.decide.ServerTokenDecisions;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.Servers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides who belongs to the control plane. Time alone changes nothing here: tokens that have
/// ended are forgotten when others are made.
public final class ServersMachine
        implements Machine<Servers, ServersMessage, ServersFact, Machine.NoEffect> {
    @Override
    public Servers empty() {
        return Servers.EMPTY;
    }

    @Override
    public Decision<ServersFact, NoEffect> decide(
            Sight<Servers> sight, ServersMessage message, Now now) {
        var servers = sight.own();
        return switch (message) {
            case ServersMessage.IssueToken it -> ServerTokenDecisions.issue(servers, it, now);
            case ServersMessage.Join it -> MemberDecisions.join(servers, it, now);
            case ServersMessage.Found it -> MemberDecisions.found(servers, it, now);
            case ServersMessage.Moved it -> MemberDecisions.moved(servers, it);
            case ServersMessage.Remove it -> MemberDecisions.remove(servers, it);
            case ServersMessage.BackUp _ ->
                    Decision.of(List.of(new ServersFact.CellBackedUp(now.wallMs())));
        };
    }

    @Override
    public Servers apply(Servers servers, ServersFact fact) {
        return switch (fact) {
            case ServersFact.TokenIssued(var token) -> servers.with(token);
            case ServersFact.TokensForgotten(var hashes) -> servers.forgetting(hashes);
            case ServersFact.ServerJoined(var member, var hash) ->
                    servers.with(member).used(hash, member.id());
            case ServersFact.ServerMoved it -> moved(servers, it);
            case ServersFact.ServerRemoved(var id) -> servers.without(id);
            case ServersFact.CellBackedUp _ -> servers;
        };
    }

    private static Servers moved(Servers servers, ServersFact.ServerMoved it) {
        var old = servers.member(it.id());
        return old == null
                ? servers
                : servers.with(new Member(it.id(), it.addresses(), it.build(), old.joinedWallMs()));
    }

    /// What the log holds can be read by those only who know its newest format.
    @Override
    public Servers witness(Servers servers, Act act) {
        return servers.holding(act.format());
    }

    /// No server shall have to read what it cannot, whoever leads.
    @Override
    public @Nullable Refusal unreadable(Servers servers, int format) {
        for (var member : servers.members()) {
            var build = member.build();
            if (build.reads(format)) continue;
            return new Refusal.Conflict(
                    "Server %s runs Skerry %s, which cannot read this change, of log format %d."
                            .formatted(member.id(), build.version(), format),
                    "Upgrade all servers first; `skerry server list` says what each runs.");
        }
        return null;
    }

    @Override
    public long newestTickMs(Servers servers) {
        return servers.tickMs();
    }

    /// Who belongs to the control plane must be right also while its disks get full.
    @Override
    public boolean canWait(ServersMessage message) {
        return switch (message) {
            case ServersMessage.IssueToken _, ServersMessage.Join _, ServersMessage.BackUp _ ->
                    true;
            case ServersMessage.Found _, ServersMessage.Moved _, ServersMessage.Remove _ -> false;
        };
    }
}
