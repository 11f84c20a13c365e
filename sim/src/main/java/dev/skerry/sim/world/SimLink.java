package dev.skerry.sim.world;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.FrameForm;
import dev.skerry.kernel.link.Lanes;
import java.util.function.Consumer;

/// One connection. Frames arrive in their order, late, some of them twice. A way that has gone dark
/// loses whatever is on it and does not tell: not even that the other side has hung up.
///
/// Signs of life and their answers are counted by both ends, on a stream that delivers once: they
/// can be late or lost with all that follows, but do not come twice.
final class SimLink {
    private final Happenings events;
    final Way<Frame.FromNode> up;
    final Way<Frame.FromServer> down;
    private final int twicePercent;

    /// What arrives at one end.
    ///
    /// @param <F> the frames
    interface End<F> {
        void came(F frame);

        /// The other side has hung up.
        void ended();
    }

    /// How good a line is.
    ///
    /// @param slowMs the most that a frame takes on its way
    /// @param bytesPerS what goes through in a second, each way; 0: as much as there is
    record Quality(long slowMs, long bytesPerS, int twicePercent) {}

    SimLink(Happenings events, Quality line) {
        this.events = events;
        twicePercent = line.twicePercent();
        up = new Way<>(FrameForm.FROM_NODE, line);
        down = new Way<>(FrameForm.FROM_SERVER, line);
    }

    /// From now on frames take no longer than that, and all of them get through.
    void hurry(long ms) {
        up.hurry(ms);
        down.hurry(ms);
    }

    /// The node hangs up.
    void nodeCloses() {
        down.deaf = true;
        up.hangUp();
    }

    /// The server hangs up.
    void serverCloses() {
        up.deaf = true;
        down.hangUp();
    }

    /// Nothing gets through any more, either way.
    void darken() {
        up.darken();
        down.darken();
    }

    /// Both sides see at once that it has broken.
    void breakOff() {
        up.deaf = true;
        down.deaf = true;
        up.end.ended();
        down.end.ended();
    }

    /// One direction.
    ///
    /// @param <F> the frames
    final class Way<F extends Frame> {
        /// So little that a narrow line has more to send than it holds.
        private static final int SHARE = 4096;

        private final Form<F> form;
        private final Lanes<F> waiting = new Lanes<>(SHARE);
        private long slowMs;
        private long bytesPerS;
        private boolean sending;
        private End<F> end = nobody();
        private long lastAtMs;
        private long stalledUntilMs;
        private boolean dark;
        private boolean deaf;
        private boolean hungUp;

        private Way(Form<F> form, Quality line) {
            this.form = form;
            slowMs = line.slowMs();
            bytesPerS = line.bytesPerS();
        }

        private void hurry(long ms) {
            slowMs = Math.min(slowMs, ms);
            bytesPerS = 0;
        }

        void to(End<F> next) {
            end = next;
        }

        /// Nothing gets through any more.
        void darken() {
            dark = true;
        }

        /// What is sent before that time arrives after it.
        void stall(long untilMs) {
            stalledUntilMs = Math.max(stalledUntilMs, untilMs);
        }

        /// False: more waits already than this end has room for.
        boolean send(F frame) {
            if (hungUp) return true;
            if (bytesPerS == 0 && !sending) {
                go(frame);
                return true;
            }
            if (!waiting.offer(frame)) return false;
            sendNext();
            return true;
        }

        /// The most urgent first, each when the one before it has left.
        private void sendNext() {
            var next = sending || hungUp ? null : waiting.poll();
            if (next == null) return;
            sending = true;
            long takesMs = bytesPerS == 0 ? 0 : next.bytes() * 1_000L / bytesPerS;
            events.after(
                    takesMs,
                    () -> {
                        sending = false;
                        if (!hungUp) go(next);
                        sendNext();
                    });
        }

        private void go(F frame) {
            var bytes = form.encode(frame);
            deliver(() -> end.came(decoded(bytes)));
            boolean counted = frame instanceof Frame.Ping || frame instanceof Frame.Pong;
            if (!counted && events.chance(twicePercent)) deliver(() -> end.came(decoded(bytes)));
        }

        private void hangUp() {
            if (!hungUp) deliver(() -> end.ended());
            hungUp = true;
        }

        private void deliver(Runnable arrives) {
            long atMs = Math.max(events.nowMs(), stalledUntilMs) + events.between(1, slowMs);
            lastAtMs = Math.max(lastAtMs, atMs);
            events.after(
                    lastAtMs - events.nowMs(),
                    () -> {
                        if (!dark && !deaf) arrives.run();
                    });
        }

        private F decoded(byte[] bytes) {
            try {
                return form.decode(bytes);
            } catch (Malformed e) {
                throw new Broken(Promise.SAVED, "a frame cannot be read: " + e.getMessage());
            }
        }
    }

    private static <F> End<F> nobody() {
        return new End<>() {
            @Override
            public void came(F frame) {}

            @Override
            public void ended() {}
        };
    }

    /// An end as two functions.
    static <F> End<F> end(Consumer<F> came, Runnable ended) {
        return new End<>() {
            @Override
            public void came(F frame) {
                came.accept(frame);
            }

            @Override
            public void ended() {
                ended.run();
            }
        };
    }
}
