package dev.skerry.server;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.strangers.Murmur;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The server's process: flags, one line when it is ready, a clean end on SIGTERM.
public final class ServerMain {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private ServerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var given = List.of(arguments);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.print(ServerFlags.HELP);
            return;
        }
        try {
            System.exit(run(ServerFlags.parse(given)));
        } catch (ServerFlags.WrongFlag e) {
            System.err.println("skerry server: " + e.getMessage());
            System.err.println("  `skerry server --help` lists the flags.");
            System.exit(WRONG_USAGE);
        } catch (IOException | RuntimeException e) {
            System.err.println("skerry server did not start: " + FileTrouble.words(e));
            System.exit(FAILED);
        }
    }

    private static int run(ServerSettings settings) throws IOException, InterruptedException {
        var front = ServiceLoader.load(Front.class).findFirst();
        if (front.isEmpty()) throw new IOException("the part for HTTP is missing");
        var end = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var status = new AtomicInteger();
        Consumer<Throwable> broken =
                fault -> {
                    Events.say(
                            "the server cannot go on and ends: "
                                    + FileTrouble.words(FileTrouble.first(fault)));
                    status.set(FAILED);
                    end.countDown();
                };
        Thread.setDefaultUncaughtExceptionHandler(faults(broken));
        var server = new Server(settings, ServerRooms.usual(), front.get(), broken);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(end, ended), "end"));
        // in one piece: scripts wait for this line
        var line =
                "skerry server ready: http://%s link %s%n"
                        .formatted(
                                ServerFlags.text(server.http()), ServerFlags.text(server.link()));
        System.out.print(line);
        System.out.flush();
        end.await();
        server.close();
        ended.countDown();
        return status.get();
    }

    /// A thread of the server's own that has ended is missed by everybody; what befalls one
    /// connection, which has a virtual thread, is its own.
    static Thread.UncaughtExceptionHandler faults(Consumer<Throwable> broken) {
        var murmur = new Murmur();
        return (thread, fault) -> {
            if (thread.isVirtual())
                murmur.say("a connection has ended by a fault: " + Undecided.where(fault));
            else broken.accept(fault);
        };
    }

    /// A signal lets the main thread take everything down, and waits for it.
    private static void end(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
