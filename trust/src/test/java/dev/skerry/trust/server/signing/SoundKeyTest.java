package dev.skerry.trust.server.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.trust.server.signing.PublicKeyText.NoKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldF2m;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each row of its table by itself: what other parts refuse already, and what another provider of
/// keys might let through.
class SoundKeyTest {
    private static final String TWO =
            "is not encoded as others encode such a key, so it could be two";
    private static final String NO_POINT = "is no point of its curve";

    private static void good(PublicKey key) {
        assertDoesNotThrow(() -> SoundKey.check(key, key.getEncoded()));
    }

    private static void says(String sentence, PublicKey key, byte[] bytes) {
        var wrong = assertThrows(NoKey.class, () -> SoundKey.check(key, bytes));
        assertEquals(sentence, wrong.rest());
    }

    private static void says(String sentence, PublicKey key) {
        says(sentence, key, key.getEncoded());
    }

    @Test
    void keysOfTheThreeKindsAreGood() throws Exception {
        good(TestKeys.ed25519().getPublic());
        good(TestKeys.curve("secp256r1").getPublic());
        good(TestKeys.rsa(2_048).getPublic());
    }

    /// What was read is what is kept, and what its fingerprint is made of.
    @Test
    void aKeyIsWhatItWasReadFrom() throws Exception {
        for (var pair :
                List.of(TestKeys.ed25519(), TestKeys.curve("secp256r1"), TestKeys.rsa(2_048))) {
            var bytes = pair.getPublic().getEncoded();
            bytes[bytes.length - 1] ^= 2;
            says(TWO, pair.getPublic(), bytes);
        }
    }

    @Test
    void aKeyOfAnotherKindIsNone() throws Exception {
        says(TWO, KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic());
    }

    /// As a provider that looks at nothing would give it.
    private record Point(ECParameterSpec params, ECPoint w) implements ECPublicKey {
        private static final long serialVersionUID = 1;

        @Override
        public ECPoint getW() {
            return w;
        }

        @Override
        public ECParameterSpec getParams() {
            return params;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return (w.getAffineX() + "," + w.getAffineY()).getBytes(UTF_8);
        }
    }

    @Test
    void aPointIsOnItsCurveAndHasOneWayToBeWritten() throws Exception {
        var key = (ECPublicKey) TestKeys.curve("secp256r1").getPublic();
        var params = key.getParams();
        var x = key.getW().getAffineX();
        var y = key.getW().getAffineY();
        var p = ((ECFieldFp) params.getCurve().getField()).getP();
        good(new Point(params, new ECPoint(x, y)));
        good(new Point(params, new ECPoint(x, p.subtract(y))));
        says(NO_POINT, new Point(params, new ECPoint(x, y.add(BigInteger.ONE))));
        says(NO_POINT, new Point(params, new ECPoint(x.xor(BigInteger.ONE), y)));
        says(NO_POINT, new Point(params, new ECPoint(BigInteger.ZERO, BigInteger.ZERO)));
        says(TWO, new Point(params, new ECPoint(x.add(p), y)));
        says(TWO, new Point(params, new ECPoint(x, y.add(p))));
        says(TWO, new Point(params, new ECPoint(p, y)));
        says(TWO, new Point(params, new ECPoint(x, p)));
    }

    @Test
    void aCurveOverAnotherFieldIsNone() throws Exception {
        var field = new ECFieldF2m(163, new int[] {7, 6, 3});
        var curve = new EllipticCurve(field, BigInteger.ONE, BigInteger.ONE);
        var point = new ECPoint(BigInteger.ONE, BigInteger.TWO);
        var params = new ECParameterSpec(curve, point, BigInteger.TEN, 2);
        says(NO_POINT, new Point(params, point));
    }

    private static RSAPublicKey rsa(BigInteger modulus, BigInteger exponent) throws Exception {
        var spec = new RSAPublicKeySpec(modulus, exponent);
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    }

    @Test
    void anExponentHasAtMost64Bits() throws Exception {
        var modulus = ((RSAPublicKey) TestKeys.rsa(2_048).getPublic()).getModulus();
        good(rsa(modulus, BigInteger.valueOf(3)));
        good(rsa(modulus, BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
        says(
                "has an exponent of 65 bits; should have at most 64, as 65537 has",
                rsa(modulus, BigInteger.TWO.pow(64).add(BigInteger.ONE)));
        says("has an even number in it; no key has", rsa(modulus, BigInteger.TWO.pow(63)));
        says(
                "has an even number in it; no key has",
                rsa(modulus.clearBit(0), BigInteger.valueOf(3)));
    }
}
