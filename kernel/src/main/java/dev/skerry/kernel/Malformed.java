package dev.skerry.kernel;

/// Bytes that are not what they should be.
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    /// @param what is wrong with them, and where
    public Malformed(String what) {
        super(what);
    }

    public Malformed(String what, Throwable cause) {
        super(what, cause);
    }
}
