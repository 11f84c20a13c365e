package dev.skerry.trust.server.issuers;

import dev.skerry.http.Declined;
import dev.skerry.trust.issuer.Claims;
import dev.skerry.trust.issuer.Issuer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signatures of JWTs, and the keys that issuers sign with.
public interface JwtKeys {
    /// Whose a JWT says it is, which nobody has checked yet.
    String claimedUrl(String jwt) throws WrongJwt;

    /// What a JWT says, once it is certain that the issuer has signed it. The issuer's keys are
    /// read before that, where none are known or none of them fits.
    ///
    /// @param tickMs now, on the servers' clock
    /// @throws Declined when there are no keys to check it with
    Claims signed(String jwt, Issuer issuer, long tickMs)
            throws WrongJwt, Declined, InterruptedException;

    /// What is wrong with keys that stand in a file; null: nothing.
    ///
    /// @return continues "keys "
    @Nullable String wrong(String jwks);

    /// What was read of that issuer's keys is not known any more: it was changed or deleted.
    void forget(String issuer);

    /// What is known of those keys that are read, by the names of their issuers.
    List<KeysState> states();

    /// The same of one issuer; null: nothing was read of it, or its keys are given.
    default @Nullable KeysState state(String issuer) {
        for (var each : states()) if (each.issuer().equals(issuer)) return each;
        return null;
    }
}
