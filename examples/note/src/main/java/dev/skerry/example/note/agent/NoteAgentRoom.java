package dev.skerry.example.note.agent;

import static dev.skerry.example.note.codec.CardRoom.CARD;

import dev.skerry.agent.AgentParts;
import dev.skerry.agent.AgentRoom;
import dev.skerry.agent.PlainText;
import dev.skerry.agent.http.LocalPage;
import dev.skerry.example.note.node.Card;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.node.Caused;
import java.util.List;

/// Notes on one agent.
public final class NoteAgentRoom implements AgentRoom {
    @Override
    public Room<Card, ?, ?, ?> room() {
        return CARD;
    }

    @Override
    public AtWork open(AgentParts agent) {
        return new Shown(agent.calls());
    }

    private static final class Shown implements AtWork, NoteNodeRoom.CardHands {
        private final AgentParts.Calls calls;
        private final NoteNodeRoom room = new NoteNodeRoom(this);

        Shown(AgentParts.Calls calls) {
            this.calls = calls;
        }

        @Override
        public NoteNodeRoom onNode() {
            return room;
        }

        @Override
        public Card card() {
            return calls.house().of(CARD);
        }

        @Override
        public void post(CardMessage message) {
            calls.caused(CARD, Caused.of(message)); // all of it comes from servers
        }

        @Override
        public void send(Frame.FromNode frame) {
            var _ = calls.send(frame); // without a link it is said on the next one
        }

        @Override
        public void figures(PrometheusText to) {
            to.gauge("skerry_agent_note", "1 when there is a note for this node.")
                    .value(card().number() == 0 ? 0 : 1);
        }

        @Override
        public List<LocalPage> pages() {
            return List.of(LocalPage.text("/v1/note", () -> card().text() + "\n"));
        }

        @Override
        public void front(PlainText to) {
            if (card().number() > 0) to.line("note: ", card().text());
        }

        @Override
        public void close() {
            // nothing runs
        }
    }
}
