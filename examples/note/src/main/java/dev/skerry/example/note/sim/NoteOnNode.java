package dev.skerry.example.note.sim;

import static dev.skerry.example.note.codec.CardRoom.CARD;

import dev.skerry.example.note.agent.NoteNodeRoom;
import dev.skerry.example.note.node.Card;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.link.Frame;
import dev.skerry.sim.world.SimNode;
import dev.skerry.sim.world.SimNodeRoom;

/// Notes on one machine of a history.
final class NoteOnNode implements SimNodeRoom, NoteNodeRoom.CardHands {
    private final SimNode node;
    private final NoteNodeRoom room = new NoteNodeRoom(this);

    NoteOnNode(SimNode node) {
        this.node = node;
    }

    @Override
    public NoteNodeRoom room() {
        return room;
    }

    @Override
    public Ask<?> starts(String boot, long heardTickMs) {
        return new Ask<>(CARD, new CardMessage.CardLink());
    }

    @Override
    public Card card() {
        return node.certain().of(CARD);
    }

    @Override
    public void post(CardMessage message) {
        node.post(CARD, message);
    }

    @Override
    public void send(Frame.FromNode frame) {
        node.send(frame);
    }
}
