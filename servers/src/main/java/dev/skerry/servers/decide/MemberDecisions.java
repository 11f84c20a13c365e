package dev.skerry.servers.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.state.AddressBounds;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.ServerToken;
import dev.skerry.servers.state.Servers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How servers come to belong to the control plane, and how they leave it.
public final class MemberDecisions {
    public static final int MEMBERS_MAX = 7;
    static final int VERSION_CHARACTERS_MAX = 64;

    private static final String ASK_FOR_A_TOKEN =
            " Make a new one with `skerry server join-token`, and join with it.";

    private MemberDecisions() {}

    /// A token that has let a server in is dead, also for that one: whoever is let in is told all
    /// that a server knows, and an answer that was lost may have been heard by somebody else.
    public static Decision<ServersFact, NoEffect> join(
            Servers servers, ServersMessage.Join message, Now now) {
        var token = servers.tokens().find(message.tokenHash());
        if (token == null) return forbidden(unknown());
        if (token.used()) return forbidden(used(token));
        if (token.expired(now)) return forbidden("The join token has expired.");
        if (servers.members().isEmpty())
            return Decision.refuse(
                    new Refusal.Unavailable(
                            "The first server has not said where it is; see what it says about"
                                    + " that, and join again."));
        var wrong = wrong(servers, "", message.addresses(), message.build());
        if (wrong == null && servers.members().size() >= MEMBERS_MAX)
            wrong = new Refusal.Full("servers", MEMBERS_MAX, "servers");
        if (wrong != null) return Decision.refuse(wrong);
        return joined(servers, message.addresses(), message.build(), token.hash(), now);
    }

    private static Decision<ServersFact, NoEffect> forbidden(String why) {
        return Decision.refuse(new Refusal.Forbidden(why + ASK_FOR_A_TOKEN));
    }

    /// Tokens of nodes look the same.
    private static String unknown() {
        return "The join token is unknown here; a token of `skerry node join-token` is for a node"
                + " and lets no server in.";
    }

    private static String used(ServerToken token) {
        return ("The join token has been used already, by server %1$s; if that one has never come"
                        + " up, remove it with `skerry server remove %1$s`.")
                .formatted(token.usedBy());
    }

    public static Decision<ServersFact, NoEffect> found(
            Servers servers, ServersMessage.Found message, Now now) {
        if (!servers.members().isEmpty()) return Decision.nothing();
        var wrong = wrong(servers, "", message.addresses(), message.build());
        if (wrong != null) return Decision.refuse(wrong);
        return joined(servers, message.addresses(), message.build(), "", now);
    }

    private static Decision<ServersFact, NoEffect> joined(
            Servers servers, Member.Addresses addresses, ServerBuild build, String hash, Now now) {
        var member = new Member(servers.nextId(), addresses, build, now.wallMs());
        return Decision.of(List.of(new ServersFact.ServerJoined(member, hash)));
    }

    public static Decision<ServersFact, NoEffect> moved(
            Servers servers, ServersMessage.Moved message) {
        var member = servers.member(message.id());
        if (member == null) return Decision.refuse(absent(servers, message.id()));
        boolean same =
                member.addresses().equals(message.addresses())
                        && member.build().equals(message.build());
        if (same) return Decision.nothing();
        var wrong = wrong(servers, message.id(), message.addresses(), message.build());
        if (wrong != null) return Decision.refuse(wrong);
        return Decision.of(
                List.of(
                        new ServersFact.ServerMoved(
                                message.id(), message.addresses(), message.build())));
    }

    public static Decision<ServersFact, NoEffect> remove(
            Servers servers, ServersMessage.Remove message) {
        if (servers.member(message.id()) == null)
            return Decision.refuse(absent(servers, message.id()));
        if (servers.members().size() == 1)
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Server %s is the only one, and without it there is no control plane."
                                    .formatted(message.id()),
                            "Let another one join first, with a token of `skerry server"
                                    + " join-token`."));
        return Decision.of(List.of(new ServersFact.ServerRemoved(message.id())));
    }

    private static Refusal absent(Servers servers, String id) {
        return new Refusal.NotFound(
                "server", id, servers.removed(id) ? "It was one, and was removed." : "");
    }

    /// @param id of the member whose addresses they shall be; empty: it has none yet
    private static @Nullable Refusal wrong(
            Servers servers, String id, Member.Addresses addresses, ServerBuild build) {
        var wrong = AddressBounds.wrong(addresses);
        if (wrong != null) return wrong;
        var version = build.version();
        boolean right =
                !version.isBlank()
                        && version.length() <= VERSION_CHARACTERS_MAX
                        && Text.line(version);
        if (!right)
            return new Refusal.Invalid(
                    "version",
                    version,
                    "one line of 1 to %d characters".formatted(VERSION_CHARACTERS_MAX));
        if (!build.reads(servers.logFormat()))
            return new Refusal.Conflict(
                    "The log has changes of format %d, and Skerry %s reads up to format %d."
                            .formatted(servers.logFormat(), version, build.logFormat()),
                    "Start the version that the other servers run.");
        for (var member : servers.members()) {
            if (member.id().equals(id)) continue;
            var taken = taken(member, addresses);
            if (taken != null) return taken;
        }
        return null;
    }

    private static @Nullable Refusal taken(Member member, Member.Addresses addresses) {
        if (member.addresses().link().equalsIgnoreCase(addresses.link()))
            return taken(member.id(), "link", addresses.link());
        if (member.addresses().http().equalsIgnoreCase(addresses.http()))
            return taken(member.id(), "http", addresses.http());
        return null;
    }

    private static Refusal taken(String id, String field, String address) {
        return new Refusal.Conflict(
                "%s is \"%s\", which is where server %s is.".formatted(field, address, id),
                "Each server needs addresses of its own; if that one is gone for good, remove it"
                        + " with `skerry server remove %s`.".formatted(id));
    }
}
