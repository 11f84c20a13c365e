package dev.skerry.trust.issuer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody whose word is taken for who somebody is: an identity provider, or a CI. It signs JWTs,
/// and for one of them there is a token, with the roles that its claims come to.
///
/// @param name as [dev.skerry.kernel.Text#word] has it
/// @param url what its JWTs have as `iss`; no two issuers have the same
/// @param audience what they must have as `aud`, or among it
/// @param keys that they are signed with
/// @param algorithms by which they may be signed
/// @param ttlMs for how long a token is good at most that is given for one
/// @param subject the claim that names whoever comes with one
/// @param roles what claims give which role; whom none of them gives one gets no token
public record Issuer(
        String name,
        String url,
        String audience,
        KeySource keys,
        List<SigningAlgorithm> algorithms,
        long ttlMs,
        String subject,
        List<ClaimRule> roles) {
    public static final long TTL_DEFAULT_MS = 3_600_000;
    public static final long TTL_MIN_MS = 60_000;
    public static final long TTL_MAX_MS = 24 * 3_600_000;
    public static final String SUBJECT_DEFAULT = "sub";
    public static final int RULES_MAX = 64;

    /// Of `iss` and `aud`.
    public static final int CHARACTERS_MAX = 256;

    public Issuer {
        algorithms = List.copyOf(algorithms);
        roles = List.copyOf(roles);
    }

    /// Where its keys are read, or what says where; null: they are given.
    public @Nullable String address() {
        return switch (keys) {
            case KeySource.Given _ -> null;
            case KeySource.At(var address) -> address;
            case KeySource.Discovered _ ->
                    url.replaceFirst("/$", "") + "/.well-known/openid-configuration";
        };
    }
}
