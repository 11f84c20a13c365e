package dev.skerry.sim.world;

/// What must hold after every event, in the words of whoever reads that it did not.
public enum Promise {
    CAPACITY("no capacity is overcommitted"),
    PORTS("no port is given twice on a node"),
    ELIGIBLE("nothing is placed on a node that is not eligible"),
    WRITES("no acknowledged write is lost"),
    ONCE("an allocation never runs twice on a node"),
    AS_ASKED("what must not be replaced never runs more often than asked"),
    ENDED("what has ended does not run again"),
    HEALED("after healing, what is wanted is what runs, within a bound"),
    SAVED("what was written comes back as it was"),
    KNOWN("nobody is said connected or missed for a time in which no server ran"),
    NOTHING_FAILS("no message makes a machine fail");

    public final String sentence;

    Promise(String sentence) {
        this.sentence = sentence;
    }
}
