package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.link.StreamSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkPartsTest {
    private final List<String> failed = new ArrayList<>();
    private final Part ill = new Part("ill", true);
    private final Part well = new Part("well", false);
    private final LinkParts parts = new LinkParts(List.of(ill, well), failed::add);

    /// One that hears what happens, and fails on everything if it is ill.
    private static final class Part implements NodePart {
        private final String room;
        private final boolean fails;
        private final List<String> heard = new ArrayList<>();

        Part(String room, boolean fails) {
            this.room = room;
            this.fails = fails;
        }

        private void hears(String what) {
            if (fails) throw new IllegalStateException("it cannot bear " + what);
            heard.add(what);
        }

        @Override
        public String room() {
            return room;
        }

        @Override
        public Frame.Seen seen() {
            hears("hello");
            return Frame.Seen.nothing(room);
        }

        @Override
        public void up(long askedTickMs) {
            hears("up");
        }

        @Override
        public void down(long silentSinceTickMs) {
            hears("down");
        }

        @Override
        public void told(byte[] body, String epoch) throws Malformed {
            if (body.length == 0) throw new Malformed("nothing is no word");
            if (fails) throw new StackOverflowError("it turns in circles");
            hears("told in " + epoch);
        }

        @Override
        public StreamSource open(byte[] request) throws Malformed {
            hears("open");
            return _ -> null;
        }
    }

    @Test
    void aRoomThatFailsOnItsLinkCostsNoOther() throws Exception {
        assertEquals(List.of(Frame.Seen.nothing("well")), parts.seen());
        parts.up("e", 0, List.of());
        var why = assertThrows(Malformed.class, () -> parts.told("ill", new byte[1]));
        var words = String.valueOf(why.getMessage());
        assertTrue(words.startsWith("a fault of this agent (StackOverflowError at LinkP"), words);
        assertTrue(words.endsWith(": it turns in circles"), words);
        parts.told("well", new byte[1]);
        assertThrows(Malformed.class, () -> parts.told("well", new byte[0]));
        assertThrows(Malformed.class, () -> parts.open(new Frame.Open(1, "ill", 9, new byte[1])));
        parts.open(new Frame.Open(2, "well", 9, new byte[1]));
        parts.down(0);
        assertEquals(List.of("hello", "up", "told in e", "open", "down"), well.heard);
        assertEquals(3, failed.size(), failed::toString);
        for (var sentence : failed) assertTrue(sentence.startsWith("\"ill\" fails on "), sentence);
    }

    @Test
    void whatTheServerLacksHearsNothing() {
        parts.up("e", 0, List.of("well", "ill"));
        parts.down(0);
        assertEquals(List.of(), well.heard);
        assertEquals(List.of(), failed);
    }

    @Test
    void aStreamOfARoomThatIsNotHereIsDeclined() {
        var open = new Frame.Open(1, "tunnel", 9, new byte[1]);
        assertThrows(Malformed.class, () -> parts.open(open));
    }
}
