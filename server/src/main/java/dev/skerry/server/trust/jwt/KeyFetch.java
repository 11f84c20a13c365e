package dev.skerry.server.trust.jwt;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.skerry.kernel.Text;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.IssuerBounds;
import dev.skerry.trust.issuer.KeySource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads an issuer's keys from where they are.
final class KeyFetch {
    /// Of one answer; no issuer has more.
    static final int BYTES_MAX = 256 * 1024;

    /// For all that is asked.
    static final Duration WITHIN = Duration.ofSeconds(5);

    private static final int REDIRECTS_MAX = 3;

    private final Duration within;

    KeyFetch(Duration within) {
        this.within = within;
    }

    /// The keys' text.
    ///
    /// @throws IOException with a sentence's end: what went wrong
    String jwks(Issuer issuer) throws IOException, InterruptedException {
        var address = issuer.address();
        if (address == null) throw new IOException("they stand in its file");
        long untilNs = System.nanoTime() + within.toNanos();
        try (var client = HttpClient.newBuilder().connectTimeout(within).build()) {
            try {
                var text = text(client, address, untilNs);
                if (!(issuer.keys() instanceof KeySource.Discovered)) return text;
                return text(client, discovered(issuer, text), untilNs);
            } finally {
                client.shutdownNow();
            }
        }
    }

    /// Where the keys are, by what the issuer says of itself.
    private static String discovered(Issuer issuer, String document) throws IOException {
        try {
            var said = JSONObjectUtils.parse(document);
            if (!issuer.url().equals(said.get("issuer")))
                throw new IOException(issuer.address() + " is of another issuer");
            if (!(said.get("jwks_uri") instanceof String address) || !IssuerBounds.address(address))
                throw new IOException(
                        issuer.address() + " has no jwks_uri, as an address with https://");
            boolean inside = address.startsWith("http:") && !issuer.url().startsWith("http:");
            if (inside) throw new IOException("an issuer elsewhere has its keys on this machine");
            return address;
        } catch (ParseException e) {
            throw new IOException(issuer.address() + " is not JSON", e);
        }
    }

    private static String text(HttpClient client, String address, long untilNs)
            throws IOException, InterruptedException {
        var at = URI.create(address);
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            var answer = answer(client, at, untilNs);
            int status = answer.statusCode();
            if (status == 200) return new String(answer.body(), StandardCharsets.UTF_8);
            if (status < 300 || status > 399) throw new IOException(at + " answers " + status);
            at = next(at, answer.headers().firstValue("Location").orElse(""));
        }
        throw new IOException(address + " leads from one address to the next");
    }

    /// Whoever answers may not send a server to where only the server gets.
    private static URI next(URI at, String location) throws IOException {
        try {
            var next = at.resolve(location);
            boolean same =
                    Objects.equals(next.getScheme(), at.getScheme())
                            && Objects.equals(next.getRawAuthority(), at.getRawAuthority());
            if (same) return next;
        } catch (IllegalArgumentException _) {
            // it is no address
        }
        throw new IOException(at + " leads to another host, where nothing is read");
    }

    private static HttpResponse<byte[]> answer(HttpClient client, URI at, long untilNs)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at).header("Accept", "application/json").build();
        var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX);
        var asked = client.sendAsync(request, handler);
        try {
            return asked.get(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException(at + " does not answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(at + ": " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        var said = cause.getMessage();
        return Text.fit(said == null ? cause.getClass().getSimpleName() : said, 200);
    }
}
