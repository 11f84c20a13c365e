package dev.skerry.sim;

/// Something is not as it must be, whatever happens.
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Broken(String what) {
        super(what);
    }

    static void unless(boolean holds, String what) {
        if (!holds) throw new Broken(what);
    }
}
