package dev.skerry.server.trust.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The signature of one JWT, against one key.
final class JwtSignature {
    private static final String ED25519 = "Ed25519";
    private static final int ED25519_KEY_BYTES = 32;
    private static final int ED25519_SIGNATURE_BYTES = 64;

    /// What stands before the 32 bytes of such a key in a certificate (RFC 8410).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private JwtSignature() {}

    /// Whether the key is of the kind that the JWT says it is signed with, and has made it.
    static boolean right(JWSObject jwt, JWK key) {
        var algorithm = jwt.getHeader().getAlgorithm();
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) return false;
        try {
            var verifier = verifier(algorithm, key);
            return verifier == null ? edwards(jwt, key) : jwt.verify(verifier);
        } catch (JOSEException | GeneralSecurityException | IllegalStateException e) {
            return false; // of another kind or length; a curve that does not fit
        }
    }

    /// Null: it is none that the library checks by itself.
    private static @Nullable JWSVerifier verifier(JWSAlgorithm algorithm, JWK key)
            throws JOSEException {
        if (key instanceof RSAKey rsa && JWSAlgorithm.Family.RSA.contains(algorithm))
            return new RSASSAVerifier(rsa);
        if (key instanceof ECKey curve && JWSAlgorithm.Family.EC.contains(algorithm))
            return new ECDSAVerifier(curve);
        return null;
    }

    /// The library would need another one for it; Java has it.
    private static boolean edwards(JWSObject jwt, JWK key) throws GeneralSecurityException {
        boolean fits = JWSAlgorithm.EdDSA.equals(jwt.getHeader().getAlgorithm());
        if (!fits || !(key instanceof OctetKeyPair pair)) return false;
        var x = pair.getDecodedX();
        var signature = jwt.getSignature();
        if (x.length != ED25519_KEY_BYTES) return false;
        return edwards(x, jwt.getSigningInput(), signature);
    }

    private static boolean edwards(byte[] x, byte[] signed, Base64URL signature)
            throws GeneralSecurityException {
        var bytes = signature.decode();
        if (bytes.length != ED25519_SIGNATURE_BYTES) return false;
        var encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        var key = KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(encoded));
        var check = Signature.getInstance(ED25519);
        check.initVerify(key);
        check.update(signed);
        return check.verify(bytes);
    }
}
