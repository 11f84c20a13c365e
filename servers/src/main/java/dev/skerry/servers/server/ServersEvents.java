package dev.skerry.servers.server;

import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Facts as events: each with a sentence, none with a secret.
public final class ServersEvents {
    private static final Matter MEMBERS = Matter.ofTheFleet(ServersApi.MEMBERS.text());

    private ServersEvents() {}

    /// The events of one entry of the log.
    ///
    /// @param before the state without the facts
    public static List<Event> of(List<ServersFact> facts, Servers before) {
        var events = new ArrayList<Event>();
        for (var fact : facts) {
            switch (fact) {
                case ServersFact.TokenIssued _ ->
                        events.add(
                                new Event(
                                        "ServerTokenIssued",
                                        MEMBERS,
                                        Map.of(),
                                        "A token was made with which one server may join.",
                                        Map.of()));
                case ServersFact.CellBackedUp _ ->
                        events.add(
                                new Event(
                                        "CellBackedUp",
                                        MEMBERS,
                                        Map.of(),
                                        "All that the servers know was given out as a backup.",
                                        Map.of()));
                case ServersFact.TokensForgotten _ -> {} // they ended long ago
                case ServersFact.ServerJoined(var member, var hash) ->
                        events.add(joined(member, hash.isEmpty()));
                case ServersFact.ServerMoved it -> events.add(moved(it, before.member(it.id())));
                case ServersFact.ServerRemoved(var id) ->
                        events.add(event("ServerRemoved", id, "was removed", Map.of()));
            }
        }
        return events;
    }

    private static Event joined(Member member, boolean first) {
        return event(
                first ? "ServerFound" : "ServerJoined",
                member.id(),
                first ? "is the first one" : "joined",
                values(member.addresses(), member.build()));
    }

    private static Event moved(ServersFact.ServerMoved it, @Nullable Member before) {
        boolean moved = before == null || !before.addresses().equals(it.addresses());
        var where = "is at %s now".formatted(it.addresses().link());
        var what = "runs version %s now".formatted(it.build().version());
        boolean renewed = before == null || !before.build().equals(it.build());
        var says = moved && renewed ? where + " and " + what : moved ? where : what;
        return event("ServerMoved", it.id(), says, values(it.addresses(), it.build()));
    }

    private static Map<String, String> values(Member.Addresses at, ServerBuild build) {
        return Map.of("link", at.link(), "http", at.http(), "version", build.version());
    }

    /// @param says what it does, continuing "Server s2 "
    private static Event event(String kind, String id, String says, Map<String, String> values) {
        return new Event(
                kind, MEMBERS, Map.of("server", id), "Server %s %s.".formatted(id, says), values);
    }
}
