package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.ServerEnd.ServerDuty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServerEndTest {
    private final Lamps lamps = new Lamps();
    private final NodeShare share = new NodeShare();

    /// A room that counts what it is told, and asks for nothing else.
    private static final class Lamps implements ServerPart {
        private final List<Frame.Seen> fed = new ArrayList<>();
        private int news = 1;

        @Override
        public String room() {
            return "lamps";
        }

        @Override
        public void committed(long index, Batch batch, House after) {
            news++;
        }

        @Override
        public Heard heard(String node, byte[] body) throws Malformed {
            return switch (body[0]) {
                case 1 -> new Heard(new Ask<>(Rooms.LAMPS, node), to("lamps", 9));
                case 2 -> new Heard(null, to("lamps", 9));
                case 3 -> Heard.NOTHING;
                case 4 -> Heard.gathered(new Ask<>(Rooms.LAMPS, node + " " + body[1]));
                default -> throw new Malformed("no lamp");
            };
        }

        @Override
        public Feed feed(String node, Frame.Seen seen) {
            fed.add(seen);
            var told = new int[1];
            return telling -> {
                for (; told[0] < news; told[0]++) telling.tell(to("lamps", told[0]));
            };
        }

        @Override
        public Frame.@Nullable To passedOver(byte[] body) {
            return body.length == 1 ? null : to("lamps", 8);
        }
    }

    private static Frame.To to(String room, int body) {
        return new Frame.To(room, Lane.WORK, new byte[] {(byte) body});
    }

    private ServerEnd end(Frame.Seen... seen) {
        var hello = new Frame.Hello(2, "n-1", "0", "boot", "i", List.of(seen));
        return new ServerEnd(hello, "e", List.of(lamps), share);
    }

    private static List<Frame.To> told(ServerEnd end) throws IOException {
        var all = new ArrayList<Frame.To>();
        end.tell(all::add);
        return all;
    }

    private static Frame.Seen seen(String epoch, long version) {
        return new Frame.Seen("lamps", epoch, version);
    }

    @Test
    void aNodeIsToldWhatItHasNotSeen() throws Exception {
        var end = end(seen("e", 5));
        assertEquals(List.of(seen("e", 5)), lamps.fed);
        assertEquals(List.of(to("lamps", 0)), told(end));
        assertEquals(List.of(), told(end));
        lamps.news++;
        assertEquals(List.of(to("lamps", 1)), told(end));
    }

    /// Versions of another history, or none, say nothing.
    @Test
    void whatWasSeenOfAnotherHistoryCountsAsNothing() {
        end(seen("another", 5));
        end(seen("", 0));
        end(seen("e", 0));
        var nothing = Frame.Seen.nothing("lamps");
        assertEquals(List.of(nothing, nothing, nothing), lamps.fed);
    }

    /// An older agent, without the room: its link lives, and the room tells it nothing.
    @Test
    void aNodeWithoutTheRoomIsToldNothingOfIt() throws Exception {
        var end = end(new Frame.Seen("flow", "e", 1));
        assertEquals(List.of(), told(end));
        assertEquals(List.of(), lamps.fed);
        assertEquals(new ServerDuty.Nothing(), end.came(new Frame.Ping(), 0));
    }

    @Test
    void everyThirdPingIsAnswered() {
        var end = end();
        for (int ping = 1; ping <= 9; ping++)
            assertEquals(
                    ping % 3 == 0
                            ? new ServerDuty.Send(new Frame.Pong())
                            : new ServerDuty.Nothing(),
                    end.came(new Frame.Ping(), 0));
    }

    @Test
    void eachFrameHasItsStep() {
        var end = end();
        assertEquals(
                new ServerDuty.Submit(new Ask<>(Rooms.LAMPS, "n-1"), to("lamps", 9), 0),
                end.came(to("lamps", 1), 0));
        assertEquals(new ServerDuty.Send(to("lamps", 9)), end.came(to("lamps", 2), 0));
        assertEquals(new ServerDuty.Nothing(), end.came(to("lamps", 3), 0));
        assertEquals(new ServerDuty.Renew("key", 0), end.came(new Frame.Renew("key"), 0));
        assertEquals(new ServerDuty.Closed(4, "gone"), end.came(new Frame.Close(4, "gone"), 0));
        var data =
                assertInstanceOf(
                        ServerDuty.Data.class, end.came(new Frame.Data(4, 9, new byte[2]), 0));
        assertEquals(4, data.stream());
        assertEquals(9, data.at());
        assertEquals(2, data.piece().length);
    }

    /// On all its links together.
    @Test
    void aNodeGetsAFewCertificatesAndThenOneNowAndThen() {
        for (int i = 0; i < NodeShare.RENEWALS_AT_ONCE; i++)
            assertEquals(new ServerDuty.Renew("key", 100), end().came(new Frame.Renew("key"), 100));
        long next = 100 + NodeShare.RENEWAL_EVERY_MS;
        assertEquals(new ServerDuty.Renew("key", next), end().came(new Frame.Renew("key"), 100));
        long later = next + NodeShare.RENEWAL_EVERY_MS;
        assertEquals(new ServerDuty.Renew("key", later), end().came(new Frame.Renew("key"), next));
    }

    @Test
    void aSecondGreetingEndsIt() {
        var hello = new Frame.Hello(2, "n-1", "0", "boot", "i", List.of());
        assertInstanceOf(ServerDuty.End.class, end().came(hello, 0));
        assertInstanceOf(
                ServerDuty.End.class, end().came(new Frame.Join(2, "s", "n", "", "", ""), 0));
    }

    /// Who waits for an answer to what nobody understands is answered all the same, each time.
    @Test
    void whatIsPassedOverCanBeAnswered() {
        var end = end();
        var odd = new Frame.To("lamps", Lane.WORK, new byte[] {77, 1});
        assertEquals(
                to("lamps", 8), assertInstanceOf(ServerDuty.Say.class, end.came(odd, 0)).then());
        assertEquals(new ServerDuty.Send(to("lamps", 8)), end.came(odd, 0));
    }

    /// An agent that is newer than this server, for weeks.
    @Test
    void whatALaterAgentSaysIsSaidOnceAndPassedOver() {
        var end = end();
        var say = assertInstanceOf(ServerDuty.Say.class, end.came(to("flow", 1), 0));
        assertTrue(say.sentence().startsWith("speaks for \"flow\""));
        assertEquals(new ServerDuty.Nothing(), end.came(to("flow", 1), 0));
        var odd = assertInstanceOf(ServerDuty.Say.class, end.came(to("lamps", 77), 0));
        assertTrue(odd.sentence().contains("not understood here: no lamp"));
        assertEquals(new ServerDuty.Nothing(), end.came(to("lamps", 77), 0));
        assertInstanceOf(ServerDuty.Say.class, end.came(new Frame.Unknown(200), 0));
        assertEquals(new ServerDuty.Nothing(), end.came(new Frame.Unknown(200), 0));
        assertInstanceOf(ServerDuty.Submit.class, end.came(to("lamps", 1), 0));
    }

    private static Frame.To gathered(int body) {
        return new Frame.To("lamps", Lane.WORK, new byte[] {4, (byte) body});
    }

    private static String asked(ServerDuty step) {
        return assertInstanceOf(ServerDuty.Submit.class, step).ask().message().toString();
    }

    /// Three hundred descriptions in a moment, over one link after another.
    @Test
    void whatIsGatheredIsAFewEntriesAndTheLastOneCounts() {
        var end = end();
        assertEquals("n-1 0", asked(end.came(gathered(0), 0)));
        int entries = 1;
        for (int i = 1; i < 100; i++) {
            if (i % 10 == 0) end = end();
            if (end.came(gathered(i), i) instanceof ServerDuty.Submit) entries++;
            if (end.due(i) instanceof ServerDuty.Submit) entries++;
        }
        assertEquals(NodeShare.GATHERED_AT_ONCE, entries);
        assertEquals(new ServerDuty.Nothing(), end.due(NodeShare.GATHERED_EVERY_MS - 1));
        assertEquals("n-1 99", asked(end.due(NodeShare.GATHERED_EVERY_MS)));
        assertEquals(new ServerDuty.Nothing(), end.due(10 * NodeShare.GATHERED_EVERY_MS));
        assertEquals("n-1 1", asked(end.came(gathered(1), 10 * NodeShare.GATHERED_EVERY_MS)));
    }

    /// Whatever a node sends, and however often it connects.
    @Test
    void anEntryWaitsForTheTurnOfItsNode() {
        long tickMs = 0;
        int entries = 0;
        for (var end = end(); tickMs < 60_000; entries++) {
            if (entries % 7 == 0) end = end();
            tickMs = Math.max(tickMs, turnTickMs(end.came(to("lamps", 1), tickMs)));
        }
        assertEquals(NodeShare.ENTRIES_AT_ONCE + 60_000 / NodeShare.ENTRY_EVERY_MS, entries);
        long laterMs = tickMs + NodeShare.ENTRIES_AT_ONCE * NodeShare.ENTRY_EVERY_MS;
        var end = end();
        for (int i = 0; i < NodeShare.ENTRIES_AT_ONCE; i++)
            assertEquals(laterMs, turnTickMs(end.came(to("lamps", 1), laterMs)));
        assertTrue(turnTickMs(end.came(to("lamps", 1), laterMs)) > laterMs);
    }

    private static long turnTickMs(ServerDuty step) {
        return assertInstanceOf(ServerDuty.Submit.class, step).notBeforeTickMs();
    }

    /// Links that break while their turn has not come owe nothing.
    @Test
    void whoBreaksOffWhileWaitingHasNoDebts() {
        for (int i = 0; i < 10_000; i++) end().came(to("lamps", 1), 0);
        long waitMs = turnTickMs(end().came(to("lamps", 1), 0));
        assertTrue(waitMs <= 2 * NodeShare.ENTRY_EVERY_MS, waitMs + " ms");
    }
}
