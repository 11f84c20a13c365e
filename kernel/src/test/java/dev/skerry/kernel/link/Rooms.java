package dev.skerry.kernel.link;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A room that counts.
final class Rooms implements Machine<Integer, String, String, Object>, Form<String> {
    static final Room<Integer, String, String, Object> LAMPS =
            new Room<>("lamps", new Rooms(), new Rooms());

    private Rooms() {}

    @Override
    public Integer empty() {
        return 0;
    }

    @Override
    public Decision<String, Object> decide(Sight<Integer> sight, String message, Now now) {
        return Decision.of(List.of(message));
    }

    @Override
    public Integer apply(Integer state, String fact) {
        return state + 1;
    }

    @Override
    public byte[] encode(String fact) {
        return fact.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
