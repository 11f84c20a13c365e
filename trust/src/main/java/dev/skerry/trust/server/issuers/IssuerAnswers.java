package dev.skerry.trust.server.issuers;

import dev.skerry.http.Bodies;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Text;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of issuers, in the words of their files.
public final class IssuerAnswers {
    private IssuerAnswers() {}

    /// @param keys absent: they are read
    /// @param jwks where they are read; absent: it is found below the url, or they are given
    /// @param reading of the keys by this server; absent: nothing was read so far
    @Json
    public record OneIssuer(
            String issuer,
            String url,
            String audience,
            @Nullable String keys,
            @Nullable String jwks,
            List<String> algorithms,
            String ttl,
            String name,
            List<OneClaimRule> roles,
            @Nullable OneReading reading) {
        public OneIssuer {
            algorithms = List.copyOf(algorithms);
            roles = List.copyOf(roles);
        }
    }

    @Json
    public record OneClaimRule(String claim, String is, String role) {}

    /// @param count of those that can be used
    /// @param read when; absent: never
    /// @param wrong why they could not be read the last time; absent: they could
    @Json
    public record OneReading(int count, @Nullable String read, @Nullable String wrong) {}

    /// What a change of an issuer comes to.
    @Json
    public record IssuerChanged(String issuer, long index) {}

    static OneIssuer one(Issuer it, @Nullable KeysState state, Now now) {
        return new OneIssuer(
                it.name(),
                it.url(),
                it.audience(),
                it.keys() instanceof KeySource.Given(var jwks) ? jwks : null,
                it.keys() instanceof KeySource.At(var address) ? address : null,
                it.algorithms().stream().map(SigningAlgorithm::word).toList(),
                Text.duration(it.ttlMs()),
                it.subject(),
                it.roles().stream().map(IssuerAnswers::one).toList(),
                state == null ? null : reading(state, now));
    }

    private static OneClaimRule one(ClaimRule it) {
        return new OneClaimRule(it.claim(), it.is(), it.role());
    }

    private static OneReading reading(KeysState it, Now now) {
        long readMs = now.wallMs() - (now.tickMs() - it.readTickMs());
        return new OneReading(
                it.count(),
                it.count() == 0 ? null : Bodies.time(readMs),
                it.wrong().isEmpty() ? null : it.wrong());
    }
}
