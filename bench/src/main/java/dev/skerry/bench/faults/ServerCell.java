package dev.skerry.bench.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Three servers of one cell, each a process in a network of its own, with a folder of its own. At
/// the end nothing of them is left.
public final class ServerCell implements AutoCloseable {
    public static final int SIZE = 3;

    private static final int HTTP = 4646;
    private static final int LINK = 4647;
    private static final int DISK_MEBIBYTES = 96;
    private static final long READY_MAX_NS = TimeUnit.MINUTES.toNanos(3);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Pattern LEADER = Pattern.compile("\"leader\":\"s(\\d+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final Path home = Files.createTempDirectory("skerry-faults-");
    private final List<String> program;
    private final Options options;
    private final Lan lan;
    private final Map<Integer, Process> processes = new ConcurrentSkipListMap<>();
    private final Map<Integer, LateRelay> relays = new TreeMap<>();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_MAX)
                    .build();
    private final Thread atEnd = new Thread(this::clear, "clear");
    private String token = "";

    /// @param smallDisks each has a file system of its own, which can be filled
    /// @param relayed they reach each other by relays, which can be slow
    public record Options(boolean smallDisks, boolean relayed) {
        public static final Options USUAL = new Options(false, false);
    }

    /// Starts them, and returns when each counts.
    ///
    /// @param program that is a server, with the words before its own
    public ServerCell(List<String> program, Options options)
            throws IOException, InterruptedException {
        this.program = List.copyOf(program);
        this.options = options;
        lan = new Lan(SIZE);
        Runtime.getRuntime().addShutdownHook(atEnd);
        boolean up = false;
        try {
            for (int i = 1; i <= SIZE; i++) found(i);
            for (int i = 1; i <= SIZE; i++) awaitHearing(i);
            up = true;
        } finally {
            if (!up) close();
        }
    }

