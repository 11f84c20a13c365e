package dev.skerry.server.trust.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An issuer on this machine: keys that come and go, a page that has them, and JWTs of any kind.
public final class TestIssuer implements AutoCloseable {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private final HttpServer server;

    /// What is on its page, by their names.
    private final Map<String, JWK> keys = new ConcurrentHashMap<>();

    /// How often the page was asked for.
    public final AtomicInteger asked = new AtomicInteger();

    /// What it answers in place of its keys; empty: it answers with its keys.
    public volatile String instead = "";

    public volatile int status = 200;
    public volatile String location = "";

    public TestIssuer() throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpServer.create(here, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keys", this::answer);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        send(
                                exchange,
                                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
                                        .formatted(url(), url())));
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        send(exchange, instead.isEmpty() ? jwks() : instead);
    }

    private void send(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        if (!location.isEmpty()) exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Without private parts.
    public String jwks() {
        return new JWKSet(new ArrayList<>(keys.values())).toString(true);
    }

    /// A pair of keys by its name, made once: `RSA-1`, `EC-1`, `Ed25519-1`.
    static KeyPair pair(String name) {
        return PAIRS.computeIfAbsent(name, TestIssuer::make);
    }

    private static KeyPair make(String name) {
        try {
            var generator = KeyPairGenerator.getInstance(name.substring(0, name.indexOf('-')));
            if (name.startsWith("RSA")) generator.initialize(2_048);
            if (name.startsWith("EC")) generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key is on its page from now on.
    ///
    /// @param id that it has there; empty: none
    public void add(String name, String id) {
        keys.put(name, jwk(name, id));
    }

    static JWK jwk(String name, String id) {
        var kid = id.isEmpty() ? null : id;
        return switch (pair(name).getPublic()) {
            case RSAPublicKey key -> new RSAKey.Builder(key).keyID(kid).build();
            case ECPublicKey key -> new ECKey.Builder(Curve.P_256, key).keyID(kid).build();
            case EdECPublicKey key -> {
                var encoded = key.getEncoded(); // the last 32 bytes are the key itself
                var bytes = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                var x = Base64URL.encode(bytes);
                yield new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(kid).build();
            }
            default -> throw new IllegalStateException(name);
        };
    }

    public void remove(String name) {
        keys.remove(name);
    }

    /// A JWT of that header and those claims, signed with that key.
    public static String jwt(String header, String claims, String key) throws Exception {
        var open = text(header) + "." + text(claims);
        return open + "." + TEXT.encodeToString(signed(open, key, pair(key).getPrivate()));
    }

    static String text(String json) {
        return TEXT.encodeToString(json.getBytes(UTF_8));
    }

    private static byte[] signed(String open, String name, PrivateKey key) throws Exception {
        var algorithm =
                switch (name.substring(0, name.indexOf('-'))) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSAinP1363Format";
                    default -> "Ed25519";
                };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(open.getBytes(UTF_8));
        return signature.sign();
    }

    /// A usual one.
    ///
    /// @param more claims, each with a comma before it
    public String usual(String key, String id, String more) throws Exception {
        var algorithm = key.startsWith("RSA") ? "RS256" : key.startsWith("EC") ? "ES256" : "EdDSA";
        var header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, id);
        return jwt(header, claims(more), key);
    }

    public String claims(String more) {
        long now = System.currentTimeMillis() / 1_000;
        return "{\"iss\":\"%s\",\"aud\":\"skerry\",\"sub\":\"ada\",\"iat\":%d,\"exp\":%d%s}"
                .formatted(url(), now, now + 300, more);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
