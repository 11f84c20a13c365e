package dev.skerry.bench;

import dev.skerry.server.Server;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.http.ApiServer;
import dev.skerry.server.trust.TrustServerRoom;
import dev.skerry.trust.server.rates.RequestRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What it costs to know callers and to judge what they may: a server that does, with many tokens
/// and roles, and one that lets everybody in, asked in turn by as many connections. Both are in one
/// process, and so are those who ask.
///
/// Arguments: tokens, roles, nodes, rounds, seconds of each round. A round asks both servers; the
/// median of the rounds' differences is the figure.
public final class TrustBench {
    private static final double GOAL_PERCENT = 5;
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = 2;
    private static final int ROLES_OF_CALLER = 4;

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final int port;
    private final String token;

    /// @param token what is asked with; empty: nothing
    private TrustBench(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /// One kind of request.
    private record Kind(String name, String method, String path, String body) {}

    /// What became of one round at one server.
    private record Found(double eachSecond, double p99Ms) {}

    public static void main(String[] arguments) throws Exception {
        int tokens = Figures.argument(arguments, 0, 10_000);
        int roles = Figures.argument(arguments, 1, 1_000);
        int nodes = Figures.argument(arguments, 2, 100);
        int rounds = Figures.argument(arguments, 3, 9);
        int seconds = Figures.argument(arguments, 4, 3);
        var folder = Folders.temporary();
        try (var open = server(folder.resolve("open"), nodes, List.of(new ClusterServerRoom()));
                var closed =
                        server(
                                folder.resolve("closed"),
                                nodes,
                                List.of(new ClusterServerRoom(), new TrustServerRoom()))) {
            var first = Files.readString(folder.resolve("closed/first.token")).strip();
            var free = new TrustBench(open.http().getPort(), "");
            var admin = new TrustBench(closed.http().getPort(), first);
            var judged = new TrustBench(admin.port, admin.fill(tokens, roles));
            for (var kind : kinds()) compare(kind, free, judged, rounds, seconds);
        } finally {
            Folders.delete(folder);
        }
        System.out.printf(
                "%,d tokens, %,d roles, %d nodes, %d connections%n",
                tokens, roles, nodes, CONNECTIONS);
        Figures.machine(TrustBench.class, arguments);
        System.exit(0);
    }

    private static List<Kind> kinds() {
        var job =
                """
                {"job":"till","type":"batch","groups":{"main":{"count":1,"constraints":["false"],
                "tasks":{"it":{"driver":"exec","command":"/bin/true"}}}}}
                """;
        return List.of(
                new Kind("GET /v1/nodes", "GET", "/v1/nodes", ""),
                new Kind("a job submitted", "POST", "/v1/jobs", job));
    }

    private static Server server(Path data, int nodes, List<ServerRoom> rooms) throws Exception {
        KnownNodes.join(data, nodes, rooms);
        var usual = ServerSettings.defaults();
        var settings =
                usual.at(ANY_PORT, ANY_PORT, data)
                        .with(
                                new ServerSettings.TrustSettings(
                                        false,
                                        usual.trust().auditKeep(),
                                        RequestRates.RATE_MAX)); // one caller is all callers here
        return new Server(settings, rooms, new ApiServer(), Throwable::printStackTrace);
    }

    /// Makes roles and tokens.
    ///
    /// @return the token of a caller with several of the roles
    private String fill(int tokens, int roles) throws Exception {
        var calls = new ArrayList<Callable<String>>();
        for (int i = 0; i < roles; i++) {
            var path = "/v1/roles/shop-" + i;
            var role = role(i);
            calls.add(() -> ask("PUT", path, "application/yaml", role));
        }
        all(calls);
        calls.clear();
        for (int i = 2; i < tokens; i++) { // the first one and that of the asker are there too
            var body = "{\"name\":\"till-%d\",\"roles\":[\"shop-%d\"]}".formatted(i, i % roles);
            calls.add(() -> ask("POST", "/v1/tokens", "application/json", body));
        }
        all(calls);
        var own = new ArrayList<String>();
        for (int i = 0; i < Math.min(ROLES_OF_CALLER, roles); i++) own.add("\"shop-" + i + "\"");
        var body = "{\"name\":\"asker\",\"roles\":[%s]}".formatted(String.join(",", own));
        var made = ask("POST", "/v1/tokens", "application/json", body);
        int at = made.indexOf("skerry_");
        return made.substring(at, made.indexOf('"', at));
    }

    /// Eight rules; the last of them allows what is asked.
    private static String role(int number) {
        var rules = new StringBuilder("role: shop-%d\nrules:\n".formatted(number));
        for (int i = 0; i < 7; i++)
            rules.append("  - allow: [read cluster/logs, write cluster/jobs]\n")
                    .append("    namespaces: [shop-%d-%d-*, closed-*]\n".formatted(number, i));
        return rules.append(
                        "  - allow: [write cluster/jobs, write cluster/pools, read cluster/*]\n")
                .append("    namespaces: [default]\n    pools: [default]\n")
                .toString();
    }

    private static void all(List<Callable<String>> calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(32)) {
            for (var done : threads.invokeAll(calls)) done.get();
        }
    }

    private String ask(String method, String path, String type, String body) throws IOException {
        try (var connection = new KeptConnection(port)) {
            return connection.ask(method, path, token, type, body);
        }
    }

    private static void compare(Kind kind, TrustBench free, TrustBench judged, int rounds, int each)
            throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            free.round(kind, each);
            judged.round(kind, each);
        }
        var figures = new TreeMap<String, List<Double>>();
        for (int i = 0; i < rounds; i++) {
            boolean first = i % 2 == 0; // neither is always the one that comes after the other
            var before = first ? free.round(kind, each) : null;
            var with = judged.round(kind, each);
            var without = before == null ? free.round(kind, each) : before;
            add(figures, "0 without, requests/s", without.eachSecond);
            add(figures, "1 with, requests/s", with.eachSecond);
            add(figures, "2 without, p99 in ms", without.p99Ms);
            add(figures, "3 with, p99 in ms", with.p99Ms);
            add(figures, "4 slower", 100 * (1 - with.eachSecond / without.eachSecond));
        }
        for (var figure : figures.entrySet()) {
            var what = kind.name + ", " + figure.getKey().substring(2);
            double median = median(figure.getValue());
            if (figure.getKey().startsWith("4")) Figures.under(what, median, "%", GOAL_PERCENT);
            else Figures.only(what, median, "");
        }
    }

    private static void add(Map<String, List<Double>> figures, String name, double value) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private Found round(Kind kind, int seconds) throws Exception {
        long untilNs = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var all = new ArrayList<Callable<List<Long>>>();
            for (int i = 0; i < CONNECTIONS; i++) all.add(() -> times(kind, untilNs));
            var times = new ArrayList<Long>();
            for (var done : threads.invokeAll(all)) times.addAll(done.get());
            times.sort(null);
            double p99 = times.get((int) (0.99 * (times.size() - 1))) / 1e6;
            return new Found(times.size() / (double) seconds, p99);
        }
    }

    private List<Long> times(Kind kind, long untilNs) throws IOException {
        var times = new ArrayList<Long>();
        try (var connection = new KeptConnection(port)) {
            long begunNs = System.nanoTime();
            while (begunNs - untilNs < 0) {
                connection.ask(kind.method, kind.path, token, "application/json", kind.body);
                long now = System.nanoTime();
                times.add(now - begunNs);
                begunNs = now;
            }
        }
        return times;
    }
}
