package dev.skerry.cli.job;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.api.TimeOption;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Screen;
import java.time.Duration;

/// Shows a version of a job coming up, and says why it does not.
final class ComingUp {
    static final String UNCHANGED = "%s is unchanged since version %s.";

    private final Session session;
    private final String timeout;
    private final Duration limit;

    /// @param timeout as it was typed
    ComingUp(Session session, String timeout) throws Failure {
        this.session = session;
        this.timeout = timeout;
        this.limit = TimeOption.span("--timeout", timeout);
    }

    /// @param submitted what was answered to whoever made the version
    int watch(Api api, Json submitted) throws Failure {
        var arrival = Arrival.of(api, submitted);
        var screen = session.json() ? session.err() : session.out();
        if (submitted.at("unchanged").yes() && arrival.over()) return nothingRun(screen, submitted);
        var end = arrival.await(screen, limit);
        if (end == Arrival.Ending.WAITING) return waiting(screen, arrival);
        if (end == Arrival.Ending.UP) return ExitCode.OK;
        if (end != Arrival.Ending.NOT_DONE)
            arrival.explain(session.err(), JobStatus.nodeNames(session));
        throw failure(end, arrival.name(), arrival.says());
    }

    /// What is asked for is done as far as it can be.
    private int waiting(Screen screen, Arrival arrival) {
        var name = arrival.name();
        boolean paused = arrival.paused();
        var why = paused ? "is paused, until somebody" : "waits for somebody to";
        screen.line(
                "The deployment of %s %s say%s that it goes on:"
                        .formatted(name, why, paused ? "s" : ""));
        screen.line(
                "`skerry deployment %s %s%s`, or `fail`."
                        .formatted(paused ? "resume" : "promote", name, session.addressWords()));
        return ExitCode.OK;
    }

    /// A batch that has ended is not run again by sending the same once more.
    private int nothingRun(Screen screen, Json submitted) {
        var name = submitted.at("job").text();
        screen.line(
                "%s is unchanged since version %s, which is done: nothing was run."
                        .formatted(name, submitted.at("version").text()));
        screen.line(
                "To run it again, stop it first: `skerry job stop %s%s`."
                        .formatted(name, session.addressWords()));
        return ExitCode.OK;
    }

    /// @param says why it is not up; empty: that is said already, or nobody knows
    private Failure failure(Arrival.Ending end, String name, String says) {
        var words = name + session.addressWords();
        var why = says.isEmpty() ? "." : ": " + says + ".";
        return switch (end) {
            case FAILED ->
                    new Failure(
                            ExitCode.FAILED,
                            name + " has failed, and is not tried again" + why,
                            ("`skerry alloc list --job %s` says why. To run it again, send"
                                            + " a changed file, or stop it first:"
                                            + " `skerry job stop %s`.")
                                    .formatted(words, words));
            case NOT_DONE ->
                    new Failure(
                            ExitCode.TIMED_OUT,
                            "%s runs; not done within %s.".formatted(name, timeout),
                            "It goes on: `skerry job status %s`.".formatted(words));
            case UP, WAITING, NOT_UP ->
                    new Failure(
                            ExitCode.TIMED_OUT,
                            "%s did not come up within %s%s".formatted(name, timeout, why),
                            "It is kept, and comes up when it can: `skerry job status %s`."
                                    .formatted(words));
        };
    }
}
