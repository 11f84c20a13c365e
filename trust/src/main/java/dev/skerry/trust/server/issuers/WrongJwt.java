package dev.skerry.trust.server.issuers;

/// Somebody has shown a JWT that is none, or that nobody has signed who may.
public final class WrongJwt extends Exception {
    private static final long serialVersionUID = 1;

    /// @param sentence for whoever came with it
    public WrongJwt(String sentence) {
        super(sentence);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
