package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.NodeEnd.NodeDuty;
import dev.skerry.kernel.link.NodeEnd.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeEndTest {
    private static final byte[] BODY = {7};
    private static final long MISSED_AFTER_MS = 50_000;

    private final NodeEnd end = new NodeEnd(List.of("lamps", "nodes"), 1_000);

    private static Frame.Welcome welcome(String... rooms) {
        return new Frame.Welcome(2, "e", 12_000, MISSED_AFTER_MS, 7, List.of(rooms));
    }

    private static Frame.To to(String room) {
        return new Frame.To(room, Lane.WORK, BODY);
    }

    @Test
    void aWelcomeBringsItUp() {
        assertFalse(end.up());
        assertFalse(end.shares("lamps"));
        assertEquals(new NodeDuty.Up(welcome("lamps")), end.came(welcome("lamps")));
        assertTrue(end.up());
        assertTrue(end.shares("lamps"));
        assertEquals(List.of("nodes"), end.lacking());
        assertEquals(1_000, end.saidTickMs(), "the hello was answered");
    }

    @Test
    void aRefusalEndsIt() {
        assertEquals(
                new NodeDuty.End("removed", false), end.came(new Frame.Refused("removed", false)));
        assertFalse(end.up());
    }

    @Test
    void whatIsNoAnswerToAHelloEndsIt() {
        var early = assertInstanceOf(NodeDuty.End.class, end.came(to("lamps")));
        assertTrue(early.retry());
        assertEquals("the server has not answered the hello, but sent a To", early.reason());
        assertEquals(new NodeDuty.Nothing(), end.came(new Frame.Unknown(200)));
    }

    @Test
    void eachFrameHasItsStep() {
        end.came(welcome("lamps"));
        var told = assertInstanceOf(NodeDuty.Told.class, end.came(to("lamps")));
        assertEquals("lamps", told.room());
        assertEquals(BODY, told.body());
        var open = new Frame.Open(4, "lamps", 256, BODY);
        assertEquals(new NodeDuty.Opened(open), end.came(open));
        assertEquals(new NodeDuty.Granted(4, 64), end.came(new Frame.Credit(4, 64)));
        assertEquals(new NodeDuty.Closed(4), end.came(new Frame.Close(4, "")));
        var certified = new Frame.Certified("c", "a", "p", 9);
        assertEquals(new NodeDuty.Certified(certified), end.came(certified));
        assertEquals(
                new NodeDuty.Say("the server says: no key"),
                end.came(new Frame.Refused("no key", false)));
    }

    @Test
    void aWelcomeThatComesTwiceIsOne() {
        end.came(welcome("lamps"));
        assertEquals(new NodeDuty.Nothing(), end.came(welcome("lamps")));
        assertInstanceOf(NodeDuty.End.class, end.came(welcome("nodes")));
    }

    /// A server that is newer than this agent, for weeks.
    @Test
    void whatALaterServerSaysIsSaidOnceAndPassedOver() {
        end.came(welcome("lamps", "flow"));
        var say = assertInstanceOf(NodeDuty.Say.class, end.came(to("flow")));
        assertTrue(say.sentence().contains("\"flow\", which this agent does not have"));
        assertEquals(new NodeDuty.Nothing(), end.came(to("flow")));
        assertEquals(
                new NodeDuty.Send(new Frame.Close(4, "this agent does not have \"flow\"")),
                end.came(new Frame.Open(4, "flow", 1, BODY)),
                "whoever wants to read it waits for an answer");
        var kind = assertInstanceOf(NodeDuty.Say.class, end.came(new Frame.Unknown(200)));
        assertTrue(kind.sentence().contains("frames of kind 200"));
        assertEquals(new NodeDuty.Nothing(), end.came(new Frame.Unknown(200)));
        var odd = new Malformed("no lamp");
        assertInstanceOf(NodeDuty.Say.class, end.meaningless("lamps", odd));
        assertEquals(new NodeDuty.Nothing(), end.meaningless("lamps", odd));
        assertInstanceOf(NodeDuty.Told.class, end.came(to("lamps")));
    }

    @Test
    void whoSpeaksForManyRoomsFillsNoMemory() {
        end.came(welcome());
        int said = 0;
        for (int i = 0; i < 10_000; i++) if (end.came(to("r" + i)) instanceof NodeDuty.Say) said++;
        assertEquals(64, said);
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        end.came(welcome("lamps"));
        long tickMs = 1_000;
        for (int ping = 1; ping <= 3; ping++) assertEquals(Sign.PING, end.ping(tickMs += 12_000));
        assertEquals(new NodeDuty.Heard(37_000), end.came(new Frame.Pong()));
        assertEquals(Sign.PING, end.ping(37_000 + 2 * MISSED_AFTER_MS - 1));
        assertEquals(Sign.GIVE_UP, end.ping(37_000 + 2 * MISSED_AFTER_MS));
        assertEquals(37_000, end.saidTickMs());
    }

    /// Before the welcome nobody knows, and nobody there listens.
    @Test
    void aRoomIsSharedWhenTheWelcomeSaysSo() {
        assertEquals(List.of(false, false), List.of(end.shares("lamps"), end.shares("flow")));
        end.came(welcome("lamps"));
        assertEquals(List.of(true, false), List.of(end.shares("lamps"), end.shares("flow")));
    }
}
