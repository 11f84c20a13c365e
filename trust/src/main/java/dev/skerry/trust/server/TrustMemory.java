package dev.skerry.trust.server;

import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;

/// What one server remembers of callers. It stands in no log, and is gone when the server ends.
///
/// @param random secrets are drawn from it
/// @param admitted requests that came with a token that was right
/// @param failed tries with something that was wrong
/// @param rulings what callers may
/// @param refusals to be noted in the audit
public record TrustMemory(
        SecureRandom random,
        FailedTries tries,
        LastUses uses,
        LoginCodes codes,
        LongAdder admitted,
        LongAdder failed,
        KnownRulings rulings,
        Refusals refusals) {
    /// One that remembers nothing yet.
    public static TrustMemory fresh() {
        var random = new SecureRandom();
        return new TrustMemory(
                random,
                new FailedTries(),
                new LastUses(),
                new LoginCodes(random),
                new LongAdder(),
                new LongAdder(),
                new KnownRulings(),
                new Refusals());
    }
}
