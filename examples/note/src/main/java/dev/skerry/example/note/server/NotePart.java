package dev.skerry.example.note.server;

import static dev.skerry.example.note.codec.NoteRoom.NOTES;

import dev.skerry.example.note.NoteBoard;
import dev.skerry.example.note.NoteFact;
import dev.skerry.example.note.NoteMessage;
import dev.skerry.example.note.codec.NoteLine;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.ServerPart;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Notes on the servers' links: `note NUMBER TEXT` goes to a node, `have NUMBER TEXT` comes back,
/// and `heard NUMBER` ends it.
public class NotePart implements ServerPart {
    private final Consumer<String> touched;
    private volatile NoteBoard board = NoteBoard.EMPTY;

    public NotePart(Consumer<String> touched) {
        this.touched = touched;
    }

    @Override
    public String room() {
        return NOTES.name();
    }

    @Override
    public void committed(long index, Batch batch, House after) {
        board = after.of(NOTES);
        for (var fact : batch.facts(NOTES))
            if (fact instanceof NoteFact.NoteWritten written) touched.accept(written.node());
    }

    @Override
    public Heard heard(String node, byte[] body) throws Malformed {
        var line = NoteLine.of(body, 3);
        if (!line.kind().equals("have")) throw new Malformed("nodes do not say " + line.kind());
        long number = line.number(1);
        return new Heard(
                new Ask<>(NOTES, new NoteMessage.NoteArrived(node, number, line.word(2))),
                frame("heard", number));
    }

    @Override
    public Frame.@Nullable To passedOver(byte[] body) {
        return null; // the node says it again on its next link
    }

    @Override
    public Feed feed(String node, Frame.Seen seen) {
        return new NoteFeed(node, seen.version());
    }

    private static Frame.To frame(Object... words) {
        return new Frame.To(NOTES.name(), Lane.WORK, NoteLine.bytes(words));
    }

    private final class NoteFeed implements Feed {
        private final String node;
        private long told;

        NoteFeed(String node, long told) {
            this.node = node;
            this.told = told;
        }

        @Override
        public void next(Telling to) throws IOException {
            var note = board.notes().find(node);
            if (note == null || note.number() <= told) return;
            to.tell(frame("note", note.number(), note.text()));
            told = note.number();
        }
    }
}
