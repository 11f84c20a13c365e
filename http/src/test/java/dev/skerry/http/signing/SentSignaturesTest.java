package dev.skerry.http.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.http.Admitted;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Reach;
import dev.skerry.http.Request;
import dev.skerry.kernel.Caller;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentSignaturesTest {
    private record Anybody() implements Admitted {
        @Override
        public Caller caller() {
            return Caller.SERVERS;
        }

        @Override
        public boolean allows(Need.Right right, String place) {
            return true;
        }

        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public String lack() {
            return "";
        }
    }

    private static List<byte[]> sent(Map<String, String> headers) throws Declined {
        var anybody = new Anybody();
        var reach = new Reach(Need.nothing(), anybody::allows);
        var body = new Answer.Body(new byte[0]);
        return SentSignatures.of(new Request(anybody, reach, Map.of(), Map.of(), headers, body));
    }

    private static List<byte[]> sent(String header) throws Declined {
        return sent(Map.of(SentSignatures.HEADER, header));
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static void wrong(String value, String header) {
        var declined = assertThrows(Declined.class, () -> sent(header));
        assertEquals(
                "X-Skerry-Signature is \"%s\"; it should be at most 8 signatures in base64, each of"
                                .formatted(value)
                        + " at most 512 bytes, separated by commas.",
                declined.problem().detail());
    }

    @Test
    void eachIsInBase64() throws Exception {
        var both = sent("AQID, BAUG");
        assertEquals(2, both.size());
        assertArrayEquals(new byte[] {1, 2, 3}, both.getFirst());
        assertArrayEquals(new byte[] {4, 5, 6}, both.getLast());
        assertArrayEquals(new byte[] {-5, -1, -65}, sent("+/+/").getFirst());
        assertArrayEquals(new byte[] {1}, sent("  AQ==\t").getFirst());
        assertEquals(List.of(), sent(" "));
        assertEquals(List.of(), sent(""));
        assertEquals(List.of(), sent(Map.of()));
    }

    @Test
    void whatIsNoneIsRefused() {
        wrong("", "AQID,");
        wrong("something else than base64", "%%%%");
        wrong("something else than base64", "AQIDB");
        wrong("something else than base64", "-_-_");
        wrong("something else than base64", "AQ ID");
        wrong("", ",");
        wrong("", "AQID, ,AQID");
    }

    /// How many there are, and how long, is what looking at them costs.
    @Test
    void theyAreBounded() throws Exception {
        assertEquals(8, sent("AQID,".repeat(7) + "AQID").size());
        wrong("9 signatures", "AQID,".repeat(8) + "AQID");
        assertEquals(512, sent(base64(512)).getFirst().length);
        wrong("513 bytes", base64(513));
        wrong("688 characters", base64(514));
        wrong("9 signatures", ",".repeat(8));
    }

    /// As whoever sends them writes it, whatever its case.
    @Test
    void theirHeaderHasItsName() {
        assertEquals("x-skerry-signature", SentSignatures.HEADER);
    }
}
