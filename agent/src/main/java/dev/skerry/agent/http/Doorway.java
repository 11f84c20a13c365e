package dev.skerry.agent.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A few connections at a time, each with a thread and a bounded time. Who comes next always gets
/// in: when all places are taken, or all that one address may have, whoever of the address with
/// most of them has been there for longest is sent away, those first who have not asked yet. An
/// honest request takes milliseconds; whoever only holds connections loses them.
final class Doorway implements AutoCloseable {
    private static final int LOOK_EVERY_MS = 1_000;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int STACK_BYTES = 256 * 1024;

    private final ServerSocket listening;
    private final Limits limits;
    private final Conversation talk;

    /// Who was sent away has lost the connection, and may still compute its answer.
    private final Semaphore threads;

    /// In the order in which they came.
    private final List<Caller> callers = new ArrayList<>();

    /// @param all connections at one time
    /// @param each of one address
    /// @param longest that a connection may last
    record Limits(int all, int each, Duration longest) {}

    /// What is done on a connection; it is closed then.
    interface Conversation {
        /// @param asked is called when the request is there as a whole
        void with(Socket socket, Runnable asked) throws IOException;
    }

    private static final class Caller {
        private final Socket socket;
        private final long sinceNs = System.nanoTime();
        private volatile boolean asked;

        Caller(Socket socket) {
            this.socket = socket;
        }

        InetAddress address() {
            return socket.getInetAddress();
        }
    }

    Doorway(ServerSocket listening, Limits limits, Conversation talk) {
        this.listening = listening;
        this.limits = limits;
        this.talk = talk;
        threads = new Semaphore(2 * limits.all);
    }

    /// From now on connections are taken.
    void open() {
        start("pages-listener", this::accept);
    }

    @Override
    public void close() {
        quietly(listening);
        synchronized (callers) {
            for (var caller : callers) quietly(caller.socket);
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                listening.setSoTimeout(nobody() ? 0 : LOOK_EVERY_MS); // nobody can be late
                var caller = new Caller(listening.accept());
                admit(caller);
                threads.acquireUninterruptibly();
                start("pages", () -> serve(caller));
            } catch (SocketTimeoutException _) {
                // nobody came
            } catch (IOException _) {
                LockSupport.parkNanos(PAUSE_NS); // closed, gone already, or no more files
            }
            endLate();
        }
    }

    private void serve(Caller caller) {
        try {
            talk.with(caller.socket, () -> caller.asked = true);
        } catch (IOException _) {
            // it has gone, or was sent away
        } finally {
            synchronized (callers) {
                callers.remove(caller);
            }
            quietly(caller.socket);
            threads.release();
        }
    }

    private boolean nobody() {
        synchronized (callers) {
            return callers.isEmpty();
        }
    }

    private void admit(Caller caller) {
        synchronized (callers) {
            var of = new HashMap<InetAddress, Integer>();
            for (var each : callers) of.merge(each.address(), 1, Integer::sum);
            if (of.getOrDefault(caller.address(), 0) >= limits.each) sendAway(caller.address());
            else if (callers.size() >= limits.all) sendAway(most(of));
            callers.add(caller);
            if (listening.isClosed()) quietly(caller.socket); // whoever closed has not seen it
        }
    }

    private static InetAddress most(Map<InetAddress, Integer> of) {
        return of.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private void sendAway(InetAddress address) {
        Caller loser = null;
        for (var caller : callers) {
            if (!caller.address().equals(address)) continue;
            if (loser == null || (loser.asked && !caller.asked)) loser = caller;
        }
        if (loser == null) return;
        quietly(loser.socket);
        callers.remove(loser);
    }

    private void endLate() {
        long nowNs = System.nanoTime();
        synchronized (callers) {
            for (var caller : callers)
                if (nowNs - caller.sinceNs > limits.longest.toNanos()) quietly(caller.socket);
        }
    }

    private static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception _) {
            // there is nobody to tell
        }
    }
}
