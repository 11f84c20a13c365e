package dev.skerry.server;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// A room of words that decides as a test has it. Its tick is the word `tick`.
public record GivenRoom(
        Function<String, Decision<String, Object>> deciding, ToLongFunction<Integer> waking)
        implements Machine<PVector<String>, String, String, Object> {

    /// It waits for nothing.
    public static Room<PVector<String>, String, String, Object> room(
            String name, Function<String, Decision<String, Object>> deciding) {
        return room(name, deciding, _ -> PersistentAgenda.NEVER);
    }

    /// @param waking when it is woken, from how many words it has
    public static Room<PVector<String>, String, String, Object> room(
            String name,
            Function<String, Decision<String, Object>> deciding,
            ToLongFunction<Integer> waking) {
        return new Room<>(name, new GivenRoom(deciding, waking), new Words());
    }

    @Override
    public PVector<String> empty() {
        return TreePVector.empty();
    }

    @Override
    public Decision<String, Object> decide(Sight<PVector<String>> sight, String message, Now now) {
        return deciding.apply(message);
    }

    @Override
    public PVector<String> apply(PVector<String> state, String fact) {
        return state.plus(fact);
    }

    @Override
    public long wakeAtTickMs(PVector<String> state) {
        return waking.applyAsLong(state.size());
    }

    @Override
    public String tick() {
        return "tick";
    }

    private record Words() implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// How such a room is saved: not at all.
    public record Unsaved(Room<PVector<String>, String, String, Object> room)
            implements Saved<PVector<String>> {
        @Override
        public void write(PVector<String> state, OutputStream to) throws IOException {}

        @Override
        public PVector<String> read(InputStream from) throws IOException {
            return TreePVector.empty();
        }
    }
}
