package dev.skerry.server;

import dev.skerry.trust.server.rates.RequestRates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of one server. Every one has a default; [ServerFlags] reads them from the command line.
///
/// @param http where the API and the pages are, and how one speaks with them
/// @param link where nodes connect
/// @param data the folder of everything that lasts
/// @param names host names that the server is known by, besides `localhost` and addresses
/// @param tokens join tokens to write at the start
/// @param contact how nodes are heard
/// @param trust who calls, and what of it is kept
/// @param cell the other servers
public record ServerSettings(
        HttpSettings http,
        InetSocketAddress link,
        Path data,
        List<String> names,
        Tokens tokens,
        ContactSettings contact,
        Duration certificateLife,
        TrustSettings trust,
        CellSettings cell) {

    /// A node's certificate.
    public static final Duration CERTIFICATE_LIFE = Duration.ofDays(30);

    public ServerSettings {
        names = List.copyOf(names);
    }

    /// The same there, with plain HTTP.
    public ServerSettings at(InetSocketAddress http, InetSocketAddress link, Path data) {
        var plain = HttpSettings.plain(http);
        return new ServerSettings(
                plain, link, data, names, tokens, contact, certificateLife, trust, cell);
    }

    public ServerSettings with(Tokens tokens) {
        return new ServerSettings(
                http, link, data, names, tokens, contact, certificateLife, trust, cell);
    }

    public ServerSettings with(TrustSettings trust) {
        return new ServerSettings(
                http, link, data, names, tokens, contact, certificateLife, trust, cell);
    }

    public ServerSettings with(CellSettings cell) {
        return new ServerSettings(
                http, link, data, names, tokens, contact, certificateLife, trust, cell);
    }

    /// The API and the pages.
    ///
    /// @param at where they listen
    /// @param form of what is said there; there is one for each server
    public record HttpSettings(InetSocketAddress at, HttpForm form) {
        public static HttpSettings plain(InetSocketAddress at) {
            return new HttpSettings(at, new HttpForm.Plain());
        }

        /// Whether TLS is spoken.
        public boolean secure() {
            return !(form instanceof HttpForm.Plain);
        }
    }

    /// What is spoken with whoever calls.
    public sealed interface HttpForm {
        /// HTTP as it is: whoever is on the way sees tokens.
        record Plain() implements HttpForm {}

        /// TLS with a certificate of the fleet's own authority, made and renewed by the server.
        record OwnAuthority() implements HttpForm {}

        /// TLS with what people put into a folder: `cert.pem` and `key.pem`.
        record Given(Path folder) implements HttpForm {}
    }

    /// @param file where they are written, one a line; null: none are made
    public record Tokens(@Nullable Path file, int count, Duration life) {
        public static final int COUNT_MAX = 1_000;
        public static final Tokens NONE = new Tokens(null, 0, Duration.ofHours(24));
    }

    /// @param pingEvery how often a node is asked to say that it is there
    /// @param missedAfter not heard for so long, a node counts as missed
    public record ContactSettings(Duration pingEvery, Duration missedAfter) {
        public static final ContactSettings DEFAULT =
                new ContactSettings(Duration.ofSeconds(12), Duration.ofSeconds(25));
    }

    /// @param firstTokenAgain another first token is made, in place of the one before
    /// @param auditKeep for how long it is kept who has done what
    /// @param requestsPerSecond of one caller; five seconds' worth of them may come at once
    public record TrustSettings(
            boolean firstTokenAgain, Duration auditKeep, int requestsPerSecond) {
        public static final TrustSettings DEFAULT =
                new TrustSettings(false, Duration.ofDays(90), RequestRates.USUAL);
    }

    /// @param advertise the host by which other servers reach this one; empty: where it listens, or
    ///   the machine's name where that is everywhere
    /// @param join the cell that it becomes a server of; null: it is one already, or founds one
    public record CellSettings(String advertise, @Nullable Join join) {
        public static final CellSettings ALONE = new CellSettings("", null);

        /// @param address of the link of any of its servers, HOST:PORT
        /// @param token that lets this one in, once
        public record Join(String address, String token) {
            @Override
            public String toString() {
                return "Join[" + address + "]";
            }
        }
    }

    /// Everything as it is without flags.
    public static ServerSettings defaults() {
        return new ServerSettings(
                HttpSettings.plain(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4646)),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4647),
                Path.of(System.getProperty("user.home"), ".skerry", "server"),
                List.of(),
                Tokens.NONE,
                ContactSettings.DEFAULT,
                CERTIFICATE_LIFE,
                TrustSettings.DEFAULT,
                CellSettings.ALONE);
    }
}
