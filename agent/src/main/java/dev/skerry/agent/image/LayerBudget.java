package dev.skerry.agent.image;

import java.io.IOException;

/// What one layer takes while it is unpacked: its bytes, and a block for each file. It is asked
/// before anything is written.
final class LayerBudget implements AutoCloseable {
    static final long BLOCK = 4096;

    private static final long STEP = 256 << 10;

    private final LayerShelf shelf;
    private final long before;
    private final long bytesMax;
    private long reserved;
    private long taken;

    /// @param before what the layers below it take
    /// @param bytesMax of all layers of its image
    LayerBudget(LayerShelf shelf, long before, long bytesMax) {
        this.shelf = shelf;
        this.before = before;
        this.bytesMax = bytesMax;
    }

    void take(long bytes) throws IOException {
        if (before + taken + bytes > bytesMax)
            throw ImageTrouble.bad(
                    "unpacked it takes more than the "
                            + ImageTrouble.size(bytesMax)
                            + " that an image may have here");
        if (taken + bytes > reserved) {
            long step = Math.min(STEP, bytesMax - before - reserved);
            long more = Math.max(taken + bytes - reserved, step);
            shelf.reserve(more);
            reserved += more;
        }
        taken += bytes;
    }

    long taken() {
        return taken;
    }

    @Override
    public void close() {
        shelf.give(reserved);
        reserved = 0;
    }
}
