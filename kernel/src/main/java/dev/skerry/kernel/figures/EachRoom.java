package dev.skerry.kernel.figures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The figures of several rooms on one page: a room that fails to count costs nobody else's.
public final class EachRoom {
    private final PrometheusText to;
    private final Map<String, Boolean> counted = new LinkedHashMap<>();
    private final Consumer<String> failed;

    /// @param failed is told why a room has no figures, as a sentence
    public EachRoom(PrometheusText to, Consumer<String> failed) {
        this.to = to;
        this.failed = failed;
    }

    /// Lets a room write its figures.
    public void count(String room, Consumer<PrometheusText> figures) {
        counted.put(room, written(room, figures));
    }

    private boolean written(String room, Consumer<PrometheusText> figures) {
        try {
            var own = new PrometheusText();
            figures.accept(own);
            to.add(own);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            failed.accept(room + " has no figures: " + e);
            return false;
        }
    }

    /// Says of each room whether its figures are here.
    ///
    /// @param name of the family
    public void end(String name) {
        to.gauge(
                name,
                "Whether the figures of a room are here; 0: they could not be made, and the output"
                        + " of this program says why.");
        counted.forEach((room, is) -> to.value(is ? 1 : 0, "room", room));
    }
}
