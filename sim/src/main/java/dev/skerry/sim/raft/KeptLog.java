package dev.skerry.sim.raft;

import java.util.ArrayList;
import java.util.List;

/// The log of one server as it is on its disk: entries since a state that was saved.
final class KeptLog {
    private final List<LoggedEntry> entries = new ArrayList<>();

    /// The entry before the first that there is.
    private long baseIndex;

    private long baseTerm;

    long baseIndex() {
        return baseIndex;
    }

    long lastIndex() {
        return baseIndex + entries.size();
    }

    long lastTerm() {
        return entries.isEmpty() ? baseTerm : entries.getLast().term();
    }

    boolean has(long index) {
        return index > baseIndex && index <= lastIndex();
    }

    LoggedEntry at(long index) {
        return entries.get((int) (index - baseIndex - 1));
    }

    /// -1: it is not known.
    long termAt(long index) {
        if (index == baseIndex) return baseTerm;
        return has(index) ? at(index).term() : -1;
    }

    void add(LoggedEntry entry) {
        entries.add(entry);
    }

    List<LoggedEntry> after(long index, int most) {
        int from = (int) (index - baseIndex);
        return List.copyOf(entries.subList(from, Math.min(entries.size(), from + most)));
    }

    /// What is behind that entry is gone.
    void cutAfter(long index) {
        if (index < lastIndex()) entries.subList((int) (index - baseIndex), entries.size()).clear();
    }

    /// What is up to that entry is let go.
    void letGo(long index) {
        if (index <= baseIndex) return;
        long term = termAt(index);
        entries.subList(0, (int) (index - baseIndex)).clear();
        baseIndex = index;
        baseTerm = term;
    }

    /// A saved state takes the place of all that there is.
    void begin(SavedAt state) {
        entries.clear();
        baseIndex = state.index();
        baseTerm = state.term();
    }
}
