package dev.skerry.sim.odd;

/// What the odd room knows.
///
/// @param dueTickMs when it is to be woken
/// @param errands that it was sent on, numbered from 1 on
/// @param done how many of them it knows to be done, the first ones
record OddState(Mood mood, long dueTickMs, long errands, long done) {
    static final OddState EMPTY = new OddState(Mood.FINE, 0, 0, 0);

    /// What becomes of it when it is woken.
    enum Mood {
        /// It does what it shall.
        FINE,
        /// It throws.
        THROWS,
        /// It declines.
        DECLINES,
        /// It wants something that nobody can carry out.
        WANTS,
        /// It says more than fits anywhere.
        SHOUTS,
        /// It throws before that, when it is asked for the time.
        FORGETS
    }

    OddState with(OddFact fact) {
        return switch (fact) {
            case OddFact.OddBecame(var next) -> new OddState(next, dueTickMs, errands, done);
            case OddFact.ErrandTaken(var number) -> new OddState(mood, dueTickMs, number, done);
            case OddFact.ErrandDone(var number) -> new OddState(mood, dueTickMs, errands, number);
            case OddFact.OddWoken(var nextTickMs) -> new OddState(mood, nextTickMs, errands, done);
            case OddFact.OddShouted _ -> this;
        };
    }
}
