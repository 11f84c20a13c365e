package dev.skerry.server.trust;

import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.Sight;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A room that knows how late it is: the servers' clock goes on from there.
///
/// @param tickMs on that clock
record LateRoom(long tickMs)
        implements ServerRoom, Saved<String>, Machine<String, String, String, NoEffect> {
    @Override
    public Room<String, String, String, NoEffect> room() {
        return new Room<>("late", this, new Texts());
    }

    @Override
    public Saved<String> saved() {
        return this;
    }

    @Override
    public long newestTickMs(String state) {
        return tickMs;
    }

    @Override
    public String empty() {
        return "";
    }

    @Override
    public Decision<String, NoEffect> decide(Sight<String> sight, String message, Now now) {
        return Decision.nothing();
    }

    @Override
    public String apply(String state, String fact) {
        return state;
    }

    @Override
    public void write(String state, OutputStream to) {
        // it remembers nothing
    }

    @Override
    public String read(InputStream from) {
        return "";
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return new RoomApi("", List.of());
    }

    private record Texts() implements Form<String> {
        @Override
        public byte[] encode(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
