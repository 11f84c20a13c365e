package dev.skerry.cli.dev;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.job.Arrival;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Words;
import dev.skerry.cli.trust.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dev",
        description = {
            "A whole fleet on this machine, for trying things out.",
            "A server, two badges, a Raspberry Pi and an appliance, each a process of its own.",
            "What this machine does not have (displays, batteries) is given by configuration, and",
            "shown as such.",
            "Ctrl-C ends all of it; the next start goes on where this one ended."
        },
        footer = {
            "",
            "Examples:",
            "  skerry dev",
            "  skerry dev --servers 3",
            "  skerry dev --no-example --http 8080 --data /tmp/fleet"
        })
public final class Dev implements Callable<Integer> {
    private static final Duration UP_MAX = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where it keeps everything. Default: .skerry/dev")
    private Path data = Path.of(".skerry", "dev");

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "Of the API and the page. Default: 4646, or a free one")
    private int http;

    @Option(
            names = "--servers",
            paramLabel = "N",
            description =
                    "1, 3 or 5, of which most have to be there. Default: as many as before, or 1")
    private @Nullable Integer servers;

    @Option(names = "--no-example", description = "Does not run the badge.")
    private boolean noExample;

    public Dev(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var installation = Installation.find(System.getenv("SKERRY_HOME"));
        try (var folder = DevFolder.open(data)) {
            var fleet = Fleet.prepare(installation, folder, http, servers, this::say);
            var end = new Thread(() -> end(fleet), "end");
            Runtime.getRuntime().addShutdownHook(end);
            folder.running(
                    "process %d, with its page at %s"
                            .formatted(ProcessHandle.current().pid(), fleet.api().address()));
            var many = fleet.servers() == 1 ? "a server" : fleet.servers() + " servers";
            say(
                    "Starting %s and four nodes; all of it is below %s."
                            .formatted(many, folder.root()));
            return run(installation, fleet);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The fleet cannot be started in %s: %s.".formatted(data, Words.trouble(e)),
                    "");
        }
    }

    private int run(Installation installation, Fleet fleet) throws Failure, IOException {
        fleet.start();
        var api = fleet.api();
        login(fleet);
        if (!noExample) example(installation, api);
        new Invitation(session.out(), api, !noExample).print();
        var watch = Thread.ofPlatform().daemon().name("watch").unstarted(() -> watch(fleet));
        watch.start();
        while (stream(api)) LockSupport.parkNanos(LOOK_EVERY_NS);
        say("Its token is good no more: nothing is shown here until it is started again.");
        while (true) LockSupport.park(this);
    }

    /// Who sits here may do everything with this fleet, from any terminal.
    private void login(Fleet fleet) throws Failure {
        var api = fleet.api();
        try {
            var credentials = session.credentials();
            for (var address : fleet.addresses()) credentials.keep(address, fleet.bearer());
            var said = Login.said(api.address(), api.send(Call.get("self")));
            say(said + "; `skerry whoami` says what that may.");
            if (credentials.overruled())
                say("SKERRY_TOKEN is set here, and goes before it: `unset SKERRY_TOKEN`.");
        } catch (Failure e) {
            if (e.exitCode() == ExitCode.UNREACHABLE) throw e;
            say("You are not logged in: " + e.sentence());
            say("  " + e.advice());
        }
    }

    private void example(Installation installation, Api api) throws Failure, IOException {
        var known = api.send(Call.get("jobs").with("prefix", "badge")).json().list();
        Arrival arrival;
        if (known.isEmpty()) {
            var file = Files.readAllBytes(installation.badgeFile());
            var call = Call.post("jobs").body("application/yaml", file).twice();
            var answer = api.send(call).json();
            arrival = Arrival.of(api, answer);
        } else {
            var job = known.getFirst();
            if (job.at("stopped").yes()) return;
            arrival =
                    new Arrival(
                            api, job.at("namespace").text(), "badge", job.at("version").whole());
        }
        var end = arrival.await(session.out(), UP_MAX);
        var says = arrival.says();
        if (end != Arrival.Ending.UP)
            say(
                    "The badge does not run yet%s; `skerry job status badge` says more."
                            .formatted(says.isEmpty() ? "" : " (" + says + ")"));
    }

    /// Shows what happens, until the server is gone.
    ///
    /// @return false: it does not say any more what happens
    private boolean stream(Api api) {
        try {
            long newest = api.send(Call.get("status")).json().at("index").whole();
            var call = Call.get("events").with("index", Long.toString(newest));
            try (var events = EventStream.open(api, call)) {
                for (var event = events.next(); event != null; event = events.next())
                    show(Json.parse(event));
            }
            return true;
        } catch (Failure e) {
            // one that is away is started anew by whoever watches the processes
            return e.exitCode() != ExitCode.NOT_ALLOWED;
        }
    }

    private void show(Json event) {
        var out = session.out();
        var clock = EventStream.clock(event.at("at").text());
        out.line(out.paint(Paint.FAINT, clock) + "  " + event.at("text").text());
        out.flush();
    }

    private void watch(Fleet fleet) {
        while (true) {
            LockSupport.parkNanos(LOOK_EVERY_NS);
            try {
                fleet.lookAfter();
            } catch (IOException e) {
                say("A process cannot be started again: " + Words.trouble(e));
            }
        }
    }

    private void end(Fleet fleet) {
        say("Ending the fleet, and its tasks.");
        fleet.close();
        say("Ended. The next `skerry dev` goes on from here, and starts the tasks again.");
    }

    private void say(String sentence) {
        session.err().line(sentence);
        session.err().flush();
    }
}
