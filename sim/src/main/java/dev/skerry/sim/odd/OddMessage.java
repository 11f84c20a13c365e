package dev.skerry.sim.odd;

import dev.skerry.sim.odd.OddState.Mood;

/// What can be asked of the odd room.
sealed interface OddMessage {
    record OddBecomes(Mood mood) implements OddMessage {}

    /// Another room is to do something once.
    record OddErrand() implements OddMessage {}

    record OddTime() implements OddMessage {}
}
