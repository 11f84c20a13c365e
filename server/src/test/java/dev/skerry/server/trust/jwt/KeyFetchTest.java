package dev.skerry.server.trust.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is read of an issuer over real HTTP.
class KeyFetchTest {
    private TestIssuer web;

    @BeforeEach
    void begin() throws IOException {
        web = new TestIssuer();
        web.add("RSA-1", "a");
    }

    @AfterEach
    void end() {
        web.close();
    }

    private static Issuer issuer(String url, KeySource keys) {
        return new Issuer(
                "ci",
                url,
                "skerry",
                keys,
                SigningAlgorithm.USUAL,
                Issuer.TTL_DEFAULT_MS,
                "sub",
                List.of(new ClaimRule("sub", "*", "reader")));
    }

    private static String read(Issuer issuer) throws Exception {
        return new KeyFetch(KeyFetch.WITHIN).jwks(issuer);
    }

    private Issuer at(String address) {
        return issuer(web.url(), new KeySource.At(address));
    }

    private static void fails(String words, Issuer issuer) {
        var thrown = assertThrows(IOException.class, () -> read(issuer));
        assertTrue(String.valueOf(thrown.getMessage()).contains(words), thrown.getMessage());
    }

    @Test
    void keysAreReadWhereTheyAre() throws Exception {
        assertEquals(web.jwks(), read(at(web.url() + "/keys")));
        assertEquals(web.jwks(), read(issuer(web.url(), new KeySource.Discovered())));
    }

    @Test
    void anotherIssuersPageIsNotTaken() {
        var other = web.url().replace("127.0.0.1", "localhost");
        fails("is of another issuer", issuer(other, new KeySource.Discovered()));
    }

    @Test
    void anAnswerHasAnEnd() {
        web.instead = "{\"keys\":[]," + " ".repeat(KeyFetch.BYTES_MAX) + "}";
        fails(web.url() + "/keys: ", at(web.url() + "/keys"));
    }

    @Test
    void whatIsNoAnswerIsNone() {
        web.status = 404;
        fails("/keys answers 404", at(web.url() + "/keys"));
        web.close();
        fails(web.url() + "/keys: ", at(web.url() + "/keys"));
    }

    @Test
    void nobodyIsLedElsewhere() {
        web.status = 302;
        web.location = "http://169.254.169.254/latest";
        fails("leads to another host", at(web.url() + "/keys"));
        web.location = "http://127.0.0.1:1/keys";
        fails("leads to another host", at(web.url() + "/keys"));
        web.location = "/keys";
        fails("leads from one address to the next", at(web.url() + "/keys"));
        web.location = "::";
        fails("leads to another host", at(web.url() + "/keys"));
    }

    /// It takes the connection, and says nothing.
    @Test
    void whoDoesNotAnswerIsNotWaitedForForEver() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = "http://127.0.0.1:" + silent.getLocalPort() + "/keys";
            var fetch = new KeyFetch(Duration.ofMillis(200));
            var thrown = assertThrows(IOException.class, () -> fetch.jwks(at(address)));
            assertTrue(String.valueOf(thrown.getMessage()).contains("does not answer in time"));
        }
    }
}
