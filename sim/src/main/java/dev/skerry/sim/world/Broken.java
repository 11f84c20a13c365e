package dev.skerry.sim.world;

/// A promise is broken: something is not as it must be, whatever happens.
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 2;

    public final Promise promise;

    public Broken(Promise promise, String how) {
        super(how);
        this.promise = promise;
    }
}