    private void found(int i) throws IOException, InterruptedException {
        var data = Files.createDirectory(data(i));
        if (options.smallDisks()) {
            var size = "size=" + DISK_MEBIBYTES + "m,mode=755";
            Words.run("mount", "-t", "tmpfs", "-o", size, "skerry", data.toString());
        }
        if (options.relayed())
            relays.put(
                    i,
                    new LateRelay(
                            at(lan.relay(i), LINK),
                            at(lan.address(i), LINK),
                            from -> relayOf(from.getHostAddress())));
        if (i == 1) {
            start(1, List.of());
            token = Files.readString(data.resolve("first.token")).strip();
            return;
        }
        var made = ask(1, "POST", "servers/join-tokens", "{\"ttl\":\"30m\"}");
        var found = TOKEN.matcher(made);
        if (!found.find()) throw new IOException("no token: " + made);
        var file = home.resolve("token-" + i);
        Files.writeString(file, found.group(1));
        var first = options.relayed() ? lan.relay(1) : lan.address(1);
        start(i, List.of("join", first + ":" + LINK, "--token-file", file.toString()));
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private InetAddress relayOf(String address) {
        for (int i = 1; i <= SIZE; i++)
            if (lan.address(i).equals(address)) return InetAddress.ofLiteral(lan.relay(i));
        return InetAddress.ofLiteral(address);
    }

    private Path data(int i) {
        return home.resolve("data-" + i);
    }

    private Path log(int i) {
        return home.resolve("log-" + i);
    }

    /// All that a server has said.
    public String said(int i) throws IOException {
        return Files.readString(log(i));
    }

    public String token() {
        return token;
    }

    public URI api(int i) {
        return URI.create("http://%s:%d/v1/".formatted(lan.address(i), HTTP));
    }

    private void start(int i, List<String> before) throws IOException, InterruptedException {
        var command = new ArrayList<>(lan.in(i));
        command.addAll(program);
        command.addAll(before);
        command.addAll(List.of("--data", data(i).toString()));
        command.addAll(List.of("--http", lan.address(i) + ":" + HTTP, "--http-plain"));
        command.addAll(List.of("--link", lan.address(i) + ":" + LINK));
        command.addAll(List.of("--requests-per-second", "1000000")); // all callers are one here
        if (options.relayed()) command.addAll(List.of("--advertise", lan.relay(i)));
        long from = Files.exists(log(i)) ? Files.size(log(i)) : 0;
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(i).toFile()));
        var process = builder.start();
        processes.put(i, process);
        await(
                "server %d is ready".formatted(i),
                () -> {
                    var said = said(i).substring((int) from);
                    if (!process.isAlive()) throw new IOException("server ended: " + said);
                    return said.contains("skerry server ready");
                });
    }

    /// What shall become true.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void await(String what, Condition condition) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + READY_MAX_NS;
        while (!condition.holds()) {
            if (System.nanoTime() - untilNs > 0)
                throw new IOException("not within 3 minutes: " + what);
            pause(LOOK_EVERY_NS);
        }
    }

    static void pause(long ns) throws InterruptedException {
        LockSupport.parkNanos(ns);
        if (Thread.interrupted()) throw new InterruptedException();
    }

    private Process process(int i) {
        return Objects.requireNonNull(processes.get(i));
    }

    /// `kill -9`, and waits until it is gone.
    void kill(int i) throws InterruptedException {
        process(i).destroyForcibly().waitFor();
    }

    /// Starts it again, and returns when it is ready.
    void again(int i) throws IOException, InterruptedException {
        start(i, List.of());
    }

    /// It stands still.
    void stop(int i) throws IOException, InterruptedException {
        Words.run("kill", "-STOP", Long.toString(process(i).pid()));
    }

    void goOn(int i) throws IOException, InterruptedException {
        Words.run("kill", "-CONT", Long.toString(process(i).pid()));
    }

    Lan lan() {
        return lan;
    }

    /// The way to each server, and so each way between two, is longer by that from now on.
    void delay(long ms) {
        for (var relay : relays.values()) relay.delay(ms);
    }

    /// Nothing more can be written on its disk.
    void fill(int i) throws IOException {
        try (var out = Files.newOutputStream(filler(i))) {
            fill(out);
        }
    }

    private static void fill(OutputStream out) {
        try {
            for (var piece = new byte[1 << 16]; ; ) out.write(piece);
        } catch (IOException _) {
            // it is full
        }
    }

    void empty(int i) throws IOException {
        Files.deleteIfExists(filler(i));
    }

    private Path filler(int i) {
        return data(i).resolve("filler");
    }

    /// Who leads, as the leader itself is certain.
    int leader() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + READY_MAX_NS;
        while (System.nanoTime() - untilNs < 0) {
            for (int i = 1; i <= SIZE; i++) {
                if (!process(i).isAlive()) continue;
                int found = leader(i);
                if (found > 0) return found;
            }
            pause(LOOK_EVERY_NS);
        }
        throw new IOException("nobody leads for 3 minutes");
    }

    private int leader(int by) throws InterruptedException {
        try {
            var found = LEADER.matcher(ask(by, "GET", "servers?consistent", ""));
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        } catch (IOException _) {
            return 0;
        }
    }

    /// Waits until what is asked of it is answered with certainty.
    void awaitHearing(int i) throws IOException, InterruptedException {
        await("server %d hears who leads".formatted(i), () -> leader(i) > 0);
    }

    private String ask(int by, String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(api(by).resolve(path))
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(answer.body());
        return answer.body();
    }

    @Override
    public void close() {
        clear();
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }

    /// Also where this program is told to end.
    private synchronized void clear() {
        for (var process : processes.values()) process.destroyForcibly().onExit().join();
        for (var relay : relays.values()) relay.close();
        if (options.smallDisks())
            for (int i = 1; i <= SIZE; i++) Words.tried("umount", "-l", data(i).toString());
        lan.close();
        client.shutdownNow();
        Words.tried("rm", "-rf", home.toString());
    }
}
