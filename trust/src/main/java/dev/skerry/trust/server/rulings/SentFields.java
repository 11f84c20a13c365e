package dev.skerry.trust.server.rulings;

import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Durations;
import dev.skerry.http.Request;
import dev.skerry.kernel.Text;
import dev.skerry.trust.policy.Place;
import dev.skerry.trust.policy.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The values of a small object that a request brings, or of its query. What is wrong is shown but
/// where it may be a secret.
///
/// @param values by their keys
public record SentFields(Map<String, @Nullable Object> values) {
    private static final String NO_TEXT = "something else";

    /// @param known its keys; a body that is not there is an object without any
    public static SentFields of(Request request, String... known) throws Declined {
        return new SentFields(Bodies.optional(request, Set.of(known)));
    }

    /// @param known the parameters of the query
    public static SentFields ofQuery(Request request, String... known) throws Declined {
        request.only(known);
        return new SentFields(Map.copyOf(request.query()));
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    /// Whether there is one of them, and no other of them.
    public boolean one(String... keys) {
        return Stream.of(keys).filter(this::has).count() == 1;
    }

    /// @param should what would be right, continuing "it should be "
    public String text(String key, String should) throws Declined {
        if (values.get(key) instanceof String text) return text;
        throw Declined.field(key, has(key) ? NO_TEXT : "absent", should);
    }

    public List<String> texts(String key, String should) throws Declined {
        var texts = new ArrayList<String>();
        if (values.get(key) instanceof List<?> list) {
            for (var each : list) {
                if (!(each instanceof String text)) throw Declined.field(key, NO_TEXT, should);
                texts.add(text);
            }
            return texts;
        }
        throw Declined.field(key, has(key) ? NO_TEXT : "absent", should);
    }

    /// Milliseconds.
    public long duration(String key, long minMs, long maxMs, long otherwiseMs) throws Declined {
        if (!has(key)) return otherwiseMs;
        var text = text(key, Durations.should(minMs, maxMs));
        return Durations.typed(key, text, minMs, maxMs);
    }

    /// What somebody wants to do, and where: `do` with a `namespace` or a `pool`; with neither it
    /// is about something of the whole fleet.
    public Wish wish() throws Declined {
        var text = text("do", Wish.SHOULD);
        var wish = Wish.parse(text, place());
        if (wish == null) throw Declined.field("do", text, Wish.SHOULD);
        return wish;
    }

    private Place place() throws Declined {
        if (has("namespace") && has("pool"))
            throw new Declined(400, "A thing is in a namespace or in a pool; name one of them.");
        if (has("namespace")) return new Place.InNamespace(word("namespace"));
        return has("pool") ? new Place.InPool(word("pool")) : new Place.Fleet();
    }

    private String word(String key) throws Declined {
        var text = text(key, Text.WORD_SHOULD);
        if (!Text.word(text)) throw Declined.field(key, text, Text.WORD_SHOULD);
        return text;
    }
}
