package dev.skerry.http;

import dev.skerry.kernel.Form;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// JsonAnswers from the values of one room, by the room's own JSON forms.
public final class JsonAnswers {
    /// The number of the log's entry that an answer is true at.
    public static final String INDEX_HEADER = "X-Skerry-Index";

    /// Where the next page begins.
    public static final String NEXT_HEADER = "X-Skerry-Next";

    private final Forms forms;

    /// The JSON form of each type that a room answers with.
    public interface Forms {
        <T> Form<T> of(Class<T> type);
    }

    public JsonAnswers(Forms forms) {
        this.forms = forms;
    }

    /// The JSON of a value, or of a list of values.
    public byte[] bytes(Object value) {
        if (!(value instanceof List<?> list)) return one(value);
        var bytes = new ByteArrayOutputStream();
        bytes.write('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) bytes.write(',');
            bytes.writeBytes(one(list.get(i)));
        }
        bytes.write(']');
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked") // the class of a value takes that value
    private <T> byte[] one(T value) {
        return forms.of((Class<T>) value.getClass()).encode(value);
    }

    /// An answer of JSON.
    public Answer of(Object value) {
        return new Answer.Whole(200, Route.JSON, Map.of(), new Answer.Body(bytes(value)));
    }

    /// An answer that is true at an index.
    public Answer at(StateAt<?> view, Object value) {
        return of(value).with(INDEX_HEADER, Long.toString(view.index()));
    }

    /// The part of a sorted list that is asked for by `perPage` and `after`; only its elements are
    /// made into answers.
    public <T, A> Answer page(
            Request request,
            StateAt<?> view,
            List<T> sorted,
            Function<T, String> key,
            Function<T, A> answer)
            throws Declined {
        var page = Page.of(request);
        int from = 0;
        var after = page.after();
        while (after != null
                && from < sorted.size()
                && key.apply(sorted.get(from)).compareTo(after) <= 0) from++;
        int to = Math.min(sorted.size(), from + page.size());
        var answers = new ArrayList<A>();
        for (var element : sorted.subList(from, to)) answers.add(answer.apply(element));
        var all = at(view, answers);
        return to < sorted.size()
                ? all.with(NEXT_HEADER, Page.encoded(key.apply(sorted.get(to - 1))))
                : all;
    }
}
