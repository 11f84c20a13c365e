package dev.skerry.cluster.server;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.server.jobfile.Units;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was asked, with its values checked as they are read.
///
/// @param path the names in the route's path with their values
/// @param query decoded; of a name that is there twice, the last value
/// @param headers names in lower case
public record Request(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Answer.Body body) {
    public static final int BODY_BYTES_MAX = 1024 * 1024;
    static final int PAGE_MAX = 10_000;
    static final int PAGE_DEFAULT = 1_000;
    static final long WAIT_MAX_MS = 5 * 60_000;
    static final long WAIT_DEFAULT_MS = 30_000;
    static final String INDEX_HEADER = "X-Skerry-Index";
    static final String NEXT_HEADER = "X-Skerry-Next";

    String name() {
        return path.getOrDefault("name", "");
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    /// Refuses what nobody reads, so that a mistyped parameter is not passed over in silence.
    void only(String... names) throws Declined {
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
        var namespace = text("namespace", "*");
        if (!namespace.equals("*") && !Names.word(namespace))
            throw Declined.field("namespace", namespace, "* for all, or " + Names.WORD_SHOULD);
    }

    String text(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    boolean flag(String name) throws Declined {
        return switch (text(name, "false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Declined.field(name, text(name, ""), "true or false");
        };
    }

    long whole(String name, long min, long max, long otherwise) throws Declined {
        var text = query.get(name);
        if (text == null) return otherwise;
        if (text.matches("-?[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) return value;
        }
        throw Declined.field(name, text, "a whole number from %d to %d".formatted(min, max));
    }

    long durationMs(String name, long max, long otherwise) throws Declined {
        var text = query.get(name);
        if (text == null) return otherwise;
        var value = Units.duration(text);
        if (value.isPresent() && value.getAsLong() <= max) return value.getAsLong();
        throw Declined.field(name, text, "a duration, at most " + Units.durationText(max));
    }

    /// The job that the path names, in the namespace of the query.
    JobKey job() {
        return new JobKey(text("namespace", JobKey.DEFAULT_NAMESPACE), name());
    }

    boolean inNamespace(String namespace) {
        var wanted = text("namespace", JobKey.DEFAULT_NAMESPACE);
        return wanted.equals("*") || wanted.equals(namespace);
    }

    /// The state: at once, or when `?index=` is given once it is newer.
    Control.View view(Control control) throws InterruptedException, Declined {
        long index = whole("index", 0, Long.MAX_VALUE - 1, -1);
        long waitMs = durationMs("wait", WAIT_MAX_MS, WAIT_DEFAULT_MS);
        if (index < 0) return control.now();
        return control.awaitNewer(index, Duration.ofMillis(waitMs));
    }

    /// An answer that is true at an index.
    static Answer at(Control.View view, Object value) {
        return Answer.json(value).with(INDEX_HEADER, Long.toString(view.index()));
    }

    /// The part of a sorted list that is asked for by `perPage` and `after`; only its elements are
    /// made into answers.
    <T, A> Answer page(
            Control.View view, List<T> sorted, Function<T, String> key, Function<T, A> answer)
            throws Declined {
        int perPage = (int) whole("perPage", 1, PAGE_MAX, PAGE_DEFAULT);
        var after = after();
        int from = 0;
        while (after != null
                && from < sorted.size()
                && key.apply(sorted.get(from)).compareTo(after) <= 0) from++;
        int to = Math.min(sorted.size(), from + perPage);
        var answers = new ArrayList<A>();
        for (var element : sorted.subList(from, to)) answers.add(answer.apply(element));
        var page = at(view, answers);
        return to < sorted.size()
                ? page.with(NEXT_HEADER, encoded(key.apply(sorted.get(to - 1))))
                : page;
    }

    /// Names are of all signs, headers of a few.
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private @Nullable String after() throws Declined {
        var after = query.get("after");
        try {
            return after == null ? null : URLDecoder.decode(after, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Declined.field("after", after, "what " + NEXT_HEADER + " of a page was");
        }
    }
}
