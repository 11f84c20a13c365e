package dev.skerry.cli.api;

import java.net.http.HttpResponse;
import java.time.Duration;

/// What was asked is asked again when a server says that it can be answered in a moment, as while
/// servers find who leads them: nothing of it has been done, or it may be done twice. Not for ever,
/// and not where a moment does not help.
final class Soon {
    private static final int NOT_NOW = 503;
    private static final int UNCERTAIN = 504;

    /// In seconds. A proxy may have put a date there.
    private static final String MOMENT = "[0-2]";

    private static final Duration ALL_MAX = Duration.ofSeconds(10);
    private static final Duration UNCERTAIN_FOR = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofMillis(100);

    private final boolean twice;
    private Duration waited = Duration.ZERO;

    /// @param twice whether it may be done twice
    Soon(boolean twice) {
        this.twice = twice;
    }

    /// Waits, if it is one of those.
    boolean again(HttpResponse<?> response) throws InterruptedException {
        var moment = moment(response);
        if (moment.isZero()) return false;
        waited = waited.plus(moment);
        if (waited.compareTo(ALL_MAX) > 0) return false;
        Thread.sleep(moment);
        return true;
    }

    /// Zero: it does not help.
    private Duration moment(HttpResponse<?> response) {
        if (response.statusCode() == UNCERTAIN) return twice ? UNCERTAIN_FOR : Duration.ZERO;
        var after = response.headers().firstValue("Retry-After").orElse("");
        if (response.statusCode() != NOT_NOW || !after.matches(MOMENT)) return Duration.ZERO;
        var moment = Duration.ofSeconds(Long.parseLong(after));
        return moment.isZero() ? LEAST : moment;
    }
}
