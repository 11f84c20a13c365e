package dev.skerry.sim.odd;

import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The odd room's state as bytes.
final class SavedOdd implements Saved<OddState> {
    @Override
    public Room<OddState, ?, ?, ?> room() {
        return OddMachine.ODD;
    }

    @Override
    public void write(OddState state, OutputStream to) throws IOException {
        var out = new DataOutputStream(to);
        out.writeUTF(state.mood().name());
        out.writeLong(state.dueTickMs());
        out.writeLong(state.errands());
        out.writeLong(state.done());
        out.flush();
    }

    @Override
    public OddState read(InputStream from) throws IOException {
        var in = new DataInputStream(from);
        var mood = OddState.Mood.valueOf(in.readUTF());
        return new OddState(mood, in.readLong(), in.readLong(), in.readLong());
    }
}
