package dev.skerry.sim.world;

import dev.skerry.agent.link.Backoff;
import dev.skerry.cluster.link.Answers;
import dev.skerry.cluster.link.Frame;
import org.jspecify.annotations.Nullable;

/// The node's end of the link, as the agent has it: dials, greets, gives signs of life, gives a
/// silent server up, and tries again later and later.
final class SimUplink {
    private static final long GREETING_MAX_MS = 20_000;

    private final Events events;
    private final SimClock clock;
    private final Network network;
    private final Agent agent;
    private final Backoff backoff;
    private boolean running;
    private @Nullable SimLink dialled;
    private boolean welcome;
    private long readTickMs;
    private long readMaxMs;
    private long pingEveryMs;
    private long silenceMs;
    private Answers answers = new Answers(0);

    /// Whom it serves.
    interface Agent {
        Frame.Hello hello();

        /// As the servers said last, in any of its lives; 0: they never did.
        long missedAfterMs();

        void up(Frame.Welcome welcome, long askedTickMs);

        void came(Frame.FromServer frame);

        /// The server has heard what was said then.
        void answered(long saidTickMs);

        void down(long silentSinceTickMs);
    }

    /// The way to the servers, if there is one now.
    interface Network {
        @Nullable SimLink dial();
    }

    SimUplink(Events events, SimClock clock, Network network, Agent agent) {
        this.events = events;
        this.clock = clock;
        this.network = network;
        this.agent = agent;
        backoff = new Backoff(events.dice, agent.missedAfterMs());
        running = true;
        events.soon(1, 500, this::dial);
    }

    /// The agent is gone; its connection goes with it.
    void die() {
        running = false;
        var link = dialled;
        dialled = null;
        if (link != null) link.nodeCloses();
    }

    /// Nothing is sent when there is no link.
    boolean send(Frame.FromNode frame) {
        var link = dialled;
        if (link == null || !welcome) return false;
        link.up.send(frame);
        return true;
    }

    /// The connection as it is; null: there is none.
    @Nullable SimLink link() {
        return dialled;
    }

    private void dial() {
        if (!running || dialled != null) return;
        var link = network.dial();
        if (link == null) {
            again();
            return;
        }
        dialled = link;
        welcome = false;
        readMaxMs = GREETING_MAX_MS;
        readTickMs = clock.tickMs();
        answers = new Answers(readTickMs);
        link.down.to(SimLink.end(frame -> came(link, frame), () -> lose(link)));
        link.up.send(agent.hello());
        watch(link);
    }

    private void again() {
        events.after(clock.realMs(backoff.nextMs()), this::dial);
    }

    private void came(SimLink link, Frame.FromServer frame) {
        if (!link.equals(dialled)) return;
        readTickMs = clock.tickMs();
        if (welcome) {
            if (frame instanceof Frame.Pong) agent.answered(answers.answered());
            else agent.came(frame);
        } else if (frame instanceof Frame.Welcome it) {
            greeted(link, it);
        } else {
            lose(link);
        }
    }

    private void greeted(SimLink link, Frame.Welcome it) {
        welcome = true;
        silenceMs = it.silenceMs();
        readMaxMs = silenceMs;
        pingEveryMs = it.pingEveryMs();
        backoff.succeeded(it.missedAfterMs());
        agent.up(it, answers.saidTickMs());
        beat(link);
    }

    private void beat(SimLink link) {
        events.after(
                clock.realMs(pingEveryMs),
                () -> {
                    if (link.equals(dialled)) ping(link);
                });
    }

    /// A link on which nothing was answered for too long ends.
    private void ping(SimLink link) {
        long tickMs = clock.tickMs();
        if (tickMs - answers.saidTickMs() >= silenceMs || answers.full()) {
            lose(link);
            return;
        }
        link.up.send(new Frame.Ping());
        answers.asked(tickMs);
        beat(link);
    }

    /// The time after which a read is given up.
    private void watch(SimLink link) {
        long leftMs = readTickMs + readMaxMs - clock.tickMs();
        events.after(
                Math.max(1, clock.realMs(leftMs)),
                () -> {
                    if (!link.equals(dialled)) return;
                    if (clock.tickMs() - readTickMs >= readMaxMs) lose(link);
                    else watch(link);
                });
    }

    /// The link has broken, or has been silent for too long.
    void lose(SimLink link) {
        if (!link.equals(dialled)) return;
        dialled = null;
        link.nodeCloses();
        if (welcome) agent.down(answers.saidTickMs());
        welcome = false;
        again();
    }
}
