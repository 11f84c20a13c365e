package dev.skerry.http;

import static dev.skerry.http.Asked.declined;
import static dev.skerry.http.Asked.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.kernel.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Values as answers, and lists by the page.
class JsonAnswersTest {
    private static final JsonAnswers JSON = new JsonAnswers(new Quoted());
    private static final List<String> FRUIT = List.of("apple", "fig & nut", "pear", "quince");

    /// Whatever it is, in quotes.
    private static final class Quoted implements JsonAnswers.Forms {
        @Override
        public <T> Form<T> of(Class<T> type) {
            return new Form<>() {
                @Override
                public byte[] encode(T value) {
                    return ("\"" + value + "\"").getBytes(UTF_8);
                }

                @Override
                public T decode(byte[] bytes) {
                    throw new AssertionError("answers are only written");
                }
            };
        }
    }

    private static String body(Answer answer) {
        return new String(assertInstanceOf(Answer.Whole.class, answer).body().bytes(), UTF_8);
    }

    private static Answer page(String... query) throws Declined {
        var at = new StateAt<>(42, "state");
        return JSON.page(query(query), at, FRUIT, fruit -> fruit, fruit -> fruit.length());
    }

    @Test
    void valuesAndListsAreJson() {
        assertEquals("\"a\"", body(JSON.of("a")));
        assertEquals("[\"a\",\"1\"]", body(JSON.of(List.of("a", 1))));
        assertEquals("[]", body(JSON.of(List.of())));
        assertEquals(200, JSON.of("a").status());
        assertEquals("application/json", JSON.of("a").type());
    }

    @Test
    void anAnswerSaysWhenItIsTrue() {
        var answer = JSON.at(new StateAt<>(42, "state"), "a");
        assertEquals("42", answer.headers().get("X-Skerry-Index"));
        assertEquals("no", answer.with("X-More", "no").headers().get("X-More"));
    }

    @Test
    void aListComesByThePage() throws Exception {
        var all = page();
        assertEquals("[\"5\",\"9\",\"4\",\"6\"]", body(all));
        assertNull(all.headers().get("X-Skerry-Next"));
        var first = page("perPage=2");
        assertEquals("[\"5\",\"9\"]", body(first));
        var next = first.headers().get("X-Skerry-Next");
        assertEquals("fig+%26+nut", next);
        var second = page("perPage=2", "after=" + next);
        assertEquals("[\"4\",\"6\"]", body(second));
        assertNull(second.headers().get("X-Skerry-Next"));
        assertEquals("[]", body(page("after=zebra")));
        assertEquals("[\"6\"]", body(page("after=peas")), "whose like is gone");
    }

    @Test
    void aPageHasBounds() throws Exception {
        assertEquals(
                "400 perPage is \"0\"; it should be a whole number from 1 to 10000.",
                declined(() -> page("perPage=0")));
        assertEquals(
                "400 after is \"%\"; it should be what X-Skerry-Next of a page was.",
                declined(() -> page("after=%")));
    }
}
