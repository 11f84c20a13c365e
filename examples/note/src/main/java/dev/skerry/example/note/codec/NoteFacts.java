package dev.skerry.example.note.codec;

import dev.skerry.example.note.NoteFact;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;

/// The facts as lines.
final class NoteFacts implements Form<NoteFact> {
    @Override
    public byte[] encode(NoteFact fact) {
        return switch (fact) {
            case NoteFact.NoteWritten(var node, var number, var text) ->
                    NoteLine.bytes("written", node, number, text);
            case NoteFact.NoteSeen(var node) -> NoteLine.bytes("seen", node);
            case NoteFact.NodeMarked(var node) -> NoteLine.bytes("marked", node);
            case NoteFact.NoteDropped(var node) -> NoteLine.bytes("dropped", node);
            case NoteFact.MarksAsked(var atTickMs, var pauseMs) ->
                    NoteLine.bytes("asked", atTickMs, pauseMs);
        };
    }

    @Override
    public NoteFact decode(byte[] bytes) throws Malformed {
        var line = NoteLine.of(bytes, 4);
        return switch (line.kind()) {
            case "written" -> new NoteFact.NoteWritten(line.word(1), line.number(2), line.word(3));
            case "seen" -> new NoteFact.NoteSeen(line.word(1));
            case "marked" -> new NoteFact.NodeMarked(line.word(1));
            case "dropped" -> new NoteFact.NoteDropped(line.word(1));
            case "asked" -> new NoteFact.MarksAsked(line.number(1), line.number(2));
            default -> throw new Malformed("there is no fact " + line.kind());
        };
    }
}
