package dev.skerry.agent;

import dev.skerry.agent.link.Uplink;
import dev.skerry.cluster.link.Frame;
import java.util.concurrent.TimeUnit;

/// What an idle node does: a look at itself every few seconds, a sign of life as often as the
/// server wants one.
final class Pulse implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 5_000;

    private final Uplink uplink;
    private final Runnable look;
    private final Thread thread;

    Pulse(Uplink uplink, Runnable look) {
        this.uplink = uplink;
        this.look = look;
        thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
    }

    void start() {
        thread.start();
    }

    private void beat() {
        long pingedNs = System.nanoTime();
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_EVERY_MS, uplink.pingEveryMs()));
                look.run();
                long sinceMs = (System.nanoTime() - pingedNs) / 1_000_000;
                if (sinceMs + 100 < uplink.pingEveryMs()) continue;
                pingedNs = System.nanoTime();
                uplink.send(new Frame.Ping());
            }
        } catch (InterruptedException e) {
            // the agent ends
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
