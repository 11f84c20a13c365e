package dev.skerry.sim.odd;

import dev.skerry.sim.odd.OddState.Mood;

/// What can have happened to the odd room.
sealed interface OddFact {
    record OddBecame(Mood mood) implements OddFact {}

    record ErrandTaken(long number) implements OddFact {}

    record ErrandDone(long number) implements OddFact {}

    record OddWoken(long nextTickMs) implements OddFact {}

    /// Too large for any log.
    record OddShouted() implements OddFact {}
}
