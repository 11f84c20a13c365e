package dev.skerry.example.note.agent;

import static dev.skerry.example.note.codec.CardRoom.CARD;

import dev.skerry.example.note.codec.NoteLine;
import dev.skerry.example.note.node.Card;
import dev.skerry.example.note.node.CardFact;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.node.NodeRoom;
import java.util.ArrayList;
import java.util.List;

/// What notes bring to a node, an agent's or the simulator's.
public final class NoteNodeRoom implements NodeRoom<Card, CardMessage, CardFact, Card> {
    private final CardHands hands;
    private final CardPart part;

    /// What it needs of the node.
    public interface CardHands {
        /// As the journal has it.
        Card card();

        void post(CardMessage message);

        void send(Frame.FromNode frame);
    }

    public NoteNodeRoom(CardHands hands) {
        this.hands = hands;
        part = new CardPart(hands);
    }

    @Override
    public Room<Card, CardMessage, CardFact, Card> room() {
        return CARD;
    }

    @Override
    public NodePart part() {
        return part;
    }

    @Override
    public List<CardFact> compacted(Card card) {
        var facts = new ArrayList<CardFact>();
        if (card.number() == 0) return facts;
        facts.add(new CardFact.CardKept(card.epoch(), card.number(), card.text()));
        if (card.heard()) facts.add(new CardFact.CardKnown(card.number()));
        return facts;
    }

    @Override
    public void carryOut(Card card) {
        var line = NoteLine.bytes("have", card.number(), card.text());
        hands.send(new Frame.To(CARD.name(), Lane.WORK, line));
    }

    @Override
    public void changed(Card card) {
        // it is read when somebody looks
    }
}
