package dev.skerry.kernel.link;

import java.util.ArrayDeque;

/// The node's view of what a server has heard on one link for certain: not when its answer came,
/// which may have been on its way for minutes, but when that was said which it answers.
public final class Answers {
    private static final int WAITING_MAX = 1_024;

    private final ArrayDeque<Long> asked = new ArrayDeque<>();
    private long saidTickMs;
    private int pings;

    /// @param helloTickMs when the hello was sent that a welcome has answered
    public Answers(long helloTickMs) {
        saidTickMs = helloTickMs;
    }

    /// A ping was sent. Every so many of them are answered, in their order.
    public synchronized void asked(long tickMs) {
        if (++pings % Frame.Pong.PINGS != 0) return;
        asked.add(tickMs);
    }

    /// No more may be asked before there is an answer.
    public synchronized boolean full() {
        return asked.size() >= WAITING_MAX;
    }

    /// A pong has come.
    ///
    /// @return when that was said which it answers
    public synchronized long answered() {
        var said = asked.poll();
        if (said != null) saidTickMs = said;
        return saidTickMs;
    }

    /// When that was said which was answered last.
    public synchronized long saidTickMs() {
        return saidTickMs;
    }
}
