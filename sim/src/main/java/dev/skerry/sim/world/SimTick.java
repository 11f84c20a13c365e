package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.time.TickEnd;
import org.jspecify.annotations.Nullable;

/// That a room is told that time has passed, and what becomes of it.
final class SimTick {
    private final Ask<?> ask;
    private @Nullable TickEnd end;

    SimTick(Ask<?> ask) {
        this.ask = ask;
    }

    Ask<?> ask() {
        return ask;
    }

    /// Null: nothing so far.
    @Nullable TickEnd end() {
        return end;
    }

    void came(SimServer.Verdict outcome) {
        end =
                switch (outcome) {
                    case SimServer.Verdict.Done _ -> new TickEnd.Taken();
                    case SimServer.Verdict.Refused(var refusal) -> new TickEnd.Refused(refusal);
                    case SimServer.Verdict.Lost _ -> new TickEnd.Lost();
                };
    }

    void fails(String why) {
        end = new TickEnd.Failed(why);
    }
}
