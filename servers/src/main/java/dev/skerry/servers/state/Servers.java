package dev.skerry.servers.state;

import dev.skerry.kernel.Machine;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who belongs to the control plane, and the tokens that others can join it with.
///
/// @param members in the order of their numbers
/// @param tokens by their hashes: those that can be used, those that have ended until they are
///   forgotten, and those that have let a server in as long as that is a member
/// @param last the number of the newest server that there ever was; 0: there was none
/// @param tickMs the latest moment on the servers' clock that is known of here
/// @param logFormat the newest format of the facts of any room that are in the log
public record Servers(
        List<Member> members,
        PersistentMap<String, ServerToken> tokens,
        long last,
        long tickMs,
        int logFormat) {
    public static final Servers EMPTY =
            new Servers(List.of(), PersistentMap.empty(), 0, 0, Machine.FIRST_FORMAT);

    public Servers {
        members = List.copyOf(members);
    }

    /// The member of that id; null: there is none.
    public @Nullable Member member(String id) {
        for (var member : members) if (member.id().equals(id)) return member;
        return null;
    }

    /// The id of the member that has joined with the token of that hash; null: none has.
    public @Nullable String joinedBy(String tokenHash) {
        var token = tokens.find(tokenHash);
        return token == null || !token.used() ? null : token.usedBy();
    }

    /// Whether that was a member once, and is none any more.
    public boolean removed(String id) {
        long number = Member.number(id);
        return number > 0 && number <= last && member(id) == null;
    }

    /// The id that the next member gets.
    public String nextId() {
        return Member.id(last + 1);
    }

    /// With one member more, or another content of one.
    public Servers with(Member member) {
        var next = new ArrayList<Member>();
        for (var each : members) if (each.number() < member.number()) next.add(each);
        next.add(member);
        for (var each : members) if (each.number() > member.number()) next.add(each);
        return new Servers(next, tokens, Math.max(last, member.number()), tickMs, logFormat);
    }

    /// Without the member of that id, and without the token that it has joined with.
    public Servers without(String id) {
        var next = members.stream().filter(it -> !it.id().equals(id)).toList();
        var left = tokens;
        for (var token : tokens.values())
            if (token.usedBy().equals(id)) left = left.without(token.hash());
        return new Servers(next, left, last, tickMs, logFormat);
    }

    /// With one token more, or another content of one.
    public Servers with(ServerToken token) {
        var next = tokens.with(token.hash(), token);
        long atTickMs = Math.max(tickMs, token.issuedTickMs());
        return new Servers(members, next, last, atTickMs, logFormat);
    }

    /// When the token of that hash has let that member in.
    public Servers used(String hash, String id) {
        var token = tokens.find(hash);
        return token == null ? this : with(token.usedBy(id));
    }

    /// Without the tokens of those hashes.
    public Servers forgetting(List<String> hashes) {
        var next = tokens;
        for (var hash : hashes) next = next.without(hash);
        return new Servers(members, next, last, tickMs, logFormat);
    }

    /// At that moment, or later if it is known to be later, and with no number up to that one free.
    public Servers from(long atTickMs, long atLast) {
        long laterMs = Math.max(tickMs, atTickMs);
        return new Servers(members, tokens, Math.max(last, atLast), laterMs, logFormat);
    }

    /// With facts of that format in the log.
    public Servers holding(int format) {
        if (format <= logFormat) return this;
        return new Servers(members, tokens, last, tickMs, format);
    }
}
