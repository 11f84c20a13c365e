package dev.skerry.http;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Text;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was asked, with its values checked as they are read.
///
/// @param admitted on whose behalf
/// @param reach how far the caller's right goes
/// @param path the names in the route's path with their values
/// @param query decoded; no name is there twice
/// @param headers names in lower case
public record Request(
        Admitted admitted,
        Reach reach,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Answer.Body body) {
    public static final int BODY_BYTES_MAX = 1024 * 1024;

    /// A bound above it is none: no more digits are read.
    private static final long NUMBER_MAX = 999_999_999_999_999_999L;

    static final long WAIT_MAX_MS = 5 * 60_000;
    static final long WAIT_DEFAULT_MS = 30_000;

    /// On whose behalf.
    public Caller caller() {
        return admitted.caller();
    }

    /// The value of the path's `{name}`.
    public String name() {
        return path.getOrDefault("name", "");
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// Refuses what nobody reads, so that a mistyped parameter is not passed over in silence.
    public void only(String... names) throws Declined {
        var known = new HashSet<>(Set.of(names));
        for (var given : query.keySet()) {
            if (given.isEmpty()) throw new Declined(400, "A parameter of the query has no name.");
            if (!known.contains(given))
                throw Declined.field(
                        given,
                        query.getOrDefault(given, ""),
                        known.isEmpty()
                                ? "left out: no parameters are known here"
                                : "one of the parameters "
                                        + String.join(", ", known.stream().sorted().toList()));
        }
        var namespace = namespace();
        boolean one =
                reach.need() instanceof Need.Right right
                        && right.where() == Need.Where.IN_THE_QUERY;
        if (one && namespace.equals(Namespace.ALL))
            throw Declined.field(
                    "namespace", namespace, "the name of one; only lists show those of all (*)");
        if (!namespace.equals(Namespace.ALL) && !Text.word(namespace))
            throw Declined.field("namespace", namespace, "* for all, or " + Text.WORD_SHOULD);
    }

    public String text(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /// One of a few words.
    public String choice(String name, List<String> known, String otherwise) throws Declined {
        var text = query.get(name);
        if (text == null) return otherwise;
        if (known.contains(text)) return text;
        throw Declined.field(name, text, "one of " + String.join(", ", known));
    }

    public boolean flag(String name) throws Declined {
        return switch (text(name, "false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Declined.field(name, text(name, ""), "true or false");
        };
    }

    public long whole(String name, long min, long max, long otherwise) throws Declined {
        var text = query.get(name);
        if (text == null) return otherwise;
        if (text.matches("-?[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) return value;
        }
        var bounds = max < NUMBER_MAX ? "from %d to %d" : "of at least %d";
        throw Declined.field(name, text, "a whole number " + bounds.formatted(min, max));
    }

    public long durationMs(String name, long max, long otherwise) throws Declined {
        var text = query.get(name);
        if (text == null) return otherwise;
        var value = Durations.ms(text);
        if (value.isPresent() && value.getAsLong() <= max) return value.getAsLong();
        throw Declined.field(name, text, "a duration, at most " + Text.duration(max));
    }

    /// The namespace that is asked for; `*`: all. What can be no namespace is refused by [#only].
    public String namespace() {
        return text("namespace", Namespace.DEFAULT);
    }

    /// Whether something in that namespace is asked for, by somebody who may.
    public boolean inNamespace(String namespace) {
        var asked = namespace();
        return (asked.equals(Namespace.ALL) || asked.equals(namespace)) && reach.covers(namespace);
    }

    /// Whether something in that pool is for this caller.
    public boolean inPool(String pool) {
        return reach.covers(pool);
    }

    /// Whether the caller may do there what the route does.
    ///
    /// @param place a namespace or a pool, as the things of the route's need are in
    public boolean covers(String place) {
        return reach.covers(place);
    }

    /// Whether the caller may see such things there. What is found, but not seen, is answered as
    /// what is not there.
    public boolean sees(String place) {
        return reach.sees(place);
    }

    /// Says in which namespace or pool that is which the request is about, before anything of it is
    /// shown or done; for routes whose need is [Need.Right#wherever].
    ///
    /// @throws Declined when the caller may not do there what the route does. What he asked to see
    ///   by its name, and may not, is answered as if it was not there
    public void within(String place) throws Declined {
        reach.check(place, name());
    }

    /// The state: at once, or when `?index=` is given once it is newer.
    public <S> StateAt<S> view(Door<S, ?> door) throws InterruptedException, Declined {
        long index = whole("index", 0, Long.MAX_VALUE - 1, -1);
        long waitMs = durationMs("wait", WAIT_MAX_MS, WAIT_DEFAULT_MS);
        if (index < 0) return door.now();
        return door.awaitNewer(index, Duration.ofMillis(waitMs));
    }
}
