package dev.skerry.server.trust.jwt;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of a JSON Web Key Set that signatures can be checked with. Others may be in it, as keys
/// for encryption are; they are passed over.
///
/// @param all each once or more; none is private
record PublicKeys(List<JWK> all) {
    /// Of one issuer.
    static final int KEYS_MAX = 64;

    private static final int RSA_BITS_MIN = 2_048;
    private static final int RSA_BITS_MAX = 16_384;
    private static final Set<Curve> CURVES =
            Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.Ed25519);

    PublicKeys {
        all = List.copyOf(all);
    }

    /// @throws ParseException when it is no set of keys, or one without any that can be used
    static PublicKeys parse(String jwks) throws ParseException {
        var found = set(jwks).getKeys().stream().filter(PublicKeys::fits).toList();
        if (found.isEmpty()) throw new ParseException("there is no key for signatures in it", 0);
        if (found.size() > KEYS_MAX)
            throw new ParseException("there are more than %d in it".formatted(KEYS_MAX), 0);
        return new PublicKeys(found.stream().map(JWK::toPublicJWK).toList());
    }

    private static JWKSet set(String jwks) throws ParseException {
        try {
            return JWKSet.parse(jwks);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParseException(String.valueOf(e.getMessage()), 0); // a key that is none
        } catch (RuntimeException _) { // what the library does not expect, as null for a key
            throw new ParseException("there is something in it that is no key", 0);
        }
    }

    /// Whether whoever has the set could sign with it.
    ///
    /// @throws ParseException when it is no set of keys
    static boolean secret(String jwks) throws ParseException {
        return set(jwks).getKeys().stream().anyMatch(JWK::isPrivate);
    }

    private static boolean fits(JWK key) {
        var use = key.getKeyUse();
        if (use != null && !use.equals(KeyUse.SIGNATURE)) return false;
        var operations = key.getKeyOperations();
        if (operations != null && !operations.contains(KeyOperation.VERIFY)) return false;
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= RSA_BITS_MIN && rsa.size() <= RSA_BITS_MAX;
            case ECKey curve -> CURVES.contains(curve.getCurve());
            case OctetKeyPair pair -> CURVES.contains(pair.getCurve());
            default -> false;
        };
    }

    /// Those that may have made such a signature.
    ///
    /// @param id that the JWT names; null: it names none
    List<JWK> named(@Nullable String id) {
        if (id == null) return all;
        return all.stream().filter(it -> id.equals(it.getKeyID())).toList();
    }
}
