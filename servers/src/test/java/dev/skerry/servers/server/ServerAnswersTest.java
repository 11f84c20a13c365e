package dev.skerry.servers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.servers.server.ServersStanding.MemberProgress;
import dev.skerry.servers.server.ServersStanding.View;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is said of each by what is known of it, and of what is not known nothing.
class ServerAnswersTest {
    private static Member member(int number) {
        var at = new Member.Addresses("h" + number + ":1", "h" + number + ":2");
        return new Member("s" + number, at, new ServerBuild("1", 1), 0);
    }

    private static final Servers THREE =
            Servers.EMPTY.with(member(1)).with(member(2)).with(member(3));

    private static String lines(View view) {
        var lines = new StringBuilder();
        for (var it : ServerAnswers.all(THREE, view).servers())
            lines.append(
                    "%s %s at %s, behind %s, silent %s%n"
                            .formatted(it.id(), it.role(), it.index(), it.behind(), it.silentMs()));
        return lines.toString();
    }

    @Test
    void aLeaderKnowsHowFarOthersAre() {
        var view =
                new View(
                        "s2",
                        "s2",
                        7,
                        List.of(
                                new MemberProgress("s2", 100, 0),
                                new MemberProgress("s1", 97, 1_500),
                                new MemberProgress("s3", 60, -1)));
        assertEquals(
                """
                s1 follower at 97, behind 3, silent 1500
                s2 leader at 100, behind 0, silent 0
                s3 unknown at 60, behind 40, silent null
                """,
                lines(view));
        var all = ServerAnswers.all(THREE, view);
        assertEquals("s2", all.self());
        assertEquals("s2", all.leader());
        assertEquals(7, all.term());
    }

    @Test
    void aFollowerKnowsLess() {
        var view =
                new View(
                        "s3",
                        "s1",
                        7,
                        List.of(
                                new MemberProgress("s3", 100, -1),
                                new MemberProgress("s1", -1, 200)));
        assertEquals(
                """
                s1 leader at null, behind null, silent 200
                s2 unknown at null, behind null, silent null
                s3 follower at 100, behind null, silent null
                """,
                lines(view));
    }

    @Test
    void whereNobodyLeadsNobodyIsBehind() {
        var view = new View("s3", "", 0, List.of(new MemberProgress("s3", 100, 0)));
        assertEquals(
                """
                s1 unknown at null, behind null, silent null
                s2 unknown at null, behind null, silent null
                s3 follower at 100, behind null, silent 0
                """,
                lines(view));
        assertNull(ServerAnswers.all(THREE, view).leader());
        assertNull(ServerAnswers.all(THREE, view).term());
    }

    @Test
    void whoWasHeardOfLaterThanTheLeaderIsNotAhead() {
        var view =
                new View(
                        "s3",
                        "s1",
                        7,
                        List.of(
                                new MemberProgress("s3", 100, 0),
                                new MemberProgress("s1", 90, 200)));
        assertEquals(0, ServerAnswers.of(member(3), view).behind());
    }

    @Test
    void whoIsToldTheLogHasNoVoteYet() {
        var view = new View("s1", "s1", 7, Set.of("s1", "s2"), List.of());
        assertEquals("counts", ServerAnswers.of(member(2), view).vote());
        assertEquals("joining", ServerAnswers.of(member(3), view).vote());
        assertNull(ServerAnswers.of(member(3), new View("s1", "", 0, List.of())).vote());
    }
}
