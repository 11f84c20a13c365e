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
    /// @return whether all that is wanted runs and is well before the time is over
    /// @throws Failure when it is stopped or replaced meanwhile
    public boolean await(Screen screen, Duration max) throws Failure {
        var progress = new Progress(screen);
        long endNs = System.nanoTime() + max.toNanos();
        while (true) {
            var view = watched.look();
            progress.show(view);
            if (view.settled()) return true;
            if (view.stopped())
                throw new Failure(
                        ExitCode.FAILED, name() + " was stopped or replaced meanwhile.", "");
            long leftMs = (endNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return false;
            watched.await(Math.min(leftMs, LOOK_AT_LEAST_EVERY_MS));
        }
    }

    String name() {
        return watched.name();
    }

    /// Says why the scheduler has left something out.
    void explain(Screen screen, Map<String, String> nodeNames) {
        watched.explain(screen, nodeNames);
    }
}
