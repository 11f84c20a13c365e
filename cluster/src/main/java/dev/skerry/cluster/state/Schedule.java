package dev.skerry.cluster.state;

import dev.skerry.kernel.PersistentAgenda;

/// When a periodic job is launched, and what became of the last time that it was to be. Whoever
/// applies it computes no calendar: what comes next was decided.
///
/// @param nextWallMs [PersistentAgenda#NEVER]: by hand only
/// @param decidedWallMs what the wall clock showed when that was decided; 0: nothing was yet
/// @param lastWallMs for which time it was launched or left out; 0: it never was
/// @param child the name of what was launched then; empty: nothing was
/// @param says why nothing was launched; empty: it was
public record Schedule(
        long nextWallMs, long decidedWallMs, long lastWallMs, String child, String says) {
    public static final Schedule NEVER = new Schedule(PersistentAgenda.NEVER, 0, 0, "", "");

    public Schedule next(long wallMs, long nowWallMs) {
        return new Schedule(wallMs, nowWallMs, lastWallMs, child, says);
    }
}
