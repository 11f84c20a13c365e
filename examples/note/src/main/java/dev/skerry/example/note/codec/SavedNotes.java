package dev.skerry.example.note.codec;

import dev.skerry.example.note.Note;
import dev.skerry.example.note.NoteBoard;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The board on a disk. What another version has written is told by the number at its head.
public final class SavedNotes implements Saved<NoteBoard> {
    private static final int FORMAT = 1;

    @Override
    public Room<NoteBoard, ?, ?, ?> room() {
        return NoteRoom.NOTES;
    }

    @Override
    public void write(NoteBoard board, OutputStream to) throws IOException {
        var out = new DataOutputStream(to);
        out.writeInt(FORMAT);
        out.writeLong(board.last());
        out.writeLong(board.asking().againAtTickMs());
        out.writeLong(board.asking().pauseMs());
        out.writeInt(board.notes().size());
        for (var entry : board.notes().asMap().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue().text());
            out.writeLong(entry.getValue().number());
            out.writeBoolean(entry.getValue().seen());
            out.writeBoolean(entry.getValue().marked());
        }
        out.flush();
    }

    @Override
    public NoteBoard read(InputStream from) throws IOException {
        var in = new DataInputStream(from);
        int format = in.readInt();
        if (format != FORMAT)
            throw new IOException(
                    "the saved notes have format " + format + "; this version reads " + FORMAT);
        long last = in.readLong();
        var board = NoteBoard.EMPTY.with(new NoteBoard.Marking(in.readLong(), in.readLong()));
        int notes = in.readInt();
        for (int read = 0; read < notes; read++) {
            try {
                var node = in.readUTF();
                var text = in.readUTF();
                var note = new Note(text, in.readLong(), in.readBoolean(), in.readBoolean());
                board = board.with(node, note);
            } catch (EOFException e) {
                var end = "the saved notes end after %d of %d".formatted(read, notes);
                throw new IOException(end, e);
            }
        }
        return new NoteBoard(board.notes(), board.unmarked(), last, board.asking());
    }
}
