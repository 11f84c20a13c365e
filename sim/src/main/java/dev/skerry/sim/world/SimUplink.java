package dev.skerry.sim.world;

import dev.skerry.agent.link.Backoff;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodeEnd;
import dev.skerry.kernel.link.NodeEnd.NodeDuty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The node's end of the link, the real one: it dials, greets, gives signs of life, gives a silent
/// server up, and tries again later and later.
final class SimUplink {
    private static final long GREETING_MAX_MS = 20_000;

    private final Happenings events;
    private final SimClock clock;
    private final Network network;
    private final UplinkUser agent;
    private final Backoff backoff;
    private boolean running;
    private @Nullable SimLink dialled;
    private long readTickMs;
    private long readMaxMs;
    private long upTickMs;
    private long pingEveryMs;
    private NodeEnd end = new NodeEnd(List.of(), 0);

    /// Whom it serves.
    interface UplinkUser {
        Frame.Hello hello();

        /// As the servers said last, in any of its lives; 0: they never did.
        long missedAfterMs();

        /// @param lacking rooms that the server does not have
        void up(Frame.Welcome welcome, long askedTickMs, List<String> lacking);

        void told(String room, byte[] body) throws Malformed;

        /// The server has heard what was said then.
        void answered(long saidTickMs);

        void down(long silentSinceTickMs);
    }

    /// The way to the servers, if there is one now.
    interface Network {
        @Nullable SimLink dial();
    }

    SimUplink(Happenings events, SimClock clock, Network network, UplinkUser agent) {
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
        if (link == null || !end.up()) return false;
        if (frame instanceof Frame.To to && !end.shares(to.room())) return false;
        if (link.up.send(frame)) return true;
        events.say("a node has more to say than its line takes");
        lose(link);
        return false;
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
        readMaxMs = GREETING_MAX_MS;
        readTickMs = clock.tickMs();
        var hello = agent.hello();
        end = new NodeEnd(hello.rooms().stream().map(Frame.Seen::room).toList(), readTickMs);
        link.down.to(SimLink.end(frame -> came(link, frame), () -> lose(link)));
        link.up.send(hello);
        watch(link);
    }

    private void again() {
        events.after(clock.realMs(backoff.nextMs()), this::dial);
    }

    private void came(SimLink link, Frame.FromServer frame) {
        if (!link.equals(dialled)) return;
        readTickMs = clock.tickMs();
        switch (end.came(frame)) {
            case NodeDuty.Up(var welcome) -> greeted(link, welcome);
            case NodeDuty.Heard(var saidTickMs) -> agent.answered(saidTickMs);
            case NodeDuty.Told(var room, var body) -> told(room, body);
            case NodeDuty.End _ -> lose(link);
            case NodeDuty.Send(var answer) -> link.up.send(answer);
            case NodeDuty.Say(var sentence) -> throw new Broken(Promise.NOTHING_FAILS, sentence);
            case NodeDuty.Nothing _,
                    NodeDuty.Opened _,
                    NodeDuty.Granted _,
                    NodeDuty.Closed _,
                    NodeDuty.Certified _ -> {}
        }
    }

    private void told(String room, byte[] body) {
        try {
            agent.told(room, body);
        } catch (Malformed e) {
            throw new Broken(Promise.SAVED, "a frame cannot be read: " + e.getMessage());
        }
    }

    private void greeted(SimLink link, Frame.Welcome it) {
        readMaxMs = it.silenceMs();
        pingEveryMs = it.pingEveryMs();
        upTickMs = clock.tickMs();
        backoff.welcomed(it.missedAfterMs());
        agent.up(it, end.saidTickMs(), end.lacking());
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
        switch (end.ping(clock.tickMs())) {
            case PING -> {
                link.up.send(new Frame.Ping());
                beat(link);
            }
            case GIVE_UP -> lose(link);
        }
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
        if (end.up()) {
            backoff.lasted(clock.tickMs() - upTickMs);
            agent.down(end.saidTickMs());
        }
        again();
    }
}
