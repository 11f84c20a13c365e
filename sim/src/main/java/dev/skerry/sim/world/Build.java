package dev.skerry.sim.world;

/// Which of the rooms a program has: those that were there when it was built. Programs of several
/// ages work together until each is replaced by a newer one.
final class Build {
    private static final int OLD_PERCENT = 30;
    private static final int REPLACED_PERCENT = 30;

    private Build() {}

    /// How many of the rooms it has at first; the room that all others stand on is never new.
    static int first(Happenings events, int all) {
        return all > 1 && events.chance(OLD_PERCENT) ? all - 1 : all;
    }

    /// The same when it is started anew.
    static int next(Happenings events, int had, int all) {
        return had < all && events.chance(REPLACED_PERCENT) ? all : had;
    }
}
