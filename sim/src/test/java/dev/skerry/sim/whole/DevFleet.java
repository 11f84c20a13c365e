package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// `skerry dev` in a checkout of its own.
final class DevFleet implements AutoCloseable {
    private static final long UP_MAX_NS = TimeUnit.MINUTES.toNanos(6);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final List<String> PORTS =
            List.of(
                    "http",
                    "link",
                    "http.2",
                    "link.2",
                    "http.3",
                    "link.3",
                    "node.badge-1",
                    "node.badge-2",
                    "node.pi",
                    "node.appliance");
    private static final Pattern PAGE = Pattern.compile("Page {6}(http://[0-9.:]+)/#login=(\\S+)");

    private final Checkout checkout;
    private final Path out;
    private final List<String> flags;
    private Process process;
    private String address = "";
    private String code = "";

    private DevFleet(Checkout checkout, List<String> flags) throws IOException {
        this.checkout = checkout;
        this.flags = flags;
        out = checkout.folder().resolve("dev.out");
        Files.write(home().resolve("fleet"), ports());
        process = begin();
    }

    /// Starts it, and returns when it has printed what to try.
    static DevFleet start(Path folder, String... flags) throws IOException {
        var fleet = new DevFleet(new Checkout(folder), List.of(flags));
        fleet.awaitUp();
        return fleet;
    }

    private Path home() throws IOException {
        return Files.createDirectories(checkout.folder().resolve(".skerry/dev"));
    }

    /// Its ports, as if it had had them before: of two fleets that start at the same time both
    /// would find the usual ones free.
    private static List<String> ports() {
        return PORTS.stream().map(it -> it + "=" + OwnPorts.next()).toList();
    }

    private Process begin() throws IOException {
        var words =
                new ArrayList<>(
                        List.of("setsid", "env", "--default-signal=INT", "./skerry", "dev"));
        words.addAll(flags);
        return checkout.builder(words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private void awaitUp() throws IOException {
        long untilNs = System.nanoTime() + UP_MAX_NS;
        while (!said().contains("What happens:")) {
            if (!process.isAlive() || System.nanoTime() - untilNs > 0)
                fail("dev did not come up:\n" + said());
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        var page = PAGE.matcher(said());
        if (!page.find()) fail("no address of a page:\n" + said());
        address = page.group(1);
        code = page.group(2);
        checkout.address(address);
    }

    String said() throws IOException {
        return Files.readString(out);
    }

    String address() {
        return address;
    }

    /// Of the link that it has printed, which logs a browser in.
    String code() {
        return code;
    }

    /// Where it was started, to type beside it.
    Checkout checkout() {
        return checkout;
    }

    /// For whoever may do everything.
    Api api() throws IOException, Failure {
        var token = Files.readString(home().resolve("server/admin.token")).strip();
        return Api.at(address).as(Bearer.of(token, "dev"));
    }

    /// Runs a command beside it.
    ///
    /// @return what it printed, both streams
    String run(String... command) throws IOException, InterruptedException {
        return checkout.run(command);
    }

    /// Ends it as a supervisor does, waits, and says what is left of it.
    List<String> end() throws IOException, InterruptedException {
        process.destroy();
        return ended();
    }

    /// Ends it by Ctrl-C: a terminal sends the signal to its processes as well, all at once.
    List<String> interrupt() throws IOException, InterruptedException {
        var kill = List.of("kill", "-INT", "--", "-" + process.pid());
        assertEquals(0, checkout.builder(kill).inheritIO().start().waitFor());
        var left = ended();
        assertEquals(130, process.exitValue(), said());
        assertFalse(said().contains("\tat "), said());
        return left;
    }

    private List<String> ended() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) fail("dev does not end:\n" + said());
        return checkout.processes("/.skerry");
    }

    /// Starts it again where it was.
    void again() throws IOException {
        process = begin();
        awaitUp();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
