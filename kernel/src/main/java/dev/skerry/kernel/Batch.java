package dev.skerry.kernel;

import java.util.ArrayList;
import java.util.List;

/// What was decided together: one entry of the log, or one sync of a journal.
///
/// @param term in which its decider led; 0: a node, which leads itself
/// @param number of the batch in that term, from 1 on
public record Batch(long term, long number, List<Act> acts) {
    public Batch {
        acts = List.copyOf(acts);
    }

    /// What one message has led to.
    ///
    /// @param caller on whose behalf
    /// @param wallMs when it was decided, since 1970; for people
    /// @param facts of one room or, when it asked others, of several
    public record Act(Caller caller, long wallMs, List<Told> facts) {
        public Act {
            facts = List.copyOf(facts);
        }

        /// The newest format of its facts: only builds that know it can read them all.
        public int format() {
            return newest(facts);
        }

        static int newest(List<Told> facts) {
            int newest = Machine.FIRST_FORMAT;
            for (var told : facts) newest = Math.max(newest, told.format());
            return newest;
        }
    }

    /// Nothing was decided.
    public boolean isEmpty() {
        return acts.isEmpty();
    }

    /// The facts of one room, in their order.
    public <F> List<F> facts(Room<?, ?, F, ?> room) {
        var found = new ArrayList<F>();
        for (var act : acts)
            for (var told : act.facts())
                if (told.room().equals(room.name())) found.add(room.fact(told));
        return found;
    }

    /// The same one that a decider has closed.
    boolean is(Batch other) {
        return term == other.term && number == other.number;
    }
}
