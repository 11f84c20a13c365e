package dev.skerry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What a server holds that has nothing to do: alone, and with idle nodes on links of their own,
/// with mutual TLS. Arguments: nodes, idle seconds.
public final class ServerBench {
    private static final double MIB = 1024 * 1024;
    private static final int PING_EVERY_S = 12;

    /// So many join at a time.
    private static final int JOINING = 16;

    private ServerBench() {}

    public static void main(String[] arguments) throws Exception {
        int count = Figures.argument(arguments, 0, 10_000);
        int idle = Figures.argument(arguments, 1, 60);
        try (var fleet = new Fleet();
                var pings = Executors.newSingleThreadScheduledExecutor();
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            TimeUnit.SECONDS.sleep(idle);
            Figures.under("resident memory, idle, no node", resident(fleet), "MiB", 110);
            double cpu = ProcessLook.cpuSeconds(fleet.server().pid());
            var nodes = connect(fleet, count);
            double joining = ProcessLook.cpuSeconds(fleet.server().pid()) - cpu;
            Figures.only("to join and connect, of a core, each", 1_000 * joining / count, "ms");
            for (var node : nodes) readers.execute(node::listen);
            for (int i = 0; i < count; i++) {
                long shift = (long) i * PING_EVERY_S * 1_000 / count;
                var _ =
                        pings.scheduleAtFixedRate(
                                ping(nodes.get(i)),
                                shift,
                                PING_EVERY_S * 1_000,
                                TimeUnit.MILLISECONDS);
            }
            TimeUnit.SECONDS.sleep(idle);
            cpu = ProcessLook.cpuSeconds(fleet.server().pid());
            TimeUnit.SECONDS.sleep(idle);
            double used = ProcessLook.cpuSeconds(fleet.server().pid()) - cpu;
            var with = "with %,d idle nodes".formatted(count);
            Figures.under("resident memory, " + with, resident(fleet), "MiB", 180);
            Figures.only("of a core, " + with, 100 * used / idle, "%");
            pings.shutdownNow();
            for (var node : nodes) node.close();
        }
        Figures.machine(ServerBench.class, arguments);
    }

    private static double resident(Fleet fleet) throws IOException {
        return ProcessLook.memory(fleet.server().pid()).rssBytes() / MIB;
    }

    private static List<IdleNode> connect(Fleet fleet, int count)
            throws InterruptedException, ExecutionException {
        var joins = new ArrayList<Callable<IdleNode>>();
        for (int i = 0; i < count; i++) {
            int number = i;
            joins.add(() -> IdleNode.connect(number, fleet.token(), fleet.link()));
        }
        var nodes = new ArrayList<IdleNode>();
        try (var pool = Executors.newFixedThreadPool(JOINING)) {
            for (var joined : pool.invokeAll(joins)) nodes.add(joined.get());
        }
        return nodes;
    }

    private static Runnable ping(IdleNode node) {
        return () -> {
            try {
                node.ping();
            } catch (IOException e) {
                throw new IllegalStateException("a link has ended", e);
            }
        };
    }
}
