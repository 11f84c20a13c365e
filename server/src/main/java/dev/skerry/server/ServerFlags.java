package dev.skerry.server;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.http.Durations;
import dev.skerry.kernel.Text;
import dev.skerry.server.ServerSettings.HttpForm;
import dev.skerry.server.ServerSettings.HttpSettings;
import dev.skerry.servers.state.AddressBounds;
import dev.skerry.trust.server.rates.RequestRates;
import dev.skerry.yaml.NearWords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The command line of a server.
final class ServerFlags {
    static final String HELP =
            """
            Usage: skerry server [flags]
                   skerry server join HOST:PORT --token-file FILE [flags]    as one of several
                   skerry server ca [--data FOLDER]    the certificate of the fleet's authority
                   skerry server list               and more of those that run: skerry help server

              --http HOST:PORT         the API and the pages            (127.0.0.1:4646)
              --link HOST:PORT         where nodes connect, TLS 1.3     (127.0.0.1:4647)
              --data FOLDER            everything that lasts            (~/.skerry/server)
              --names NAME,NAME        host names of this server, besides localhost
              --advertise HOST         by which other servers reach it  (where it listens)
              --http-tls auto          TLS on --http, by the fleet's own authority
              --http-tls FOLDER        TLS with cert.pem and key.pem of that folder
              --http-plain             no TLS on --http, though others reach that address
              --join-token-file FILE   write fresh join tokens there, one a line
              --join-tokens N          so many of them                  (1)
              --join-token-life TIME   how long they are good for       (24h)
              --ping-every TIME        how often a node shall be heard  (12s)
              --missed-after TIME      a silent node is missed          (25s)
              --certificate-life TIME  of a node's certificate          (30d)
              --first-token again      make another, in place of the one before
              --audit-keep TIME        who has done what is kept so long (90d)
              --requests-per-second N  of one caller, 5 N at once       (200)
              --help                   this text

            SKERRY_SERVER_HEAP in the environment bounds its heap, as 512m or 4g. Without it that is
            a quarter of the machine, 2 GiB at most.
            """;

    private static final String HTTP_TLS = "--http-tls";

    /// Stands alone.
    private static final String HTTP_PLAIN = "--http-plain";

    private static final String DATA = "--data";
    private static final String TOKEN_FILE = "--token-file";
    private static final int TOKEN_BYTES_MAX = 4_096;
    private static final String AUTO = "auto";

    private static final Set<String> KNOWN =
            Set.of(
                    "--http",
                    HTTP_TLS,
                    HTTP_PLAIN,
                    "--link",
                    DATA,
                    "--names",
                    "--advertise",
                    TOKEN_FILE,
                    "--join-token-file",
                    "--join-tokens",
                    "--join-token-life",
                    "--ping-every",
                    "--missed-after",
                    "--certificate-life",
                    "--first-token",
                    "--audit-keep",
                    "--requests-per-second");

    private static final String AGAIN = "again";
    private static final Duration PING_MAX = Duration.ofDays(1);
    private static final Duration TOKEN_LIFE_MAX = Duration.ofDays(30);
    private static final Duration AUDIT_KEEP_MIN = Duration.ofDays(1);
    private static final Duration AUDIT_KEEP_MAX = Duration.ofDays(3_650);
    private static final Duration CERTIFICATE_LIFE_MAX = Duration.ofDays(3_650);

    private final Map<String, String> given;

    /// What is wrong with the command line, for people.
    static final class WrongFlag extends Exception {
        private static final long serialVersionUID = 1;

        WrongFlag(String sentence) {
            super(sentence);
        }
    }

    private ServerFlags(Map<String, String> given) {
        this.given = given;
    }

    static ServerSettings parse(List<String> arguments) throws WrongFlag {
        var flags = new ServerFlags(given(arguments));
        if (flags.given.containsKey(TOKEN_FILE))
            throw new WrongFlag(
                    TOKEN_FILE + " is for a server that joins: skerry server join HOST:PORT.");
        return flags.settings();
    }

    /// The data folder, for commands that need nothing else.
    static Path data(List<String> arguments) throws WrongFlag {
        var flags = new ServerFlags(given(arguments));
        for (var flag : flags.given.keySet())
            if (!flag.equals(DATA)) throw new WrongFlag(flag + " has no meaning here.");
        return flags.data();
    }

    /// The folder that a cell is restored into. It is said each time: what fills a folder that
    /// nobody named is in the way of the server that is started there next.
    static Path restoring(List<String> arguments) throws WrongFlag {
        var data = data(arguments);
        if (!given(arguments).containsKey(DATA))
            throw new WrongFlag(
                    "restore needs --data FOLDER, the empty folder of a server that is the whole"
                            + " cell then.");
        return data;
    }

