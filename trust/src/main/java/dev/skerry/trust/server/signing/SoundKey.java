package dev.skerry.trust.server.signing;

import dev.skerry.trust.server.signing.PublicKeyText.NoKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Set;

/// What Java takes for a key, and is none that could be relied on.
///
/// | key     | what is refused                                                               |
/// |---------|-------------------------------------------------------------------------------|
/// | all     | a second way to write the same key: it would have two fingerprints            |
/// | Ed25519 | the points of small order: anybody makes signatures that are good for them    |
/// | P-256   | what is no point of the curve                                                 |
/// | RSA     | an even exponent or modulus, which no pair of keys has; an exponent so large  |
/// |         | that each look at a signature would take a hundred times as long              |
final class SoundKey {
    private static final String TWO =
            "is not encoded as others encode such a key, so it could be two";
    private static final String ANYBODY = "is one for which anybody can sign";
    private static final String NO_POINT = "is no point of its curve";

    /// 2^255 - 19.
    private static final BigInteger ED25519_P =
            BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /// The y of the two points of order 8 that differ by more than a sign; RFC 8032 has the curve.
    private static final BigInteger ORDER_8 =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    private static final Set<BigInteger> SMALL_ORDER =
            Set.of(
                    BigInteger.ZERO,
                    BigInteger.ONE,
                    ED25519_P.subtract(BigInteger.ONE),
                    ORDER_8,
                    ED25519_P.subtract(ORDER_8));

    private static final int RSA_EXPONENT_BITS_MAX = 64;

    private SoundKey() {}

    /// @param bytes that the key was read from
    static void check(PublicKey key, byte[] bytes) throws NoKey {
        if (!Arrays.equals(key.getEncoded(), bytes)) throw new NoKey(TWO);
        switch (key) {
            case EdECPublicKey it -> edwards(it.getPoint().getY());
            case ECPublicKey it -> curve(it);
            case RSAPublicKey it -> rsa(it, bytes);
            default -> throw new NoKey(TWO);
        }
    }

    private static void edwards(BigInteger y) throws NoKey {
        if (y.compareTo(ED25519_P) >= 0) throw new NoKey(TWO);
        if (SMALL_ORDER.contains(y)) throw new NoKey(ANYBODY);
    }

    private static void curve(ECPublicKey key) throws NoKey {
        var curve = key.getParams().getCurve();
        if (!(curve.getField() instanceof ECFieldFp field)) throw new NoKey(NO_POINT);
        var p = field.getP();
        var x = key.getW().getAffineX();
        var y = key.getW().getAffineY();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) throw new NoKey(TWO);
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        if (!y.pow(2).mod(p).equals(right)) throw new NoKey(NO_POINT);
    }

    /// Java keeps the bytes that it has read, whatever stands beside the name of the algorithm and
    /// however many zeros before a number, also none before one that is negative to others then. So
    /// they are compared with what it makes of the numbers.
    private static void rsa(RSAPublicKey key, byte[] bytes) throws NoKey {
        var n = key.getModulus();
        var e = key.getPublicExponent();
        if (!n.testBit(0) || !e.testBit(0)) throw new NoKey("has an even number in it; no key has");
        if (e.bitLength() > RSA_EXPONENT_BITS_MAX)
            throw new NoKey(
                    "has an exponent of %d bits; should have at most %d, as 65537 has"
                            .formatted(e.bitLength(), RSA_EXPONENT_BITS_MAX));
        try {
            var anew = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
            if (!Arrays.equals(anew.getEncoded(), bytes)) throw new NoKey(TWO);
        } catch (GeneralSecurityException _) {
            throw new NoKey(TWO);
        }
    }
}
