package dev.skerry.server;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Text;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.AuthorityFile;
import dev.skerry.server.backup.CellCommands;
import dev.skerry.server.strangers.Murmur;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The server's process: flags, one line when it is ready, a clean end on SIGTERM.
public final class ServerMain {
    private static final String CA = "ca";
    private static final String CELL = "cell";
    private static final String JOIN = "join";
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private ServerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        // of TLS 1.2: who wants new keys connects anew; read once, before there is any TLS
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        var given = List.of(arguments);
        boolean helps = given.contains("--help") || given.contains("-h");
        if (helps && given.getFirst().equals(CELL)) {
            System.out.print(CellCommands.HELP);
            return;
        }
        if (helps) {
            System.out.print(Text.wrapped(ServerFlags.HELP, System.getenv("COLUMNS")));
            return;
        }
        try {
            if (!given.isEmpty() && given.getFirst().equals(CA))
                System.exit(showAuthority(ServerFlags.data(given.subList(1, given.size()))));
            if (!given.isEmpty() && given.getFirst().equals(CELL))
                System.exit(cell(given.subList(1, given.size())));
            boolean joins = !given.isEmpty() && given.getFirst().equals(JOIN);
            System.exit(
                    run(
                            joins
                                    ? ServerFlags.joining(given.subList(1, given.size()))
                                    : ServerFlags.parse(given)));
        } catch (ServerFlags.WrongFlag e) {
            boolean cell = given.getFirst().equals(CELL);
            System.err.println("skerry " + (cell ? CELL : "server") + ": " + e.getMessage());
            System.err.println(
                    "  `skerry %s --help` lists the flags."
                            .formatted(cell ? "cell verify" : "server"));
            System.exit(WRONG_USAGE);
        } catch (IOException | RuntimeException e) {
            System.err.println("skerry server did not start: " + FileTrouble.words(e));
            System.exit(FAILED);
        }
    }

    /// What is done with a backup where no server runs.
    private static int cell(List<String> words) throws ServerFlags.WrongFlag {
        var usage = "say skerry cell verify FILE, or skerry cell restore FILE --data FOLDER";
        var what = words.isEmpty() ? "" : words.getFirst();
        if (words.size() < 2 || words.get(1).isBlank() || words.get(1).startsWith("-"))
            throw new ServerFlags.WrongFlag(usage);
        var file = Path.of(words.get(1)).toAbsolutePath();
        var rest = words.subList(2, words.size());
        try {
            if (what.equals("verify") && rest.isEmpty())
                System.out.print(CellCommands.verify(file));
            else if (what.equals("restore"))
                System.out.print(CellCommands.restore(file, ServerFlags.restoring(rest)));
            else throw new ServerFlags.WrongFlag(usage);
            System.out.flush();
            return 0;
        } catch (IOException e) {
            System.err.println("skerry cell " + what + ": " + FileTrouble.words(e));
            return FAILED;
        }
    }

    /// The certificate for a file, and its hash for whoever reads this.
    private static int showAuthority(Path data) {
        try {
            var authority = AuthorityFile.read(data.resolve(Authority.FOLDER));
            System.out.print(authority.pem());
            System.out.flush();
            System.err.println("In one word: --ca " + authority.pin());
            return 0;
        } catch (IOException e) {
            System.err.println("skerry server ca: " + FileTrouble.words(e));
            return FAILED;
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
                    if (status.getAndSet(FAILED) == FAILED) return; // the first one is why
                    Events.say(
                            "the server cannot go on and ends: "
                                    + FileTrouble.words(FileTrouble.first(fault)));
                    end.countDown();
                };
        Thread.setDefaultUncaughtExceptionHandler(faults(broken));
        var server = new Server(settings, ServerRooms.usual(), front.get(), broken);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(end, ended), "end"));
        // in one piece: scripts wait for this line
        var line =
                "skerry server ready: %s link %s%n"
                        .formatted(server.address(), ServerFlags.text(server.link()));
        var pin = server.pin();
        if (end.getCount() > 0) {
            System.out.print(line + (pin.isEmpty() ? "" : "  its authority: --ca " + pin + "\n"));
            System.out.flush();
        }
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
