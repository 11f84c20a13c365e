package dev.skerry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What a server holds that has nothing to do: alone; started on a log of many nodes of which none
/// is there; and with idle nodes on links of their own, with mutual TLS. Arguments: known nodes,
/// linked nodes, idle seconds.
public final class ServerBench {
    private static final double MB = 1e6;
    private static final double KB = 1e3;
    private static final int PING_EVERY_S = 12;

    /// So many join at a time.
    private static final int JOINING = 16;

    private ServerBench() {}

    public static void main(String[] arguments) throws Exception {
        int known = Figures.argument(arguments, 0, 10_000);
        int linked = Figures.argument(arguments, 1, 500);
        int idle = Figures.argument(arguments, 2, 60);
        try (var fleet = new Fleet(known)) {
            TimeUnit.SECONDS.sleep(idle);
            var _ = resident(fleet, "%,d nodes known, none there".formatted(known), 180);
        }
        try (var fleet = new Fleet()) {
            TimeUnit.SECONDS.sleep(idle);
            var alone = resident(fleet, "no node", 110);
            if (linked > 0) linked(fleet, alone, linked, idle);
        }
        Figures.machine(ServerBench.class, arguments);
    }

    private static ProcessLook.Memory resident(Fleet fleet, String with, double goal)
            throws IOException {
        var memory = ProcessLook.memory(fleet.server().pid());
        var what = "resident, " + with;
        if (goal > 0) Figures.under(what, memory.rssBytes() / MB, "MB", goal);
        else Figures.only(what, memory.rssBytes() / MB, "MB");
        Figures.only("  with its share of what others have too", memory.pssBytes() / MB, "MB");
        Figures.only("  in this process only", memory.privateBytes() / MB, "MB");
        Figures.only("  of that held by no file", memory.dirtyBytes() / MB, "MB");
        return memory;
    }

    private static void linked(Fleet fleet, ProcessLook.Memory alone, int count, int idle)
            throws Exception {
        try (var pings = Executors.newSingleThreadScheduledExecutor();
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
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
            var with = "%,d idle nodes linked".formatted(count);
            long more = resident(fleet, with, 0).rssBytes() - alone.rssBytes();
            Figures.only("  more than alone, each", more / KB / count, "kB");
            Figures.only("of a core, " + with, 100 * used / idle, "%");
            pings.shutdownNow();
            for (var node : nodes) node.close();
        }
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
