package dev.skerry.cli.job;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Screen;
import java.time.Duration;
import java.util.Map;

/// A job that comes up while somebody waits for it.
public final class Arrival {
    private static final long LOOK_AT_LEAST_EVERY_MS = 2_000;

    private final Watched watched;

    /// How the waiting has ended.
    public enum Ending {
        /// All that is wanted runs and is well, or is done.
        UP,
        /// Nothing of it runs, and nothing is tried again.
        FAILED,
        /// A batch that runs as it should, and takes longer.
        NOT_DONE,
        /// It waits for somebody to promote its canaries, or to let it go on.
        WAITING,
        /// The time is over before it is up.
        NOT_UP
    }

    public Arrival(Api api, String namespace, String name, long version) {
        watched = new Watched(api, namespace, name, version);
    }

    /// @param submitted the answer to sending it
    public static Arrival of(Api api, Json submitted) {
        return new Arrival(
                api,
                submitted.at("namespace").text(),
                submitted.at("job").text(),
                submitted.at("version").whole());
    }

    /// Shows it coming up.
    ///
    /// @throws Failure when it is stopped or replaced meanwhile
    public Ending await(Screen screen, Duration max) throws Failure {
        var progress = new JobProgress(screen);
        long endNs = System.nanoTime() + max.toNanos();
        while (true) {
            var view = watched.look();
            progress.show(view);
            if (view.settled()) return Ending.UP;
            if (view.stopped()) throw other(view);
            if (view.failed()) return Ending.FAILED;
            if (view.waitsForSomebody()) return Ending.WAITING;
            long leftMs = (endNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return view.runs() ? Ending.NOT_DONE : Ending.NOT_UP;
            watched.await(Math.min(leftMs, LOOK_AT_LEAST_EVERY_MS));
        }
    }

    /// It is no longer what was sent: by a person, or since its deployment has failed.
    private Failure other(JobView view) {
        boolean stopped = view.detail().at("stopped").yes();
        var what =
                stopped
                        ? "%s was stopped meanwhile.".formatted(name())
                        : "Version %d of %s was replaced by version %s meanwhile."
                                .formatted(
                                        view.version(), name(), view.detail().at("version").text());
        var how =
                stopped
                        ? "`skerry audit list` says by whom."
                        : ("`skerry job history %s` says by whom, and how; `skerry deployment list"
                                        + " --job %s` how its deployment went, if it had one.")
                                .formatted(name(), name());
        return new Failure(ExitCode.FAILED, what, how);
    }

    /// Whether it waits as somebody has halted its deployment.
    boolean paused() {
        return watched.paused();
    }

    /// Whether it is a batch that is done.
    boolean over() throws Failure {
        return watched.look().done();
    }

    String name() {
        return watched.name();
    }

    /// Why something of it is not up, in a sentence; empty: nobody knows.
    public String says() {
        return watched.says();
    }

    /// Says why the scheduler has left something out.
    void explain(Screen screen, Map<String, String> nodeNames) {
        watched.explain(screen, nodeNames);
    }
}
