package dev.skerry.server.trust.jwt;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import dev.skerry.http.Declined;
import dev.skerry.kernel.Text;
import dev.skerry.server.trust.jwt.KeyRing.KeyReading;
import dev.skerry.trust.decide.IssuerDecisions;
import dev.skerry.trust.issuer.Claims;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.server.issuers.JwtKeys;
import dev.skerry.trust.server.issuers.KeysState;
import dev.skerry.trust.server.issuers.WrongJwt;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Signatures by Nimbus JOSE+JWT. A key is always one that the issuer has: what a JWT brings along
/// or points to (`jwk`, `jku`, `x5c`, `x5u`) is not looked at, and what it says must be understood
/// (`crit`) is not.
public final class NimbusKeys implements JwtKeys {
    /// What a JWT may say that it is; others are made for something else than to log in.
    private static final List<String> TYPES = List.of("jwt", "at+jwt");

    private final KeyReading reading;

    /// By the issuers' names; who was asked for longest ago comes first.
    private final SequencedMap<String, KeyRing> rings = new LinkedHashMap<>();

    NimbusKeys(KeyReading reading) {
        this.reading = reading;
    }

    /// That asks issuers for their keys.
    public static NimbusKeys reading() {
        return new NimbusKeys(new KeyFetch(KeyFetch.WITHIN)::jwks);
    }

    @Override
    public String claimedUrl(String jwt) throws WrongJwt {
        if (claims(parsed(jwt)).get("iss") instanceof String url) return url;
        throw new WrongJwt("The JWT has no claim iss, which says whose it is.");
    }

    @Override
    public Claims signed(String jwt, Issuer issuer, long tickMs)
            throws WrongJwt, Declined, InterruptedException {
        var parsed = parsed(jwt);
        check(parsed.getHeader(), issuer);
        if (!signed(parsed, issuer, tickMs)) {
            var id = parsed.getHeader().getKeyID();
            throw new WrongJwt(
                    "The JWT is signed with no key of issuer %s%s."
                            .formatted(
                                    issuer.name(),
                                    id == null ? "" : "; it names \"" + Text.fit(id, 80) + "\""));
        }
        return new Claims(claims(parsed));
    }

    private static JWSObject parsed(String jwt) throws WrongJwt {
        try {
            return JWSObject.parse(jwt);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new WrongJwt(
                    "This is no signed JWT: three parts of letters, digits, - and _ with dots"
                            + " between, and an algorithm that signs; one that is encrypted is not"
                            + " taken.");
        }
    }

    private static Map<String, Object> claims(JWSObject jwt) throws WrongJwt {
        var claims = jwt.getPayload().toJSONObject();
        if (claims == null) throw new WrongJwt("What the JWT says is no JSON object.");
        return claims;
    }

    private static void check(JWSHeader header, Issuer issuer) throws WrongJwt {
        var algorithm = SigningAlgorithm.of(header.getAlgorithm().getName());
        if (algorithm == null || !issuer.algorithms().contains(algorithm))
            throw new WrongJwt(
                    "The JWT is signed by the algorithm \"%s\", which is not taken of issuer %s."
                            .formatted(
                                    Text.fit(header.getAlgorithm().getName(), 40), issuer.name()));
        var critical = header.getCriticalParams();
        if (critical != null || !header.isBase64URLEncodePayload())
            throw new WrongJwt("The header of the JWT has `crit`, of which nothing is known here.");
        var type = header.getType();
        boolean usual = type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT));
        if (!usual)
            throw new WrongJwt(
                    "The JWT is of the type \"%s\", which is not for logging in."
                            .formatted(Text.fit(type.getType(), 40)));
    }

    private boolean signed(JWSObject jwt, Issuer issuer, long tickMs)
            throws Declined, InterruptedException {
        var id = jwt.getHeader().getKeyID();
        if (issuer.keys() instanceof KeySource.Given(var jwks)) return byOne(jwt, given(jwks, id));
        var ring = ring(issuer);
        if (byOne(jwt, ring.named(id, tickMs))) return true;
        boolean others = id == null && ring.again(tickMs);
        return others && byOne(jwt, ring.named(null, tickMs));
    }

    private static boolean byOne(JWSObject jwt, List<JWK> keys) {
        return keys.stream().anyMatch(it -> JwtSignature.right(jwt, it));
    }

    private static List<JWK> given(String jwks, @Nullable String id) throws Declined {
        try {
            return PublicKeys.parse(jwks).named(id);
        } catch (ParseException e) {
            throw new Declined(503, "The keys in the issuer's file are not understood any more.");
        }
    }

    private KeyRing ring(Issuer issuer) {
        synchronized (rings) {
            var ring = rings.remove(issuer.name());
            if (ring == null || !ring.of(issuer)) ring = new KeyRing(issuer, reading);
            rings.put(issuer.name(), ring);
            if (rings.size() > IssuerDecisions.ISSUERS_MAX) rings.pollFirstEntry();
            return ring;
        }
    }

    @Override
    public void forget(String issuer) {
        synchronized (rings) {
            rings.remove(issuer);
        }
    }

    @Override
    public @Nullable String wrong(String jwks) {
        try {
            if (PublicKeys.secret(jwks))
                return "have a key that can sign; only public keys belong here, and that one is"
                        + " known to more than its owner now";
            PublicKeys.parse(jwks);
            return null;
        } catch (ParseException e) {
            return "should be a JSON Web Key Set, {\"keys\": […]}: "
                    + Text.fit(String.valueOf(e.getMessage()), 200);
        }
    }

    @Override
    public List<KeysState> states() {
        synchronized (rings) {
            var states = new ArrayList<KeysState>();
            for (var ring : rings.values()) states.add(ring.state());
            return states;
        }
    }
}
