package dev.skerry.trust.server.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.signing.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Keys as people have them, and signatures as tools make them.
class SignatureCheckTest {
    private static final byte[] FILE = "job: till\n".getBytes(UTF_8);

    private static VerifyingKey key(KeyPair pair) throws Exception {
        return PublicKeyText.parse("release", TestKeys.pem(pair));
    }

    private static void holds(String algorithm, KeyPair pair, KeyPair other) throws Exception {
        var key = key(pair);
        var good = TestKeys.sign(algorithm, pair, FILE);
        assertTrue(SignatureCheck.byAlgorithm(key, FILE, good));
        var more = Arrays.copyOf(FILE, FILE.length + 1);
        assertFalse(SignatureCheck.byAlgorithm(key, more, good), "of other bytes");
        assertFalse(SignatureCheck.byAlgorithm(key(other), FILE, good), "by another key");
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            var bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(SignatureCheck.byAlgorithm(key, FILE, bad), HexFormat.of().formatHex(bad));
        }
        for (int length : new int[] {0, 1, good.length - 1, good.length + 1, 512})
            assertFalse(SignatureCheck.byAlgorithm(key, FILE, Arrays.copyOf(good, length)));
    }

    @Test
    void ed25519() throws Exception {
        holds("Ed25519", TestKeys.ed25519(), TestKeys.ed25519());
    }

    @Test
    void ecdsa() throws Exception {
        holds("SHA256withECDSA", TestKeys.curve("secp256r1"), TestKeys.curve("secp256r1"));
    }

    @Test
    void rsa() throws Exception {
        holds("SHA256withRSA", TestKeys.rsa(2_048), TestKeys.rsa(2_048));
    }

    /// RFC 8032, 7.1, test 2.
    @Test
    void aSignatureOfTheStandardIsGood() throws Exception {
        var hex = HexFormat.of();
        var bytes =
                hex.parseHex(
                        "302a300506032b6570032100"
                                + "3d4017c3e843895a92b70aa74d1b7ebc"
                                + "9c982ccf2ec4968cc0cd55f12af4660c");
        var key = PublicKeyText.parse("rfc", TestKeys.pem("PUBLIC KEY", bytes));
        var signature =
                hex.parseHex(
                        "92a009a9f0d4cab8720e820b5f642540"
                                + "a2b27b5416503f8fb3762223ebdb69da"
                                + "085ac1e43e15996e458f3613d0f11d8c"
                                + "387b2eaeb4302aeeb00d291612bb0c00");
        assertTrue(SignatureCheck.byAlgorithm(key, new byte[] {0x72}, signature));
        assertEquals(64, key.fingerprint().length());
        assertArrayEquals(bytes, key.bytes());
    }

    private static void says(String expected, String pem) {
        var wrong =
                assertThrows(PublicKeyText.NoKey.class, () -> PublicKeyText.parse("release", pem));
        assertTrue(wrong.rest().contains(expected), wrong.rest());
    }

    @Test
    void whatIsNoSuchKeyIsRefused() throws Exception {
        var pair = TestKeys.ed25519();
        var pem = TestKeys.pem(pair);
        says("should be a public key in PEM", "AQID");
        says("should be a public key in PEM", pem + pem);
        says("should be a public key in PEM", pem.replace("PUBLIC KEY", "RSA PUBLIC KEY"));
        says(
                "should be a public key in PEM",
                TestKeys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        says("is a certificate", "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n");
        says("is damaged", pem.replaceFirst("M", "=M"));
        says("a key of Ed25519, of ECDSA on P-256, or of RSA", pem.replaceFirst("MCow", "MCsw"));
        says(
                "a key of Ed25519, of ECDSA on P-256, or of RSA",
                TestKeys.pem(TestKeys.curve("secp384r1")));
        says(
                "a key of Ed25519, of ECDSA on P-256, or of RSA",
                TestKeys.pem("PUBLIC KEY", new byte[0]));
        says("an RSA key of 1024 bits; should have 2048 to", TestKeys.pem(TestKeys.rsa(1_024)));
        var large = BigInteger.ONE.shiftLeft(4_096).setBit(0);
        var spec = new RSAPublicKeySpec(large, RSAKeyGenParameterSpec.F4);
        var encoded = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
        says("an RSA key of 4097 bits; should", TestKeys.pem("PUBLIC KEY", encoded));
    }

    /// However it is written, it is the same key: two names of one must not sign for two.
    @Test
    void oneKeyHasOneText() throws Exception {
        var pair = TestKeys.rsa(2_048);
        var pem = TestKeys.pem(pair);
        var wide = "\r\n" + pem.replace("\n", "\r\n  ");
        assertEquals(PublicKeyText.parse("a", pem), PublicKeyText.parse("a", wide));
        var encoded = pair.getPublic().getEncoded();
        says("not encoded as others encode", TestKeys.pem("PUBLIC KEY", withoutNull(encoded)));
        var longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThrows(
                PublicKeyText.NoKey.class,
                () -> PublicKeyText.parse("a", TestKeys.pem("PUBLIC KEY", longer)));
    }

    /// The same key of RSA when the parameters of its algorithm, which are NULL, are left out. Java
    /// reads it all the same.
    private static byte[] withoutNull(byte[] encoded) {
        var out = new ByteArrayOutputStream();
        out.write(encoded, 0, 17);
        out.write(encoded, 19, encoded.length - 19);
        var odd = out.toByteArray();
        odd[3] = (byte) (odd[3] - 2); // of the whole
        odd[5] = (byte) (odd[5] - 2); // of the algorithm
        return odd;
    }

    /// Java reads a modulus without its leading zero as the same one, and gives back what it read.
    @Test
    void anRsaKeyIsNotTwoForANegativeModulus() throws Exception {
        var encoded = TestKeys.rsa(2_048).getPublic().getEncoded();
        int modulus = 28; // a head of 24 bytes, the sequence's 4, the tag and length of the number
        var bytes = new byte[encoded.length - 1];
        System.arraycopy(encoded, 0, bytes, 0, modulus + 4);
        System.arraycopy(encoded, modulus + 5, bytes, modulus + 4, bytes.length - modulus - 4);
        assertEquals(0, encoded[modulus + 4], "the zero that is left out");
        for (int length : new int[] {2, 21, 26, modulus + 2}) {
            int less = (bytes[length] & 0xff) * 256 + (bytes[length + 1] & 0xff) - 1;
            bytes[length] = (byte) (less >> 8);
            bytes[length + 1] = (byte) less;
        }
        assertEquals(2_048, bits(bytes), "Java takes it");
        says("so it could be two", TestKeys.pem("PUBLIC KEY", bytes));
    }

    /// Beside the name of the algorithm stands NULL; anything else of no length is read as well.
    @Test
    void anRsaKeyIsNotTwoForWhatStandsBesideItsAlgorithm() throws Exception {
        var bytes = TestKeys.rsa(2_048).getPublic().getEncoded();
        assertEquals(5, bytes[17], "NULL");
        bytes[17] = 0x30;
        assertEquals(2_048, bits(bytes), "Java takes it");
        says("so it could be two", TestKeys.pem("PUBLIC KEY", bytes));
    }

    private static int bits(byte[] spki) throws Exception {
        var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
        return ((RSAPublicKey) key).getModulus().bitLength();
    }

    @Test
    void anRsaKeyHasNoEvenNumbers() throws Exception {
        var modulus = ((RSAPublicKey) TestKeys.rsa(2_048).getPublic()).getModulus();
        says("has an even number", rsa(modulus, BigInteger.valueOf(4)));
        says("has an even number", rsa(modulus.clearBit(0), BigInteger.valueOf(3)));
        says("of RSA", spki(modulus, BigInteger.ONE));
        says(
                "has an exponent of 65 bits",
                rsa(modulus, BigInteger.TWO.pow(64).add(BigInteger.ONE)));
    }

    /// What has Java's consent.
    private static String rsa(BigInteger modulus, BigInteger exponent) throws Exception {
        var spec = new RSAPublicKeySpec(modulus, exponent);
        var key = KeyFactory.getInstance("RSA").generatePublic(spec);
        return TestKeys.pem("PUBLIC KEY", key.getEncoded());
    }

    /// With an exponent of one byte.
    private static String spki(BigInteger modulus, BigInteger exponent) throws Exception {
        var spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(3));
        var bytes = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
        bytes[bytes.length - 1] = exponent.byteValueExact();
        return TestKeys.pem("PUBLIC KEY", bytes);
    }

    /// A signature of zeros is good for such a key, whatever is signed.
    @Test
    void aKeyForWhichAnybodyCanSignIsRefused() {
        var small =
                List.of(
                        "00".repeat(32),
                        "00".repeat(31) + "80",
                        "01" + "00".repeat(31),
                        "01" + "00".repeat(30) + "80",
                        "ec" + "ff".repeat(30) + "7f",
                        "ec" + "ff".repeat(31),
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85");
        for (var point : small) says("for which anybody can sign", edwards(point));
        for (var point : List.of("ed" + "ff".repeat(30) + "7f", "ee" + "ff".repeat(31)))
            says("so it could be two", edwards(point)); // 0 and 1 again
    }

    private static String edwards(String point) {
        var bytes = HexFormat.of().parseHex("302a300506032b6570032100" + point);
        return TestKeys.pem("PUBLIC KEY", bytes);
    }

    @Test
    void whatIsBesideItsCurveIsNoKey() throws Exception {
        var bytes = TestKeys.curve("secp256r1").getPublic().getEncoded();
        bytes[bytes.length - 1] ^= 1;
        assertThrows(
                PublicKeyText.NoKey.class,
                () -> PublicKeyText.parse("a", TestKeys.pem("PUBLIC KEY", bytes)));
    }
}
