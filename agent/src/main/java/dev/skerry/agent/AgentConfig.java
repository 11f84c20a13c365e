package dev.skerry.agent;

import dev.skerry.agent.cluster.TaskUsers;
import dev.skerry.agent.http.PagesToken;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Settings of one agent. Every key has a default and a bound; an unknown key stops the start.
///
/// @param servers addresses of link listeners, tried in this order
/// @param token to be let in, at first and when the servers know it no more: the token itself, or
///   `@` and the file that holds it
/// @param http where it shows its metrics and its work to this machine; `none`: nowhere
/// @param user runs the tasks that name none; only root can choose another than itself; empty: each
///   allocation has a user of its own when the agent is root
/// @param given prefixed keys without their prefix, by prefix: `label`, `fact`, `env`, `reserve`,
///   `end`, `users`, `http`, `drivers`
public record AgentConfig(
        List<Address> servers,
        String token,
        Path data,
        String name,
        String datacenter,
        String http,
        String user,
        SequencedMap<String, SequencedMap<String, String>> given) {

    private static final int PORT_MAX = 65_535;

    /// Bytes of a configuration file.
    private static final int FILE_BYTES_MAX = 64 * 1024;

    private static final List<String> KEYS =
            List.of("servers", "token", "data", "name", "datacenter", "http", "user");
    private static final List<String> PREFIXES =
            List.of("label", "fact", "env", "reserve", "end", "users", "http", "drivers");

    /// @param port 1 to 65535
    public record Address(String host, int port) {
        static Address parse(String text) throws WrongSetting {
            int colon = text.lastIndexOf(':');
            int port = portNumber(text.substring(colon + 1));
            if (colon <= 0 || port < 1)
                throw new WrongSetting(
                        "servers",
                        text,
                        "host:port, such as 10.0.0.5:4647, with a port from 1 to " + PORT_MAX);
            var host = text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]"))
                host = host.substring(1, host.length() - 1);
            return new Address(host, port);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// A setting that cannot be right.
    public static final class WrongSetting extends Exception {
        private static final long serialVersionUID = 1;

        public WrongSetting(String key, String value, String should) {
            super("%s is \"%s\"; it should be %s".formatted(key, value, should));
        }
    }

    /// Reads command line words: `--config FILE`, and `--KEY VALUE` for every key of the file.
    ///
    /// @param hostName the default name
    public static AgentConfig parse(List<String> words, String hostName)
            throws WrongSetting, IOException {
        var values = new LinkedHashMap<String, String>();
        var flags = new LinkedHashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (!word.startsWith("--")) throw new WrongSetting("argument", word, "--KEY VALUE");
            int equals = word.indexOf('=');
            var key = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (equals < 0 && i + 1 == words.size())
                throw new WrongSetting(word, "nothing", "followed by its value");
            var value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
            if (flags.put(key, value) != null)
                throw new WrongSetting("--" + key, value, "given once");
        }
        var file = flags.remove("config");
        if (file != null) values.putAll(read(path("config", file)));
        values.putAll(flags);
        return of(values, hostName);
    }

    static AgentConfig of(Map<String, String> values, String hostName) throws WrongSetting {
        var given = new LinkedHashMap<String, SequencedMap<String, String>>();
        for (var prefix : PREFIXES) given.put(prefix, new LinkedHashMap<>());
        for (var entry : values.entrySet()) {
            var key = entry.getKey();
            if (KEYS.contains(key)) continue;
            int dot = key.indexOf('.');
            var group = dot < 0 ? null : given.get(key.substring(0, dot));
            if (group == null || dot + 1 == key.length())
                throw new WrongSetting(
                        "key",
                        key,
                        "one of "
                                + String.join(", ", KEYS)
                                + ", label.NAME, fact.NAME, env.NAME, reserve.NAME, end.tasks,"
                                + " users.own, users.allowed, http.token, "
                                + DriverSettings.names());
            group.put(key.substring(dot + 1), entry.getValue());
        }
        tasksEnd(given.getOrDefault("end", new LinkedHashMap<>()));
        TaskUsers.of("", given.getOrDefault("users", new LinkedHashMap<>()));
        pages(given.getOrDefault("http", new LinkedHashMap<>()));
        DriverSettings.of(given.getOrDefault("drivers", new LinkedHashMap<>()));
        var user = values.getOrDefault("user", "");
        var http = values.getOrDefault("http", "127.0.0.1:4648");
        if (!http.equals("none")) pagesAt(http);
        return new AgentConfig(
                servers(values.getOrDefault("servers", "127.0.0.1:4647")),
                values.getOrDefault("token", ""),
                path("data", values.getOrDefault("data", defaultData())),
                word("name", values.getOrDefault("name", hostName)),
                word("datacenter", values.getOrDefault("datacenter", "dc1")),
                http,
                user.isEmpty() ? "" : word("user", user),
                given);
    }

    /// The same with its folder named otherwise.
    AgentConfig at(Path folder) {
        return new AgentConfig(servers, token, folder, name, datacenter, http, user, given);
    }

    /// The keys under a prefix, without it.
    public SequencedMap<String, String> given(String prefix) {
        var all = given.get(prefix);
        return all == null ? new LinkedHashMap<>() : all;
    }

    /// Whether the tasks are ended when the agent is asked to end. Otherwise they go on, and the
    /// next agent takes them over.
    public boolean tasksEndToo() {
        return "stop".equals(given("end").get("tasks"));
    }

    private static void tasksEnd(Map<String, String> end) throws WrongSetting {
        for (var entry : end.entrySet()) {
            if (!entry.getKey().equals("tasks"))
                throw new WrongSetting("key", "end." + entry.getKey(), "end.tasks");
            if (!List.of("stop", "keep").contains(entry.getValue()))
                throw new WrongSetting("end.tasks", entry.getValue(), "stop or keep");
        }
    }

    /// What it says of the drivers.
    DriverSettings drivers() throws WrongSetting {
        return DriverSettings.of(given("drivers"));
    }

    /// The join token, from its file when it stands in one.
    public String tokenText() throws IOException, WrongSetting {
        if (!token.startsWith("@")) return token;
        return bounded("token", path("token", token.substring(1)), 1024).strip();
    }

    /// @param http the keys under that prefix
    private static void pages(Map<String, String> http) throws WrongSetting {
        for (var entry : http.entrySet()) {
            if (!entry.getKey().equals("token"))
                throw new WrongSetting("key", "http." + entry.getKey(), "http.token");
            var value = entry.getValue();
            if (value.length() < 2 || !value.startsWith("@")) // it may be the token: not shown
            throw new WrongSetting(
                        "http.token",
                        value.length() + " characters",
                        "@ and the file that holds the token, which other users cannot read there");
        }
    }

    /// What whoever reads the agent's pages has to know; empty: nothing.
    public String pagesToken() throws IOException, WrongSetting {
        var named = given("http").get("token");
        if (named == null) return "";
        var file = path("http.token", named.substring(1));
        var text = bounded("http.token", file, 1024).strip();
        if (PagesToken.fits(text)) return text;
        throw new WrongSetting(
                "http.token",
                "a file with %d characters".formatted(text.length()),
                "one with %d to %d letters, digits and any of -._~+/="
                        .formatted(PagesToken.CHARACTERS_MIN, PagesToken.CHARACTERS_MAX));
    }

    private static List<Address> servers(String text) throws WrongSetting {
        var all = new ArrayList<Address>();
        for (var part : text.split(",", 17)) all.add(Address.parse(part.strip()));
        if (all.size() > 16) throw new WrongSetting("servers", text, "at most 16 addresses");
        return List.copyOf(all);
    }

    private static Map<String, String> read(Path file) throws WrongSetting, IOException {
        var values = new LinkedHashMap<String, String>();
        int number = 0;
        for (var line : bounded("config", file, FILE_BYTES_MAX).split("\n", -1)) {
            number++;
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) continue;
            int equals = text.indexOf('=');
            if (equals <= 0) throw new WrongSetting(file + ":" + number, text, "key = value");
            var key = text.substring(0, equals).strip();
            if (values.put(key, text.substring(equals + 1).strip()) != null)
                throw new WrongSetting(file + ":" + number, key, "given once");
        }
        return values;
    }

    private static String bounded(String key, Path file, int bytesMax)
            throws WrongSetting, IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(bytesMax + 1);
        } catch (IOException e) {
            var why = FileTrouble.words(e);
            throw new IOException("--%s %s cannot be read (%s)".formatted(key, file, why), e);
        }
        if (bytes.length > bytesMax)
            throw new WrongSetting(key, file + "", "a file of at most " + bytesMax + " bytes");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Path path(String key, String text) throws WrongSetting {
        if (text.isBlank()) throw new WrongSetting(key, text, "a path");
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new WrongSetting(
                    key, text, "a path in the characters of this system; LANG=C.UTF-8 knows all");
        }
    }

    private static void pagesAt(String http) throws WrongSetting {
        int colon = http.lastIndexOf(':');
        if (colon == 0 || portNumber(http.substring(colon + 1)) < 0)
            throw new WrongSetting(
                    "http",
                    http,
                    "host:port, such as 127.0.0.1:4648, with a port from 0 to %d, or none"
                            .formatted(PORT_MAX));
    }

    /// A port; -1: it is none.
    private static int portNumber(String digits) {
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
        return port <= PORT_MAX ? port : -1;
    }

    private static String word(String key, String text) throws WrongSetting {
        boolean right = !text.isEmpty() && text.length() <= 64;
        for (int i = 0; i < text.length() && right; i++) {
            char c = text.charAt(i);
            right = c == '-' || c == '.' || c == '_' || (c < 128 && Character.isLetterOrDigit(c));
        }
        if (right) return text;
        throw new WrongSetting(key, text, "1 to 64 letters, digits, '-', '.' or '_'");
    }

    /// Whether this agent can choose who runs its tasks.
    public static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String defaultData() {
        return root()
                ? "/var/lib/skerry/agent"
                : System.getProperty("user.home") + "/.skerry/agent";
    }
}