    private static Map<String, String> given(List<String> arguments) throws WrongFlag {
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            int equals = argument.indexOf('=');
            var flag = equals < 0 ? argument : argument.substring(0, equals);
            if (!KNOWN.contains(flag)) throw unknown(flag);
            if (argument.equals(HTTP_PLAIN)) {
                given.put(HTTP_PLAIN, "");
                continue;
            }
            if (flag.equals(HTTP_PLAIN))
                throw new WrongFlag(HTTP_PLAIN + " stands alone, without a value.");
            if (equals < 0 && i + 1 == arguments.size())
                throw new WrongFlag(flag + " needs a value.");
            var value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            if (given.put(flag, value) != null) throw new WrongFlag(flag + " stands there twice.");
        }
        return given;
    }

    private static WrongFlag unknown(String flag) {
        if (!flag.startsWith("-"))
            return new WrongFlag("\"" + flag + "\" is no flag; flags begin with --.");
        var near = NearWords.nearest(flag, KNOWN);
        var hint = near == null ? "" : " Did you mean " + near + "?";
        return new WrongFlag("There is no flag " + flag + "." + hint);
    }

    private ServerSettings settings() throws WrongFlag {
        var usual = ServerSettings.defaults();
        var ping = duration("--ping-every", usual.contact().pingEvery(), PING_MAX);
        var missed = duration("--missed-after", usual.contact().missedAfter(), PING_MAX);
        if (missed.compareTo(ping.multipliedBy(2)) < 0)
            throw wrong(
                    "--missed-after",
                    given.getOrDefault("--missed-after", Text.duration(missed.toMillis())),
                    "at least twice --ping-every, which is "
                            + given.getOrDefault("--ping-every", Text.duration(ping.toMillis())));
        return new ServerSettings(
                http(usual.http().at()),
                address("--link", usual.link()),
                data(),
                names(),
                tokens(),
                new ServerSettings.ContactSettings(ping, missed),
                duration("--certificate-life", usual.certificateLife(), CERTIFICATE_LIFE_MAX),
                trust(usual.trust()),
                new ServerSettings.CellSettings(advertise(), null));
    }

    private String advertise() throws WrongFlag {
        var text = given.getOrDefault("--advertise", "");
        if (text.isEmpty() || AddressBounds.wrong("", Advertised.at(text, 1)) == null) return text;
        throw wrong("--advertise", text, "a host name or an address, like 10.0.0.5 or fd00::5");
    }

    /// What `skerry server join ADDRESS` says: as at any start, and how it is let in.
    static ServerSettings joining(List<String> arguments) throws WrongFlag {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("-"))
            throw new WrongFlag(
                    "join needs the link of a server of the cell: skerry server join HOST:4647"
                            + " --token-file FILE");
        var address = arguments.getFirst();
        var wrong = AddressBounds.wrong("join", address);
        if (wrong != null) throw new WrongFlag(wrong.sentence());
        var flags = new ServerFlags(given(arguments.subList(1, arguments.size())));
        var settings = flags.settings();
        var join = new ServerSettings.CellSettings.Join(address, flags.token());
        return settings.with(new ServerSettings.CellSettings(settings.cell().advertise(), join));
    }

    private String token() throws WrongFlag {
        var file = given.get(TOKEN_FILE);
        if (file == null)
            throw new WrongFlag(
                    "join needs --token-file FILE, with a token of `skerry server join-token`.");
        try {
            var bytes = Files.readAllBytes(path(TOKEN_FILE, file));
            if (bytes.length <= TOKEN_BYTES_MAX)
                return new String(bytes, StandardCharsets.ISO_8859_1).strip();
            throw wrong(TOKEN_FILE, file, "a file with one token, and no more than that");
        } catch (IOException e) {
            throw new WrongFlag(
                    "%s %s cannot be read: %s".formatted(TOKEN_FILE, file, FileTrouble.words(e)));
        }
    }

    private Path data() throws WrongFlag {
        var usual = ServerSettings.defaults().data().toString();
        return path(DATA, given.getOrDefault(DATA, usual));
    }

    /// What leaves this machine as it is shows tokens to everybody on the way, so that is said.
    private HttpSettings http(InetSocketAddress usual) throws WrongFlag {
        var at = address("--http", usual);
        boolean plain = given.containsKey(HTTP_PLAIN);
        @Nullable String tls = given.get(HTTP_TLS);
        if (tls != null && plain)
            throw new WrongFlag(HTTP_TLS + " and " + HTTP_PLAIN + " exclude each other.");
        if (tls != null && tls.isBlank()) throw wrong(HTTP_TLS, tls, "auto, or a folder");
        if (tls != null && tls.equals(AUTO))
            return new HttpSettings(at, new HttpForm.OwnAuthority());
        if (tls != null) return new HttpSettings(at, new HttpForm.Given(path(HTTP_TLS, tls)));
        if (plain || at.getAddress().isLoopbackAddress()) return HttpSettings.plain(at);
        throw new WrongFlag(
                ("--http is %s, which other machines reach, and plain HTTP shows tokens to whoever"
                                + " is on the way. Say --http-tls auto, or --http-tls FOLDER with"
                                + " cert.pem and key.pem; --http-plain leaves it as it is.")
                        .formatted(text(at)));
    }

    private ServerSettings.TrustSettings trust(ServerSettings.TrustSettings usual)
            throws WrongFlag {
        var keep = duration("--audit-keep", usual.auditKeep(), AUDIT_KEEP_MAX);
        if (keep.compareTo(AUDIT_KEEP_MIN) < 0)
            throw wrong("--audit-keep", given.getOrDefault("--audit-keep", ""), "at least 1d");
        return new ServerSettings.TrustSettings(firstTokenAgain(), keep, requestsPerSecond(usual));
    }

    private int requestsPerSecond(ServerSettings.TrustSettings usual) throws WrongFlag {
        var text = given.get("--requests-per-second");
        if (text == null) return usual.requestsPerSecond();
        int rate = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
        if (rate < 1 || rate > RequestRates.RATE_MAX)
            throw wrong("--requests-per-second", text, "a whole number from 1 to 1,000,000");
        return rate;
    }

    private boolean firstTokenAgain() throws WrongFlag {
        var text = given.get("--first-token");
        if (text == null) return false;
        if (!text.equals(AGAIN)) throw wrong("--first-token", text, AGAIN);
        return true;
    }

    private List<String> names() throws WrongFlag {
        var names = new ArrayList<String>();
        var text = given.getOrDefault("--names", "");
        for (var name : text.split(",", -1)) {
            if (name.isBlank()) continue;
            if (!name.strip().matches("[A-Za-z0-9._:-]{1,253}"))
                throw new WrongFlag("--names has \"" + name + "\", which is no host name.");
            names.add(name.strip());
        }
        return names;
    }

    private ServerSettings.Tokens tokens() throws WrongFlag {
        var usual = ServerSettings.Tokens.NONE;
        var life = duration("--join-token-life", usual.life(), TOKEN_LIFE_MAX);
        @Nullable String file = given.get("--join-token-file");
        if (file == null) {
            if (given.containsKey("--join-tokens"))
                throw new WrongFlag("--join-tokens needs --join-token-file.");
            return new ServerSettings.Tokens(null, 0, life);
        }
        var text = given.getOrDefault("--join-tokens", "1");
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1)
            throw wrong("--join-tokens", text, "1 to " + ServerSettings.Tokens.COUNT_MAX);
        int count = Integer.parseInt(text);
        if (count > ServerSettings.Tokens.COUNT_MAX)
            throw wrong("--join-tokens", text, "1 to " + ServerSettings.Tokens.COUNT_MAX);
        return new ServerSettings.Tokens(path("--join-token-file", file), count, life);
    }

    private InetSocketAddress address(String flag, InetSocketAddress usual) throws WrongFlag {
        var text = given.get(flag);
        if (text == null) return usual;
        int colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535)
            throw wrong(flag, text, "HOST:PORT, like 127.0.0.1:4646; port 0 takes a free one");
        var host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            var all = InetAddress.getAllByName(host);
            return new InetSocketAddress(all[0], Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw wrong(flag, text, "a host that has an address");
        }
    }

    /// As it is written on the command line.
    static String text(InetSocketAddress at) {
        return Advertised.at(at.getAddress().getHostAddress(), at.getPort());
    }

    private static Path path(String flag, String text) throws WrongFlag {
        if (text.isBlank()) throw wrong(flag, text, "a path");
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw wrong(
                    flag, text, "a path in the characters of this system; LANG=C.UTF-8 knows all");
        }
    }

    private Duration duration(String flag, Duration usual, Duration max) throws WrongFlag {
        var text = given.get(flag);
        if (text == null) return usual;
        var ms = Durations.ms(text);
        if (ms.isEmpty())
            throw wrong(
                    flag,
                    text,
                    "a time like 500ms, 10s, 1h30m or 30d, at most "
                            + Text.duration(max.toMillis()));
        var given = Duration.ofMillis(ms.getAsLong());
        if (given.isZero()) throw wrong(flag, text, "more than nothing");
        if (given.compareTo(max) > 0)
            throw wrong(flag, text, "at most " + Text.duration(max.toMillis()));
        return given;
    }

    private static WrongFlag wrong(String flag, String value, String should) {
        return new WrongFlag("%s is \"%s\"; it should be %s.".formatted(flag, value, should));
    }
}
