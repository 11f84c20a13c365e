package dev.skerry.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PrivateKeyLineTest {
    /// Sixteen bytes or more that begin so, as base64 of either alphabet.
    private static String[] base64(String hex) {
        var bytes = Arrays.copyOf(HexFormat.of().parseHex(hex), Math.max(18, hex.length() / 2));
        return new String[] {
            Base64.getEncoder().encodeToString(bytes), Base64.getUrlEncoder().encodeToString(bytes)
        };
    }

    private static int line(String text) {
        return PrivateKeyLine.in(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSequenceThatBeginsWithItsVersionIsOne() {
        for (var hex :
                new String[] {
                    "302e020100", // PKCS #8
                    "3077020101", // SEC 1
                    "3081f3020101",
                    "308204a4020100",
                    "303e020100fbefbe", // the alphabets differ in this
                    "302e020100ffffff"
                })
            for (var text : base64(hex)) {
                assertEquals(1, line(text), hex);
                assertEquals(3, line("a\nb\n  key: \"" + text + "\"\n" + text), hex);
            }
    }

    @Test
    void whatBeginsOtherwiseIsNone() {
        for (var hex :
                new String[] {
                    "312e020100", // a set
                    "302e040100",
                    "302e020200",
                    "302e020102",
                    "30820122300d06092a", // a public key
                    "30ff000000000000000000020100" // a length that nobody writes
                }) for (var text : base64(hex)) assertEquals(0, line(text), hex);
        assertEquals(0, line(""));
        assertEquals(0, line("MC4CAQ"), "too short for one");
    }

    /// Letters before it may look as if it began with them.
    @Test
    void itIsFoundBehindItsOwnLetters() {
        for (var before : new String[] {"M", "MM", "MAM/", "keyM", "M_M-"})
            assertEquals(1, line(before + base64("302e020100")[0]), before);
    }

    @Test
    void thePemOfOneIsOne() {
        assertEquals(2, line("x\n-----BEGIN OPENSSH PRIVATE KEY-----\n"));
        assertEquals(0, line("-----BEGIN PUBLIC KEY-----\n"));
    }
}
