package dev.skerry.agent.cluster;

import dev.skerry.agent.lanes.Turns;
import org.jspecify.annotations.Nullable;

/// The turn of one start among those of the node. It is given back while the start has something to
/// wait for, and taken again for the rest.
final class StartTurn implements AutoCloseable {
    private final @Nullable Turns among;
    private Turns.@Nullable Turn taken;

    /// @param among null: it comes before all that wait
    private StartTurn(@Nullable Turns among) {
        this.among = among;
    }

    /// Waits for a turn.
    static StartTurn take(@Nullable Turns among) throws InterruptedException {
        var turn = new StartTurn(among);
        turn.takeAgain();
        return turn;
    }

    void takeAgain() throws InterruptedException {
        if (taken == null && among != null) taken = among.take();
    }

    void giveBack() {
        if (taken != null) taken.close();
        taken = null;
    }

    @Override
    public void close() {
        giveBack();
    }
}
