package dev.skerry.sim.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The states that one server has saved, on its disk: the last two.
public final class SavedStates {
    private static final int KEPT = 2;

    /// The newest last.
    private final List<SavedAt> kept = new ArrayList<>();

    /// The one to start with; null: from nothing.
    ///
    /// @param damaged the newest cannot be read
    /// @param begins the log has what is after that entry
    public @Nullable SavedAt newest(boolean damaged, long begins) {
        if (kept.isEmpty()) return null;
        if (!damaged) return kept.getLast();
        if (kept.size() > 1 && kept.getFirst().index() >= begins) return kept.getFirst();
        return begins == 0 ? null : kept.getLast();
    }

    /// The entry up to which the log is needed no more; 0: all of it is.
    public long oldest() {
        return kept.size() < KEPT ? 0 : kept.getFirst().index();
    }

    /// In place of the oldest, and of those that were damaged.
    public void add(SavedAt next) {
        kept.removeIf(it -> it.index() >= next.index());
        kept.add(next);
        if (kept.size() > KEPT) kept.removeFirst();
    }

    /// Another server has sent its own.
    public void replaced(SavedAt state) {
        kept.clear();
        kept.add(state);
    }
}
