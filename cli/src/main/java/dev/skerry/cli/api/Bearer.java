package dev.skerry.cli.api;

import java.util.regex.Pattern;

/// The token that calls are made with. It goes into the header of a request and nowhere else: no
/// text of this object holds it.
public final class Bearer {
    /// Calls without a token.
    public static final Bearer NOBODY = new Bearer("", "");

    /// The variable of the environment that a token may stand in.
    public static final String VARIABLE = "SKERRY_TOKEN";

    /// What a token looks like from outside; the server knows the rest. So nothing else that was
    /// pasted by mistake is sent, and nothing that a header cannot hold.
    private static final Pattern SHAPE = Pattern.compile("skerry_[A-Za-z0-9_-]{1,200}");

    private final String token;
    private final String origin;

    private Bearer(String token, String origin) {
        this.token = token;
        this.origin = origin;
    }

    /// @param origin where the token comes from, for advice: `SKERRY_TOKEN`, a file
    public static Bearer of(String token, String origin) throws Failure {
        var bare = token.strip();
        if (SHAPE.matcher(bare).matches()) return new Bearer(bare, origin);
        throw new Failure(
                ExitCode.USAGE,
                (bare.isEmpty() ? "There is nothing in " : "That is no token, in ") + origin + ".",
                bare.startsWith("ey")
                        ? "It may be a JWT: `skerry login --jwt` takes one."
                        : "A token begins with skerry_, as `skerry token create` prints it.");
    }

    public boolean nobody() {
        return token.isEmpty();
    }

    public String origin() {
        return origin;
    }

    /// The token itself, for the header, and for the file that keeps it.
    public String token() {
        return token;
    }

    @Override
    public String toString() {
        return nobody() ? "nobody" : "a token from " + origin;
    }
}
