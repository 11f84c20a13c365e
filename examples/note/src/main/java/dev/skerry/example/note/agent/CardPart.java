package dev.skerry.example.note.agent;

import static dev.skerry.example.note.codec.CardRoom.CARD;

import dev.skerry.example.note.codec.NoteLine;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.link.StreamSource;

/// Notes on a node's link.
final class CardPart implements NodePart {
    private final NoteNodeRoom.CardHands hands;

    CardPart(NoteNodeRoom.CardHands hands) {
        this.hands = hands;
    }

    @Override
    public String room() {
        return CARD.name();
    }

    @Override
    public Frame.Seen seen() {
        var card = hands.card();
        return new Frame.Seen(room(), card.epoch(), card.number());
    }

    @Override
    public void up(long askedTickMs) {
        hands.post(new CardMessage.CardLink());
    }

    @Override
    public void down(long silentSinceTickMs) {
        // it shows what it has
    }

    @Override
    public void told(byte[] body, String epoch) throws Malformed {
        var line = NoteLine.of(body, 3);
        hands.post(
                switch (line.kind()) {
                    case "note" -> new CardMessage.CardGiven(epoch, line.number(1), line.word(2));
                    case "heard" -> new CardMessage.CardHeard(line.number(1));
                    default -> throw new Malformed("servers do not say " + line.kind());
                });
    }

    @Override
    public StreamSource open(byte[] request) throws Malformed {
        throw new Malformed("notes have nothing to be read");
    }
}
