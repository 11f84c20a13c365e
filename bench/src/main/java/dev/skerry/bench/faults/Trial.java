package dev.skerry.bench.faults;

import static java.util.stream.Collectors.joining;

import dev.skerry.bench.history.Event;
import dev.skerry.bench.history.Linearity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A cell under a workload, with which something goes wrong, again and again; and whether what its
/// clients were told can be.
public final class Trial {
    private static final int CLIENTS = 8;
    private static final long STEPS_MAX = 5_000_000;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final double NS = 1e9;

    private Trial() {}

    /// @param operationsMin so many at least
    /// @param roundsMin so often at least
    /// @param hold so long it goes wrong
    /// @param rest so long it goes well, before and after
    /// @param pauseMax between two operations of one of the clients
    public record Plan(
            long operationsMin, int roundsMin, Duration hold, Duration rest, Duration pauseMax) {}

    /// What was found.
    ///
    /// @param unknown operations of which nobody knows whether they were done
    /// @param longestNs without a write that was acknowledged
    /// @param gapsNs the same in each round, from where it went wrong
    public record Finding(
            Fault fault,
            int rounds,
            long operations,
            long unknown,
            long longestNs,
            List<Long> gapsNs,
            Linearity.Verdict verdict) {
        public Finding {
            gapsNs = List.copyOf(gapsNs);
        }

        public boolean good() {
            return verdict instanceof Linearity.Verdict.Fits;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-36s %2d rounds, %6d operations, %4d unknown, longest without a write"
                            + " %5.2f s (%s): %s",
                    fault,
                    rounds,
                    operations,
                    unknown,
                    longestNs / NS,
                    gapsNs.stream().map(it -> "%.1f".formatted(it / NS)).collect(joining(" ")),
                    good() ? "linearizable" : verdict);
        }
    }

    public static Finding run(ServerCell cell, Fault fault, Plan plan)
            throws IOException, InterruptedException {
        try (var client = client()) {
            var work = workload(cell, clients(client, cell), plan.pauseMax());
            var gapsNs = new ArrayList<Long>();
            long beganNs = System.nanoTime();
            work.start();
            ServerCell.pause(plan.rest().toNanos());
            int rounds = 0;
            while (rounds < plan.roundsMin() || work.operations() < plan.operationsMin()) {
                checkTroubles(work);
                long roundNs = System.nanoTime();
                int victim = fault.begin(cell, rounds);
                long wrongNs = System.nanoTime();
                ServerCell.pause(plan.hold().toNanos());
                if (fault.leavesWrites(rounds++))
                    ServerCell.await("writes go on with " + fault, () -> work.hasWritten(wrongNs));
                long holdNs = System.nanoTime();
                gapsNs.add(Workload.longestWithoutNs(work.history(), roundNs, holdNs));
                fault.end(cell, victim);
                ServerCell.pause(plan.rest().toNanos());
            }
            long endNs = System.nanoTime();
            var history = work.end(clients(client, cell).subList(0, ServerCell.SIZE));
            checkTroubles(work);
            return new Finding(
                    fault,
                    rounds,
                    history.size(),
                    history.stream().filter(it -> it.answeredNs() == Event.NEVER).count(),
                    Workload.longestWithoutNs(history, beganNs, endNs),
                    gapsNs,
                    Linearity.of(history, STEPS_MAX));
        }
    }

    /// A cell with which nothing goes wrong, and a client that is told what is not so.
    public static Linearity.Verdict planted(ServerCell cell, Planted.Kind kind, long operations)
            throws IOException, InterruptedException {
        try (var client = client()) {
            var done = new AtomicBoolean();
            var clients = new ArrayList<Registers>();
            for (var each : clients(client, cell)) clients.add(new Planted(each, kind, done));
            var work = workload(cell, clients, Duration.ofMillis(2));
            work.start();
            while (work.operations() < operations || !done.get()) {
                checkTroubles(work);
                ServerCell.pause(TimeUnit.MILLISECONDS.toNanos(1));
            }
            var history = work.end(clients(client, cell).subList(0, 1));
            checkTroubles(work);
            return Linearity.of(history, STEPS_MAX);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .build();
    }

    private static Workload workload(ServerCell cell, List<Registers> clients, Duration pauseMax)
            throws IOException, InterruptedException {
        int _ = cell.leader();
        var name = "r" + NUMBERS.incrementAndGet();
        return new Workload(name, clients, pauseMax.toNanos());
    }

    /// The first of them ask one server each.
    private static List<Registers> clients(HttpClient client, ServerCell cell) {
        var servers = new ArrayList<URI>();
        for (int i = 1; i <= ServerCell.SIZE; i++) servers.add(cell.api(i));
        var all = new ArrayList<Registers>();
        for (int i = 0; i < CLIENTS; i++)
            all.add(new JobRegisters(client, servers, cell.token(), i % ServerCell.SIZE));
        return all;
    }

    private static void checkTroubles(Workload work) throws IOException {
        var all = work.troubles();
        if (!all.isEmpty())
            throw new IOException("a client has failed: " + all.getFirst(), all.getFirst());
    }
}
