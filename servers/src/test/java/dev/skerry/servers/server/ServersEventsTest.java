package dev.skerry.servers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.servers.ServersFact;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.ServerToken;
import dev.skerry.servers.state.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServersEventsTest {
    private static final Member.Addresses HERE = new Member.Addresses("a:1", "a:2");
    private static final Member.Addresses THERE = new Member.Addresses("b:1", "b:2");
    private static final Member MEMBER = new Member("s2", HERE, new ServerBuild("1", 1), 0);
    private static final Servers BEFORE = Servers.EMPTY.with(MEMBER);
    private static final String HASH = "f".repeat(64);

    private static String sentences(ServersFact... facts) {
        var lines = new StringBuilder();
        for (var event : ServersEvents.of(List.of(facts), BEFORE))
            lines.append(event.kind()).append(": ").append(event.text()).append('\n');
        return lines.toString();
    }

    @Test
    void eachHasASentence() {
        assertEquals(
                """
                ServerTokenIssued: A token was made with which one server may join.
                ServerFound: Server s2 is the first one.
                ServerJoined: Server s2 joined.
                ServerMoved: Server s2 is at b:1 now.
                ServerMoved: Server s2 runs version 2 now.
                ServerMoved: Server s2 is at b:1 now and runs version 2 now.
                ServerRemoved: Server s2 was removed.
                CellBackedUp: All that the servers know was given out as a backup.
                """,
                sentences(
                        new ServersFact.TokenIssued(new ServerToken(HASH, 0, 0, 60_000, "")),
                        new ServersFact.TokensForgotten(List.of(HASH)),
                        new ServersFact.ServerJoined(MEMBER, ""),
                        new ServersFact.ServerJoined(MEMBER, HASH),
                        new ServersFact.ServerMoved("s2", THERE, new ServerBuild("1", 1)),
                        new ServersFact.ServerMoved("s2", HERE, new ServerBuild("2", 1)),
                        new ServersFact.ServerMoved("s2", THERE, new ServerBuild("2", 1)),
                        new ServersFact.ServerRemoved("s2"),
                        new ServersFact.CellBackedUp(9)));
    }

    /// What is written by others is a value and no part of a sentence's form.
    @Test
    void aPercentSignInAnAddressIsOne() {
        var odd = new Member.Addresses("[fe80::1%eth0]:1", "[fe80::1%s]:2");
        assertEquals(
                "ServerMoved: Server s2 is at [fe80::1%eth0]:1 now.\n",
                sentences(new ServersFact.ServerMoved("s2", odd, new ServerBuild("1", 1))));
        var event =
                ServersEvents.of(List.of(new ServersFact.ServerJoined(MEMBER, HASH)), BEFORE)
                        .getFirst();
        assertEquals(Map.of("server", "s2"), event.subject());
        assertEquals(Map.of("link", "a:1", "http", "a:2", "version", "1"), event.values());
        assertEquals("servers/servers", event.matter().thing());
    }

    @Test
    void oneOfWhomNothingWasKnownBeforeIsToldWhole() {
        assertEquals(
                "ServerMoved: Server s9 is at a:1 now and runs version 1 now.\n",
                sentences(new ServersFact.ServerMoved("s9", HERE, new ServerBuild("1", 1))));
    }
}
