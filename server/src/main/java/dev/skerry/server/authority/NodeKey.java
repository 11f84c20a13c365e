package dev.skerry.server.authority;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The public key that a node shows.
final class NodeKey {
    private static final int BASE64_CHARACTERS_MAX = 512;

    private NodeKey() {}

    /// A key on the curve P-256; anything else is refused.
    ///
    /// @param base64 X.509 SubjectPublicKeyInfo
    static ECPublicKey read(String base64) throws InvalidKeyException {
        if (base64.length() > BASE64_CHARACTERS_MAX) throw wrong("is too long", null);
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            var key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
            var curve = p256();
            if (!same(key.getParams(), curve)) throw wrong("is on another curve", null);
            if (!on(curve, key.getW())) throw wrong("is not on the curve", null);
            return key;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw e instanceof InvalidKeyException own ? own : wrong("cannot be read", e);
        }
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static boolean same(ECParameterSpec one, ECParameterSpec other) {
        return one.getCurve().equals(other.getCurve())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder())
                && one.getCofactor() == other.getCofactor();
    }

    private static boolean on(ECParameterSpec spec, ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) return false;
        var p = ((ECFieldFp) spec.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0)
            return false;
        var right = x.pow(3).add(spec.getCurve().getA().multiply(x)).add(spec.getCurve().getB());
        return y.pow(2).mod(p).equals(right.mod(p));
    }

    private static InvalidKeyException wrong(
            String what, @org.jspecify.annotations.Nullable Exception e) {
        return new InvalidKeyException(
                "the node's key " + what + "; it should be a public key on P-256, base64", e);
    }
}
