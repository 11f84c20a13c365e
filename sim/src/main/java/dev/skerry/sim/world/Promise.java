package dev.skerry.sim.world;

import java.io.Serializable;

/// What must hold after every event. The rooms have promises of their own beside these.
///
/// @param sentence in the words of whoever reads that it did not hold
public record Promise(String sentence) implements Serializable {
    public static final Promise WRITES = new Promise("no acknowledged write is lost");
    public static final Promise SAVED = new Promise("what was written comes back as it was");
    public static final Promise ONE_LOG =
            new Promise("what is committed is the same on all servers, for ever");
    public static final Promise ITS_TERM =
            new Promise("what was decided in another term than it stands in the log has no effect");
    public static final Promise EQUAL =
            new Promise("servers that have applied the same have the same state");
    public static final Promise TIME =
            new Promise("whoever leads goes on from the time of the log");
    public static final Promise NEWEST =
            new Promise("a consistent read is not older than what was acknowledged before it");
    public static final Promise NOTHING_FAILS = new Promise("no message makes a machine fail");
    public static final Promise TIME_GOES_ON =
            new Promise("each room is woken when it is due, whatever becomes of another");
    public static final Promise RESTS = new Promise("a room that fails rests before it is woken");
    public static final Promise HEALED =
            new Promise("after healing, what is wanted is what runs, within a bound");
}
