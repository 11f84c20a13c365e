package dev.skerry.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// What an agent costs its machine: how long it takes to be connected, and what it holds, uses and
/// sends while it has nothing to do; then what each task adds. Everything with mutual TLS.
/// Arguments: idle seconds, tasks, starts.
public final class AgentBench {
    private static final double MIB = 1024 * 1024;
    private static final double DAY_S = 86_400;
    private static final String CONNECTED = "connected to a server";

    /// What a start leaves behind is given back in this time.
    private static final long SETTLE_S = 30;

    private final Fleet fleet;

    private AgentBench(Fleet fleet) {
        this.fleet = fleet;
    }

    public static void main(String[] arguments) throws Exception {
        int idle = Figures.argument(arguments, 0, 120);
        int tasks = Figures.argument(arguments, 1, 100);
        int starts = Figures.argument(arguments, 2, 5);
        try (var fleet = new Fleet();
                var relay = new Relay(fleet.link())) {
            var bench = new AgentBench(fleet);
            bench.starts(starts);
            var agent = fleet.agent("node-1", relay.port());
            Fleet.await(agent, CONNECTED);
            TimeUnit.SECONDS.sleep(SETTLE_S);
            idle(agent, relay, idle);
            bench.tasks(agent, tasks);
        }
        Figures.machine(AgentBench.class, arguments);
    }

    /// The first start joins: it makes a key and is given a certificate.
    private void starts(int count) throws IOException, InterruptedException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i <= count; i++) {
            var agent = fleet.agent("starts");
            double seconds = Fleet.await(agent, CONNECTED) / 1e9;
            fleet.end(agent);
            if (i == 0) Figures.only("first start and joining, to connected", seconds, "s");
            else best = Math.min(best, seconds);
        }
        Figures.under("start to connected, best of " + count, best, "s", 1);
    }

    private static void idle(Fleet.Member agent, Relay relay, int seconds)
            throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        long bytes = relay.bytes();
        double cpu = ProcessLook.cpuSeconds(agent.pid());
        TimeUnit.SECONDS.sleep(seconds);
        double took = (System.nanoTime() - beganNs) / 1e9;
        double used = ProcessLook.cpuSeconds(agent.pid()) - cpu;
        var memory = ProcessLook.memory(agent.pid());
        Figures.under("resident memory, idle", memory.rssBytes() / MIB, "MiB", 54);
        Figures.under("of it private", memory.privateBytes() / MIB, "MiB", 35);
        Figures.only("of that dirty", memory.dirtyBytes() / MIB, "MiB");
        var over = " over %d s".formatted(seconds);
        Figures.under("idle, of a core" + over, 100 * used / took, "%", 0.5);
        double perDay = (relay.bytes() - bytes) / took * DAY_S / 1e6;
        Figures.under("TCP payload in a day, from" + over, perDay, "MB", 0.5);
    }

    /// The agent's growth and all its shims; what the tasks themselves hold is theirs.
    private void tasks(Fleet.Member agent, int count) throws IOException, InterruptedException {
        var before = ProcessLook.memory(agent.pid());
        fleet.post("jobs", Fleet.sleepers("tasks", count));
        while (fleet.running("tasks") < count) TimeUnit.MILLISECONDS.sleep(100);
        TimeUnit.SECONDS.sleep(SETTLE_S);
        var after = ProcessLook.memory(agent.pid());
        var shims = ProcessLook.Memory.NONE;
        var pids = ProcessLook.programsBelow(agent.data());
        for (long pid : pids) shims = shims.plus(ProcessLook.memory(pid));
        double grown = (after.privateBytes() - before.privateBytes()) / MIB;
        double held = shims.pssBytes() / MIB;
        Figures.only("agent's growth for each of " + count, grown / count, "MiB");
        Figures.only("its %d shims, each".formatted(pids.size()), held / count, "MiB");
        Figures.under("for each task, everything", (grown + held) / count, "MiB", 1);
        Figures.only("agent's resident memory then", after.rssBytes() / MIB, "MiB");
    }
}
