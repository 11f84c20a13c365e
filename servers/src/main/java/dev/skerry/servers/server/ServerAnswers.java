package dev.skerry.servers.server;

import dev.skerry.http.Bodies;
import dev.skerry.servers.server.ServersStanding.View;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.Servers;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of the servers.
public final class ServerAnswers {
    private ServerAnswers() {}

    /// All of them, as one of them sees it.
    ///
    /// @param self the id of the server that says this
    /// @param leader the id of who leads; absent: it knows of nobody
    /// @param term in which that one leads; absent: it is not known
    /// @param servers in the order in which they came
    @Json
    public record ControlPlane(
            String self, @Nullable String leader, @Nullable Long term, List<ListedServer> servers) {
        public ControlPlane {
            servers = List.copyOf(servers);
        }
    }

    /// @param role `leader`, `follower`, or `unknown` of whom nothing is heard
    /// @param vote `counts`, or `joining` of one that is told the log before it does; absent: it is
    ///   not known
    /// @param link where nodes and other servers connect
    /// @param http where the API and the pages are
    /// @param logFormat the newest format of the log that it reads: what is newer is refused until
    ///   all servers read it
    /// @param index of the last entry of the log that it has; absent: it is not known
    /// @param behind so many entries less than the leader; absent: it is not known
    /// @param silentMs since it was heard; absent: it is not known
    @Json
    public record ListedServer(
            String id,
            String role,
            @Nullable String vote,
            String link,
            String http,
            String version,
            int logFormat,
            String joined,
            @Nullable Long index,
            @Nullable Long behind,
            @Nullable Long silentMs) {}

    /// What a change of a server comes to.
    @Json
    public record ServerChanged(String id, long index) {}

    /// @param token its text, which is shown this once
    @Json
    public record ServerTokenMade(String token, String expires) {
        @Override
        public String toString() {
            return "server token until " + expires;
        }
    }

    static ControlPlane all(Servers servers, View view) {
        return new ControlPlane(
                view.self(),
                view.leader().isEmpty() ? null : view.leader(),
                view.term() == 0 ? null : view.term(),
                servers.members().stream().map(member -> of(member, view)).toList());
    }

    static ListedServer of(Member member, View view) {
        var progress = view.of(member.id());
        long index = progress == null ? -1 : progress.index();
        long silentMs = progress == null ? -1 : progress.silentMs();
        return new ListedServer(
                member.id(),
                role(member.id(), silentMs, view),
                vote(member.id(), view),
                member.addresses().link(),
                member.addresses().http(),
                member.build().version(),
                member.build().logFormat(),
                Bodies.time(member.joinedWallMs()),
                known(index),
                known(behind(index, view)),
                known(silentMs));
    }

    private static String role(String id, long silentMs, View view) {
        if (id.equals(view.leader())) return "leader";
        return silentMs < 0 && !id.equals(view.self()) ? "unknown" : "follower";
    }

    private static @Nullable String vote(String id, View view) {
        if (view.voters().isEmpty()) return null;
        return view.voters().contains(id) ? "counts" : "joining";
    }

    /// -1: it is not known. What was heard of the leader may be older than what was heard of this
    /// one.
    static long behind(long index, View view) {
        var leader = view.of(view.leader());
        return index < 0 || leader == null || leader.index() < 0
                ? -1
                : Math.max(0, leader.index() - index);
    }

    private static @Nullable Long known(long number) {
        return number < 0 ? null : number;
    }
}
