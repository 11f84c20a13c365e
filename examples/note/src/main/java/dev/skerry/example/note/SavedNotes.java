package dev.skerry.example.note;

import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The board on a disk.
public final class SavedNotes implements Saved<NoteBoard> {
    @Override
    public Room<NoteBoard, ?, ?, ?> room() {
        return NoteMachine.NOTES;
    }

    @Override
    public void write(NoteBoard board, OutputStream to) throws IOException {
        var out = new DataOutputStream(to);
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
        long last = in.readLong();
        var board = NoteBoard.EMPTY.with(new NoteBoard.Asking(in.readLong(), in.readLong()));
        for (int left = in.readInt(); left > 0; left--) {
            var node = in.readUTF();
            var text = in.readUTF();
            board =
                    board.with(
                            node,
                            new Note(text, in.readLong(), in.readBoolean(), in.readBoolean()));
        }
        return new NoteBoard(board.notes(), board.unmarked(), last, board.asking());
    }
}
